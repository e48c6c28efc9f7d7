-- What the shadow said of decisions that the champion made. Kept apart: no answer and no review shows it.

CREATE TABLE shadow_score (
    tenant_id text NOT NULL,
    digest text NOT NULL,
    decision_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    applicant_id uuid NOT NULL,
    champion_digest text NOT NULL,
    champion_band text NOT NULL,
    champion_log_odds double precision NOT NULL,
    band text NOT NULL,
    log_odds double precision NOT NULL,
    CONSTRAINT shadow_score_pkey PRIMARY KEY (tenant_id, digest, decision_id),
    CONSTRAINT shadow_score_model_fkey FOREIGN KEY (tenant_id, digest) REFERENCES registered_model (tenant_id, digest)
);

-- How far the shadow has come: decisions are taken in the order of their time and name.
CREATE TABLE shadow_progress (
    tenant_id text NOT NULL,
    digest text NOT NULL,
    created_at timestamptz NOT NULL,
    decision_id uuid NOT NULL,
    CONSTRAINT shadow_progress_pkey PRIMARY KEY (tenant_id, digest),
    CONSTRAINT shadow_progress_model_fkey FOREIGN KEY (tenant_id, digest) REFERENCES registered_model (tenant_id, digest)
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['shadow_score', 'shadow_progress'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON shadow_score, shadow_progress TO bonafide_service;
GRANT UPDATE (created_at, decision_id) ON shadow_progress TO bonafide_service;
