-- The first schema. Every tenant table begins its primary key with tenant_id, no foreign key crosses
-- tenants, and row-level security is forced on every one of them: a statement that forgets to say whose
-- rows it wants sees none. Personal data is sealed before it comes here; identifiers are keyed digests.

-- The role that the service works under. It owns nothing, so row-level security always holds for it.
-- Roles belong to the whole server: another database may have made it a moment ago.
DO $$
BEGIN
    CREATE ROLE bonafide_service NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

-- Whoever migrates also connects as it. An administrator may have arranged that already.
DO $$
BEGIN
    EXECUTE format('GRANT bonafide_service TO %I', current_user);
EXCEPTION
    WHEN insufficient_privilege THEN
        IF NOT pg_has_role(current_user, 'bonafide_service', 'MEMBER') THEN
            RAISE;
        END IF;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO bonafide_service;

-- The tenant of this transaction; NULL when nobody said, which equals no row.
CREATE FUNCTION current_tenant() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('bonafide.tenant', true), '');

-- Models by content, for decisions that name them. No tenant's data: the artefacts of a build.
CREATE TABLE model (
    digest text NOT NULL,
    document text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT model_pkey PRIMARY KEY (digest),
    CONSTRAINT model_digest_form CHECK (digest ~ '^sha256:[0-9a-f]{64}$')
);

