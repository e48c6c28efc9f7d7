-- Threat lists: what an operator brought in about addresses, accounts and places. Every value is kept as a
-- keyed digest under the tenant's pepper, networks too: an address is looked up under each prefix length
-- that the tenant's lists have.

CREATE TABLE list (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    -- What an entry means.
    meaning text NOT NULL,
    -- The version that is looked up; 0 until something was imported.
    version integer NOT NULL DEFAULT 0,
    entries bigint NOT NULL DEFAULT 0,
    -- For networks: the prefix lengths that occur, IPv6 plus 1000.
    prefixes smallint[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    CONSTRAINT list_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT list_version_from_zero CHECK (version >= 0)
);

CREATE UNIQUE INDEX list_name ON list (tenant_id, name) WHERE deleted_at IS NULL;

-- Every import. Decisions name the version that they saw.
CREATE TABLE list_version (
    tenant_id text NOT NULL,
    list_id uuid NOT NULL,
    version integer NOT NULL,
    mode text NOT NULL,
    -- Where it comes from, in the importer's words.
    source text NOT NULL,
    -- SHA-256 of the imported bytes.
    digest bytea NOT NULL,
    read bigint NOT NULL,
    skipped bigint NOT NULL,
    entries bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT list_version_pkey PRIMARY KEY (tenant_id, list_id, version),
    CONSTRAINT list_version_list_fkey FOREIGN KEY (tenant_id, list_id) REFERENCES list (tenant_id, id),
    CONSTRAINT list_version_mode_known CHECK (mode IN ('replace', 'append')),
    CONSTRAINT list_version_digest_size CHECK (octet_length(digest) = 32)
);

CREATE TABLE list_entry (
    tenant_id text NOT NULL,
    -- The keyed digest of kind and value.
    key bytea NOT NULL,
    list_id uuid NOT NULL,
    expires_at timestamptz,
    -- From 0 to 100, if the source tells.
    confidence smallint,
    CONSTRAINT list_entry_pkey PRIMARY KEY (tenant_id, key, list_id),
    CONSTRAINT list_entry_list_fkey FOREIGN KEY (tenant_id, list_id) REFERENCES list (tenant_id, id),
    CONSTRAINT list_entry_key_size CHECK (octet_length(key) = 32),
    CONSTRAINT list_entry_confidence_range CHECK (confidence BETWEEN 0 AND 100)
);

CREATE INDEX list_entry_list ON list_entry (tenant_id, list_id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['list', 'list_version', 'list_entry'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON list, list_version, list_entry TO bonafide_service;
GRANT UPDATE (version, entries, prefixes, deleted_at) ON list TO bonafide_service;
GRANT UPDATE (expires_at, confidence), DELETE ON list_entry TO bonafide_service;
