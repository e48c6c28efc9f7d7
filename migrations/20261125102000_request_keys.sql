-- What was answered to a request that came with an idempotency key, for a day. Decisions have a table of their own,
-- written in the decision's transaction; here a request that is running holds its key by a lease, and one that
-- was cut off may be sent again when that has ended.
CREATE TABLE request_key (
    tenant_id text NOT NULL,
    key_digest bytea NOT NULL,
    -- Of the method, the path and the body.
    request_digest bytea NOT NULL,
    running_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    -- The answer, once there is one; sealed with a key of the tenant's.
    answer bytea,
    CONSTRAINT request_key_pkey PRIMARY KEY (tenant_id, key_digest),
    CONSTRAINT request_key_key_digest_size CHECK (octet_length(key_digest) = 32),
    CONSTRAINT request_key_request_digest_size CHECK (octet_length(request_digest) = 32)
);

CREATE INDEX request_key_age ON request_key (tenant_id, created_at);

ALTER TABLE request_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON request_key
    USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE, DELETE ON request_key TO bonafide_service;
