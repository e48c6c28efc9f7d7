-- What a decision writes, in fewer and smaller rows. Random keys are what costs: under write-ahead logging, every index
-- page that a decision is the first to touch since a checkpoint is logged whole.

-- 1. No foreign keys on what every decision writes. The code guarantees them (docs/ARCHITECTURE.md, "What nothing but
-- the code guarantees"), and a daily job looks for rows without a parent.
ALTER TABLE profile_version DROP CONSTRAINT profile_version_applicant_fkey;
ALTER TABLE decision
    DROP CONSTRAINT decision_profile_version_fkey,
    DROP CONSTRAINT decision_model_fkey,
    DROP CONSTRAINT decision_review_fkey;
ALTER TABLE photo DROP CONSTRAINT photo_applicant_fkey;
ALTER TABLE text_signature DROP CONSTRAINT text_signature_applicant_fkey;

-- 2. Identifiers by the first 64 bits of their keyed digest. Among 20 million of one tenant, the chance that any two
-- share them is one in 90,000. The primary key grows at its end, because ids of applicants do; one random index is left.
ALTER TABLE identifier NO FORCE ROW LEVEL SECURITY;
ALTER TABLE identifier DROP CONSTRAINT identifier_pkey, DROP CONSTRAINT identifier_applicant_fkey;
DROP INDEX identifier_recent, identifier_applicant;
ALTER TABLE identifier ADD COLUMN key bigint;
UPDATE identifier SET key = ('x' || encode(substring(digest FOR 8), 'hex'))::bit(64)::bigint;
ALTER TABLE identifier DROP COLUMN digest;
ALTER TABLE identifier
    ALTER COLUMN key SET NOT NULL,
    ADD CONSTRAINT identifier_pkey PRIMARY KEY (tenant_id, applicant_id, key);
-- A look-up reads the most recent few of one key, however many there are. The key is made with a secret of the tenant's,
-- so it needs no tenant beside it.
CREATE INDEX identifier_key ON identifier (key, used_at DESC);
ALTER TABLE identifier FORCE ROW LEVEL SECURITY;

-- 3. Bands of texts as pairs of numbers. The number of a text says who wrote it only through `text_signature`, which is
-- the tenant's. The bands of the latest texts are in a table of their own, small enough that its index pages are touched
-- many times between two checkpoints; a job moves them to the large one in the order of the index.
ALTER TABLE text_signature NO FORCE ROW LEVEL SECURITY;
ALTER TABLE text_band NO FORCE ROW LEVEL SECURITY;
ALTER TABLE text_signature
    ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
    -- The bands of the text, 8 bytes each, by which it is deleted and copied.
    ADD COLUMN bands bytea NOT NULL DEFAULT '';
ALTER TABLE text_signature ALTER COLUMN bands DROP DEFAULT;

-- The same band of another kind of text is another number.
CREATE FUNCTION band_of(kind text, band bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    RETURN band # CASE kind
        WHEN 'resume' THEN 0
        WHEN 'letter' THEN 3202034522624059733
        WHEN 'portfolio' THEN 4354685564936845355
    END;
UPDATE text_signature SET bands = coalesce((
    SELECT string_agg(int8send(band_of(text_band.kind, band)), '' ORDER BY band)
    FROM text_band
    WHERE text_band.tenant_id = text_signature.tenant_id
    AND text_band.kind = text_signature.kind
    AND text_band.applicant_id = text_signature.applicant_id
    AND text_band.text_id = text_signature.id
), '');
CREATE TABLE band (
    band bigint NOT NULL,
    text bigint NOT NULL,
    CONSTRAINT band_pkey PRIMARY KEY (band, text)
);
INSERT INTO band (band, text)
SELECT band_of(text_band.kind, text_band.band), number
FROM text_band
JOIN text_signature ON text_signature.tenant_id = text_band.tenant_id
    AND text_signature.kind = text_band.kind
    AND text_signature.applicant_id = text_band.applicant_id
    AND text_signature.id = text_band.text_id
ORDER BY 1, 2;
DROP TABLE text_band;
DROP FUNCTION band_of;
ALTER TABLE band RENAME TO text_band;
ALTER TABLE text_band RENAME CONSTRAINT band_pkey TO text_band_pkey;
CREATE TABLE text_band_recent (
    band bigint NOT NULL,
    text bigint NOT NULL,
    CONSTRAINT text_band_recent_pkey PRIMARY KEY (band, text)
);
CREATE UNIQUE INDEX text_signature_number ON text_signature (number);
ALTER TABLE text_signature FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON text_band, text_band_recent TO bonafide_service;
