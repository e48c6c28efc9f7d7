-- The registry: which models a tenant has, in which role, and which one scores.

CREATE TABLE registered_model (
    tenant_id text NOT NULL,
    digest text NOT NULL,
    -- `mod_` and the digest's first 16 digits.
    id text NOT NULL,
    role text NOT NULL,
    role_since timestamptz NOT NULL,
    -- Where it comes from.
    origin text NOT NULL,
    training_job_id uuid,
    -- What it replaced when it was promoted: where a roll-back leads.
    replaced text,
    card jsonb NOT NULL,
    evaluation jsonb,
    evaluation_page text,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT registered_model_pkey PRIMARY KEY (tenant_id, digest),
    CONSTRAINT registered_model_id_key UNIQUE (tenant_id, id),
    CONSTRAINT registered_model_artefact_fkey FOREIGN KEY (digest) REFERENCES model (digest),
    CONSTRAINT registered_model_role_known CHECK (role IN ('candidate', 'shadow', 'champion', 'retired')),
    CONSTRAINT registered_model_origin_known CHECK (origin IN ('shipped', 'training', 'upload'))
);

CREATE UNIQUE INDEX registered_model_one_champion ON registered_model (tenant_id) WHERE role = 'champion';
CREATE UNIQUE INDEX registered_model_one_shadow ON registered_model (tenant_id) WHERE role = 'shadow';
CREATE INDEX registered_model_recent ON registered_model (tenant_id, made_at DESC, id DESC);

-- Asked for, and waiting for a second person.
CREATE TABLE promotion (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    -- Why the gate was passed by, if it was.
    force_reason text,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    CONSTRAINT promotion_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT promotion_model_fkey FOREIGN KEY (tenant_id, digest) REFERENCES registered_model (tenant_id, digest),
    CONSTRAINT promotion_state_known CHECK (state IN ('pending', 'done', 'declined')),
    CONSTRAINT promotion_second_person CHECK (decided_by IS NULL OR state = 'declined' OR decided_by <> requested_by)
);

CREATE UNIQUE INDEX promotion_one_pending ON promotion (tenant_id, digest) WHERE state = 'pending';

-- Which model scores, for every replica to follow. It names a content and nothing else, so every tenant's row
-- may be read; a tenant without a row has the model that the service was started with.
CREATE TABLE champion (
    tenant_id text NOT NULL,
    digest text NOT NULL,
    -- Counts up with each change.
    generation bigint NOT NULL,
    CONSTRAINT champion_pkey PRIMARY KEY (tenant_id),
    CONSTRAINT champion_model_fkey FOREIGN KEY (tenant_id, digest) REFERENCES registered_model (tenant_id, digest)
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['registered_model', 'promotion', 'champion'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

CREATE POLICY read_by_every_replica ON champion FOR SELECT USING (true);

GRANT SELECT, INSERT ON registered_model, promotion, champion TO bonafide_service;
GRANT UPDATE (role, role_since, replaced, evaluation, evaluation_page, card) ON registered_model TO bonafide_service;
GRANT UPDATE (state, decided_by, decided_at) ON promotion TO bonafide_service;
GRANT UPDATE (digest, generation) ON champion TO bonafide_service;
