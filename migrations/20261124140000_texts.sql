-- Texts that applicants wrote, as MinHash signatures made with a key of the tenant's own: two of them can be
-- compared, and nothing can be read from one.

CREATE TABLE text_signature (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    applicant_id uuid NOT NULL,
    -- Of what the text holds: the same text again is the same row.
    id bigint NOT NULL,
    signature bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT text_signature_pkey PRIMARY KEY (tenant_id, kind, applicant_id, id),
    CONSTRAINT text_signature_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT text_signature_size CHECK (octet_length(signature) = 480)
);

-- Bands of signatures: texts that have one in common are compared whole.
CREATE TABLE text_band (
    tenant_id text NOT NULL,
    kind text NOT NULL,
    band bigint NOT NULL,
    applicant_id uuid NOT NULL,
    text_id bigint NOT NULL,
    CONSTRAINT text_band_pkey PRIMARY KEY (tenant_id, kind, band, applicant_id, text_id),
    CONSTRAINT text_band_signature_fkey FOREIGN KEY (tenant_id, kind, applicant_id, text_id)
        REFERENCES text_signature (tenant_id, kind, applicant_id, id) ON DELETE CASCADE
);

CREATE INDEX text_band_applicant ON text_band (tenant_id, applicant_id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['text_signature', 'text_band'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON text_signature, text_band TO bonafide_service;