CREATE TABLE applicant (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    -- The keyed digest of the tenant's own name, for looking it up.
    external_digest bytea NOT NULL,
    -- The tenant's own name, sealed with the applicant's data key.
    external_id bytea NOT NULL,
    -- The applicant's data key, wrapped with the tenant's key. Destroying it erases what it sealed.
    data_key bytea NOT NULL,
    ring_id uuid,
    created_at timestamptz NOT NULL,
    CONSTRAINT applicant_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT applicant_external_digest_key UNIQUE (tenant_id, external_digest),
    CONSTRAINT applicant_tenant_form CHECK (tenant_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    CONSTRAINT applicant_external_digest_size CHECK (octet_length(external_digest) = 32)
);

CREATE INDEX applicant_ring ON applicant (tenant_id, ring_id) WHERE ring_id IS NOT NULL;

-- Every submission of a profile, whole, sealed.
CREATE TABLE profile_version (
    tenant_id text NOT NULL,
    applicant_id uuid NOT NULL,
    version integer NOT NULL,
    -- SHA-256 of the submitted bytes.
    digest bytea NOT NULL,
    document bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT profile_version_pkey PRIMARY KEY (tenant_id, applicant_id, version),
    CONSTRAINT profile_version_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT profile_version_from_one CHECK (version >= 1),
    CONSTRAINT profile_version_digest_size CHECK (octet_length(digest) = 32)
);

-- What applicants can share, as keyed digests.
CREATE TABLE identifier (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL,
    applicant_id uuid NOT NULL,
    used_at timestamptz NOT NULL,
    CONSTRAINT identifier_pkey PRIMARY KEY (tenant_id, kind, digest, applicant_id),
    CONSTRAINT identifier_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT identifier_digest_size CHECK (octet_length(digest) = 32)
);

-- A look-up reads the most recent few of one digest, however many there are.
CREATE INDEX identifier_recent ON identifier (tenant_id, kind, digest, used_at DESC, applicant_id DESC);
CREATE INDEX identifier_applicant ON identifier (tenant_id, applicant_id);

-- One open review for an applicant at a time; later decisions join it.
CREATE TABLE review (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    state text NOT NULL,
    opened_by_decision uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    CONSTRAINT review_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT review_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT review_state_known CHECK (state IN ('open'))
);

CREATE UNIQUE INDEX review_one_open ON review (tenant_id, applicant_id) WHERE state = 'open';

-- The decisions. Append-only: nobody is granted UPDATE or DELETE.
CREATE TABLE decision (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    -- To the millisecond that the id carries, so that an id alone finds its partition.
    created_at timestamptz NOT NULL,
    applicant_id uuid NOT NULL,
    profile_version integer NOT NULL,
    band text NOT NULL,
    recommendation text NOT NULL,
    score smallint NOT NULL,
    probability double precision NOT NULL,
    log_odds double precision NOT NULL,
    model_digest text NOT NULL,
    policy_version integer NOT NULL,
    review_id uuid,
    -- The whole answer, sealed with the applicant's data key.
    answer bytea NOT NULL,
    -- The facts, links, observations and time that it was made from, sealed likewise.
    inputs bytea NOT NULL,
    CONSTRAINT decision_pkey PRIMARY KEY (tenant_id, created_at, id),
    CONSTRAINT decision_profile_version_fkey FOREIGN KEY (tenant_id, applicant_id, profile_version)
        REFERENCES profile_version (tenant_id, applicant_id, version),
    CONSTRAINT decision_model_fkey FOREIGN KEY (model_digest) REFERENCES model (digest),
    CONSTRAINT decision_review_fkey FOREIGN KEY (tenant_id, review_id) REFERENCES review (tenant_id, id),
    CONSTRAINT decision_band_known CHECK (band IN ('insufficient_evidence', 'low', 'elevated', 'high')),
    CONSTRAINT decision_recommendation_known CHECK (recommendation IN ('proceed', 'verify', 'review')),
    CONSTRAINT decision_score_range CHECK (score BETWEEN 0 AND 99),
    CONSTRAINT decision_probability_range CHECK (probability BETWEEN 0 AND 1)
) PARTITION BY RANGE (created_at);

CREATE INDEX decision_applicant ON decision (tenant_id, applicant_id, created_at DESC, id DESC);
CREATE INDEX decision_band ON decision (tenant_id, band, created_at DESC, id DESC);

-- Where a month without a partition of its own goes: late partitions lose nothing.
CREATE TABLE decision_other PARTITION OF decision DEFAULT;

-- Makes the partitions of a month and of those that follow. Called at every start, by the owner.
CREATE FUNCTION make_decision_partitions(from_month date, months integer) RETURNS void
    LANGUAGE plpgsql AS
$$
DECLARE
    month date;
    part text;
BEGIN
    FOR month IN
        SELECT (date_trunc('month', from_month) + make_interval(months => n))::date
        FROM generate_series(0, months - 1) AS n
    LOOP
        part := 'decision_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || part) IS NOT NULL;
        BEGIN
            EXECUTE format(
                'CREATE TABLE public.%I PARTITION OF public.decision FOR VALUES FROM (%L) TO (%L)',
                part, month::timestamp AT TIME ZONE 'UTC',
                (month + interval '1 month')::timestamp AT TIME ZONE 'UTC'
            );
            EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part);
            EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', part);
        EXCEPTION
            -- Another starter was quicker, or the month already has rows in the default partition.
            WHEN duplicate_table OR check_violation THEN NULL;
        END;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION make_decision_partitions FROM PUBLIC;

-- What was asked for under which key, so that asking again answers the same.
CREATE TABLE idempotency (
    tenant_id text NOT NULL,
    key_digest bytea NOT NULL,
    body_digest bytea NOT NULL,
    decision_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_pkey PRIMARY KEY (tenant_id, key_digest),
    CONSTRAINT idempotency_key_digest_size CHECK (octet_length(key_digest) = 32),
    CONSTRAINT idempotency_body_digest_size CHECK (octet_length(body_digest) = 32)
);

-- The tenants' policies. A change is a new version; decisions name theirs.
CREATE TABLE policy (
    tenant_id text NOT NULL,
    version integer NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT policy_pkey PRIMARY KEY (tenant_id, version),
    CONSTRAINT policy_from_one CHECK (version >= 1)
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY[
        'applicant', 'profile_version', 'identifier', 'review', 'decision', 'decision_other',
        'idempotency', 'policy'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON model, profile_version, decision, idempotency, policy, review, applicant
    TO bonafide_service;
GRANT UPDATE (ring_id) ON applicant TO bonafide_service;
GRANT SELECT, INSERT, UPDATE (used_at) ON identifier TO bonafide_service;
GRANT SELECT ON _sqlx_migrations TO bonafide_service;
