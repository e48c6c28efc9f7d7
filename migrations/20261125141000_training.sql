-- Training jobs: what was asked for, how far it is, what it said, and what it learns from.

CREATE TABLE training_job (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    state text NOT NULL,
    progress double precision NOT NULL DEFAULT 0,
    attempt integer NOT NULL DEFAULT 0,
    options jsonb NOT NULL,
    -- Groups for measuring parity, by applicant, sealed; gone when the job is over.
    audit_groups bytea,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    reason text,
    model_id text,
    cancel boolean NOT NULL DEFAULT false,
    CONSTRAINT training_job_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT training_job_state_known
        CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'refused')),
    CONSTRAINT training_job_progress_range CHECK (progress BETWEEN 0 AND 1)
);

CREATE UNIQUE INDEX training_job_one ON training_job (tenant_id) WHERE state IN ('queued', 'running');
CREATE INDEX training_job_recent ON training_job (tenant_id, requested_at DESC, id DESC);

CREATE TABLE training_log (
    tenant_id text NOT NULL,
    job_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    text text NOT NULL,
    progress double precision NOT NULL,
    CONSTRAINT training_log_pkey PRIMARY KEY (tenant_id, job_id, seq),
    CONSTRAINT training_log_job_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES training_job (tenant_id, id)
);

-- What a job learns from and measures on, fixed when it began. The observations themselves stay sealed with
-- their decision, so that an erasure reaches them here too.
CREATE TABLE training_row (
    tenant_id text NOT NULL,
    job_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    fake boolean NOT NULL,
    weight double precision NOT NULL,
    -- The ring or the applicant, as a number.
    group_number bigint NOT NULL,
    measured boolean NOT NULL,
    CONSTRAINT training_row_pkey PRIMARY KEY (tenant_id, job_id, decision_id),
    CONSTRAINT training_row_job_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES training_job (tenant_id, id)
);

-- Tenants that have labels, for the schedule of every replica: names alone, so every row may be read.
CREATE TABLE training_tenant (
    tenant_id text NOT NULL,
    CONSTRAINT training_tenant_pkey PRIMARY KEY (tenant_id)
);

CREATE FUNCTION note_training_tenant() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO training_tenant (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER label_notes_tenant AFTER INSERT ON label
    FOR EACH ROW EXECUTE FUNCTION note_training_tenant();

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['training_job', 'training_log', 'training_row', 'training_tenant'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

CREATE POLICY read_by_every_replica ON training_tenant FOR SELECT USING (true);

GRANT SELECT, INSERT ON training_job, training_log, training_row, training_tenant TO bonafide_service;
GRANT UPDATE (state, progress, attempt, audit_groups, started_at, finished_at, reason, model_id, cancel)
    ON training_job TO bonafide_service;
