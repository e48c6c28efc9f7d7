-- What named people observed of an applicant, with a note in their words. Observer and note are sealed with the
-- applicant's data key, and the row goes with the applicant.
CREATE TABLE observation (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    indicator text NOT NULL,
    -- When it was seen, if the observer tells.
    observed_at timestamptz,
    created_at timestamptz NOT NULL,
    -- The observer's name and the note.
    sealed bytea NOT NULL,
    CONSTRAINT observation_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT observation_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT observation_indicator_form CHECK (indicator ~ '^[a-z0-9_]{1,100}$')
);

CREATE INDEX observation_applicant ON observation (tenant_id, applicant_id, id DESC);

ALTER TABLE observation ENABLE ROW LEVEL SECURITY;
ALTER TABLE observation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON observation
    USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, DELETE ON observation TO bonafide_service;
