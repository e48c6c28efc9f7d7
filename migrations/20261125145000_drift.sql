-- Drift: how often each indicator said what, day by day, in bins of a model's reference. Counts alone; nothing of
-- anybody.
CREATE TABLE drift_day (
    tenant_id text NOT NULL,
    day date NOT NULL,
    model_digest text NOT NULL,
    -- The indicator; `score` for the log-odds of the evidence.
    subject text NOT NULL,
    unknown bigint NOT NULL,
    -- For an indicator misses, then hits of each grade; for the score its bins.
    known bigint[] NOT NULL,
    CONSTRAINT drift_day_pkey PRIMARY KEY (tenant_id, day, model_digest, subject),
    CONSTRAINT drift_day_unknown_from_zero CHECK (unknown >= 0)
);

-- What has drifted and was told of. A row goes when it has come back.
CREATE TABLE drift_alarm (
    tenant_id text NOT NULL,
    model_digest text NOT NULL,
    subject text NOT NULL,
    -- `values`, or `unknown` for how much is unknown.
    measure text NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT drift_alarm_pkey PRIMARY KEY (tenant_id, model_digest, subject, measure),
    CONSTRAINT drift_alarm_measure_known CHECK (measure IN ('values', 'unknown'))
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['drift_day', 'drift_alarm'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON drift_day, drift_alarm TO bonafide_service;
GRANT UPDATE (unknown, known) ON drift_day TO bonafide_service;
GRANT DELETE ON drift_alarm TO bonafide_service;
