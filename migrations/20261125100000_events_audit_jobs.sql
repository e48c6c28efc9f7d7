-- What happened, who did what, and what is still to be done.

-- What a tenant can be told of. An event names things and holds nothing personal.
CREATE TABLE event (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (tenant_id, id)
);

CREATE INDEX event_recent ON event (tenant_id, created_at DESC, id DESC);

-- Who did what. Append-only: nobody is granted UPDATE or DELETE.
CREATE TABLE audit (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    -- To what, as an identifier with its prefix.
    subject text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    CONSTRAINT audit_pkey PRIMARY KEY (tenant_id, id)
);

CREATE INDEX audit_recent ON audit (tenant_id, created_at DESC, id DESC);
CREATE INDEX audit_subject ON audit (tenant_id, subject, id);

-- What is to be done. A worker takes jobs of every tenant, so the policy lets the service see all rows;
-- a job names things and holds nothing else.
CREATE TABLE job (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Until when a worker holds it. A worker that dies loses it when this has passed.
    leased_until timestamptz,
    leased_by uuid,
    CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT job_once UNIQUE (tenant_id, kind, subject),
    CONSTRAINT job_tenant_form CHECK (tenant_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$')
);

CREATE INDEX job_due ON job (kind, run_at, id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['event', 'audit'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

ALTER TABLE job ENABLE ROW LEVEL SECURITY;
ALTER TABLE job FORCE ROW LEVEL SECURITY;
CREATE POLICY every_tenant ON job USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON event, audit TO bonafide_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO bonafide_service;
