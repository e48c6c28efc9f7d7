-- Perceptual hashes of photos, each XORed with a key of the tenant's own: distances stay, and a hash can't be
-- held against another tenant's. Four parts of 16 bits: two hashes that differ in three bits at most have one part
-- in common.
CREATE TABLE photo (
    tenant_id text NOT NULL,
    applicant_id uuid NOT NULL,
    hash bigint NOT NULL,
    part_1 integer NOT NULL GENERATED ALWAYS AS (((hash >> 48) & 65535)::integer) STORED,
    part_2 integer NOT NULL GENERATED ALWAYS AS (((hash >> 32) & 65535)::integer) STORED,
    part_3 integer NOT NULL GENERATED ALWAYS AS (((hash >> 16) & 65535)::integer) STORED,
    part_4 integer NOT NULL GENERATED ALWAYS AS ((hash & 65535)::integer) STORED,
    used_at timestamptz NOT NULL,
    CONSTRAINT photo_pkey PRIMARY KEY (tenant_id, applicant_id, hash),
    CONSTRAINT photo_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id)
);

CREATE INDEX photo_part_1 ON photo (tenant_id, part_1);
CREATE INDEX photo_part_2 ON photo (tenant_id, part_2);
CREATE INDEX photo_part_3 ON photo (tenant_id, part_3);
CREATE INDEX photo_part_4 ON photo (tenant_id, part_4);

ALTER TABLE photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE photo FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON photo
    USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON photo TO bonafide_service;
