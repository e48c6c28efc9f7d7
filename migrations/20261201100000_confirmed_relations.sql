-- Relations that the tenant confirmed: agencies and households. They explain what their members share.
--
-- A member is known by the digest of the tenant's own name, so that a roster can be confirmed before its people apply.
-- Names are sealed. What withdrew or expired stays as a record; a member who was erased goes.
CREATE TABLE confirmed_relation (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    -- The agency's or family's name, sealed.
    name bytea NOT NULL,
    confirmed_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_by text,
    CONSTRAINT confirmed_relation_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT confirmed_relation_kind CHECK (kind IN ('agency', 'household')),
    CONSTRAINT confirmed_relation_expires_later CHECK (expires_at > created_at),
    CONSTRAINT confirmed_relation_at_most_two_years CHECK (expires_at <= created_at + interval '731 days'),
    CONSTRAINT confirmed_relation_withdrawn_by_somebody CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);

CREATE TABLE confirmed_member (
    tenant_id text NOT NULL,
    relation_id uuid NOT NULL,
    external_digest bytea NOT NULL,
    -- The tenant's own name of the member, sealed.
    external_id bytea NOT NULL,
    added_at timestamptz NOT NULL,
    -- Set until the rings of those who were linked to the member are rebuilt, then the row goes.
    removed_at timestamptz,
    CONSTRAINT confirmed_member_pkey PRIMARY KEY (tenant_id, external_digest, relation_id),
    CONSTRAINT confirmed_member_relation_fkey FOREIGN KEY (tenant_id, relation_id)
        REFERENCES confirmed_relation (tenant_id, id),
    CONSTRAINT confirmed_member_digest_form CHECK (length(external_digest) = 32)
);

CREATE INDEX confirmed_member_relation ON confirmed_member (tenant_id, relation_id, external_digest);

-- When the rings of a relation's members must be rebuilt: when it changed or expires.
CREATE TABLE relation_change (
    tenant_id text NOT NULL,
    relation_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT relation_change_pkey PRIMARY KEY (tenant_id, relation_id, due_at)
);

CREATE INDEX relation_change_due ON relation_change (tenant_id, due_at);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['confirmed_relation', 'confirmed_member', 'relation_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

-- A worker looks for changes of every tenant; a change names a relation and holds nothing else.
CREATE POLICY read_by_every_replica ON relation_change FOR SELECT USING (true);

GRANT SELECT, INSERT, UPDATE ON confirmed_relation TO bonafide_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON confirmed_member TO bonafide_service;
GRANT SELECT, INSERT, DELETE ON relation_change TO bonafide_service;
