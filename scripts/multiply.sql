-- Multiplies a tenant's stored applicants, to see how the service does with many of them.
--
--     psql DATABASE -f scripts/multiply.sql -c "SELECT pg_temp.multiply_applicants('demo', 999)"
--
-- Run it as the owner of the tables or a superuser, on a database that may be thrown away. Each copy is a whole tenant:
-- everybody in it shares with each other what the originals share with each other, and nothing with the originals or
-- another copy. Copy number n is n steps older than the originals. So the tenant grows, and what a list shows first
-- stays what it was.
--
-- Nobody can open what is sealed in a copy, since its key is bound to the original. Its applicants have no key, as if
-- they were erased. Lists leave them out after reading them, so a page can be shorter than its limit.

-- The UUIDv7 of a copy: moved in time, with other random bits, and always the same.
CREATE FUNCTION pg_temp.id_of_copy(id uuid, copy integer, step interval) RETURNS uuid
    LANGUAGE sql IMMUTABLE STRICT AS
$$
    SELECT (
        lpad(to_hex(('x' || left(hex, 12))::bit(48)::bigint - (extract(epoch FROM step) * 1000)::bigint * copy), 12, '0')
        || '7' || left(noise, 3) || substr('89ab', 1 + ascii(noise) % 4, 1) || right(noise, 15)
    )::uuid
    FROM (SELECT replace(id::text, '-', '') AS hex, md5(id::text || copy) AS noise) AS parts
$$;

-- How a column of a copy is made. The rules go by type and name, so that they hold for columns that come later.
CREATE FUNCTION pg_temp.column_of_copy(relation text, name text, type text) RETURNS text
    LANGUAGE sql IMMUTABLE AS
$$
    SELECT CASE
        WHEN type = 'uuid' THEN format('pg_temp.id_of_copy(%1$I, copy, step)', name)
        WHEN type = 'timestamp with time zone' THEN format('%1$I - step * copy', name)
        WHEN name = 'data_key' THEN '''''::bytea'
        WHEN name LIKE '%digest' AND type = 'bytea'
            THEN format('sha256(%1$I || int4send(copy))', name)
        -- Identifiers, texts and photos: different in each copy, and just as similar within it.
        WHEN (relation, name) IN (('identifier', 'key'), ('text_signature', 'id'))
            THEN format('hashint8extended(%1$I, copy)', name)
        WHEN relation = 'photo' AND name = 'hash'
            THEN format('%1$I # hashint8extended(copy, 1)', name)
        ELSE format('%I', name)
    END
$$;

-- Copies the rows of one table.
CREATE FUNCTION pg_temp.copy_rows(tenant text, relation text, copies integer, step interval) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    names text;
    made text;
    copied bigint;
BEGIN
    SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum),
        string_agg(pg_temp.column_of_copy(relation, attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum)
    INTO names, made
    FROM pg_attribute
    WHERE attrelid = to_regclass(relation) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        AND attidentity = '';
    EXECUTE format(
        'INSERT INTO %1$I (%2$s)
        SELECT %3$s
        FROM (SELECT * FROM %1$I WHERE tenant_id = $1) AS original
        CROSS JOIN (SELECT copy, $3 AS step FROM generate_series(1, $2) AS copy) AS copies',
        relation, names, made
    ) USING tenant, copies, step;
    GET DIAGNOSTICS copied = ROW_COUNT;
    RAISE NOTICE '%: % rows', relation, copied;
    RETURN copied;
END
$$;

-- Copies the bands of texts, whose rows have been copied and numbered.
CREATE FUNCTION pg_temp.copy_bands(tenant text, copies integer, step interval) RETURNS void
    LANGUAGE sql AS
$$
    INSERT INTO text_band (band, text)
    SELECT hashint8extended(original.band, copy), text_signature.number
    FROM (SELECT * FROM text_band UNION ALL SELECT * FROM text_band_recent) AS original
    JOIN text_signature AS text ON text.number = original.text AND text.tenant_id = tenant
    CROSS JOIN generate_series(1, copies) AS copy
    JOIN text_signature ON text_signature.tenant_id = tenant AND text_signature.kind = text.kind
        AND text_signature.applicant_id = pg_temp.id_of_copy(text.applicant_id, copy, step)
        AND text_signature.id = hashint8extended(text.id, copy)
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
$$;

-- Makes copies of everybody a tenant has, and returns how many applicants were added. Without tables that are named in
-- `without`: the bands of texts alone take half of the time.
CREATE FUNCTION pg_temp.multiply_applicants(
    tenant text, copies integer, step interval DEFAULT '1 hour', without text[] DEFAULT '{}'
) RETURNS bigint
    LANGUAGE plpgsql AS
$$
DECLARE
    relation text;
    added bigint := 0;
    copied bigint;
    oldest date;
BEGIN
    PERFORM set_config('bonafide.tenant', tenant, true);
    SELECT min(created_at) - step * copies INTO oldest FROM applicant WHERE tenant_id = tenant;
    PERFORM make_decision_partitions(oldest, (now()::date - oldest) / 28 + 2);
    -- What a foreign key refers to comes first.
    FOREACH relation IN ARRAY ARRAY[
        'applicant', 'profile_version', 'identifier', 'text_signature', 'photo', 'observation',
        'review', 'label', 'verdict', 'review_history', 'decision', 'event', 'audit', 'ring'
    ] LOOP
        CONTINUE WHEN relation = ANY (without) OR to_regclass(relation) IS NULL;
        copied := pg_temp.copy_rows(tenant, relation, copies, step);
        IF relation = 'applicant' THEN
            added := copied;
        END IF;
    END LOOP;
    IF NOT ARRAY['text_signature', 'text_band'] && without THEN
        PERFORM pg_temp.copy_bands(tenant, copies, step);
    END IF;
    -- The summaries of the copies' rings were copied too.
    DELETE FROM ring_change WHERE tenant_id = tenant AND transaction = txid_current();
    RETURN added;
END
$$;
