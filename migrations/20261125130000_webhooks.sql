-- Webhooks: whom a tenant wants told of events, what is told, and how each attempt went.

CREATE TABLE webhook_endpoint (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    url text NOT NULL,
    description text NOT NULL DEFAULT '',
    -- Which events it wants; NULL for all of them.
    kinds text[],
    -- Why it is told nothing at the moment; NULL while it is.
    disabled_reason text,
    disabled_at timestamptz,
    -- When the attempts that failed one after another began.
    failing_since timestamptz,
    -- Until when the receiver asked to be left alone.
    paused_until timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT webhook_endpoint_reason_known CHECK (disabled_reason IN ('by_request', 'gone', 'failing')),
    CONSTRAINT webhook_endpoint_disabled_whole CHECK ((disabled_reason IS NULL) = (disabled_at IS NULL)),
    CONSTRAINT webhook_endpoint_kinds_some CHECK (cardinality(kinds) > 0)
);

-- What deliveries are signed with, sealed. Several sign while one takes the place of another.
CREATE TABLE webhook_secret (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    scheme text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- From when on it does not sign any more.
    expires_at timestamptz,
    CONSTRAINT webhook_secret_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT webhook_secret_endpoint_fkey FOREIGN KEY (tenant_id, endpoint_id)
        REFERENCES webhook_endpoint (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT webhook_secret_scheme_known CHECK (scheme IN ('v1', 'v1a'))
);

CREATE INDEX webhook_secret_endpoint ON webhook_secret (tenant_id, endpoint_id, created_at);

CREATE TABLE webhook_delivery (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    -- What the receiver knows it by; a test's event is in no other table.
    event_id uuid NOT NULL,
    kind text NOT NULL,
    -- The body, byte for byte as it is signed and sent at every attempt.
    payload bytea NOT NULL,
    state text NOT NULL,
    -- All attempts so far, and those since it was last begun: the latter say when the next one is.
    attempts integer NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT webhook_delivery_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT webhook_delivery_endpoint_fkey FOREIGN KEY (tenant_id, endpoint_id)
        REFERENCES webhook_endpoint (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT webhook_delivery_once UNIQUE (tenant_id, endpoint_id, event_id),
    CONSTRAINT webhook_delivery_state_known CHECK (state IN ('pending', 'delivered', 'failed', 'held')),
    CONSTRAINT webhook_delivery_pending_has_time CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT webhook_delivery_ended_has_time CHECK ((state = 'pending') = (finished_at IS NULL))
);

CREATE INDEX webhook_delivery_recent ON webhook_delivery (tenant_id, endpoint_id, id DESC);
CREATE INDEX webhook_delivery_unsent ON webhook_delivery (tenant_id, endpoint_id, state, id) WHERE state IN ('failed', 'held');
CREATE INDEX webhook_delivery_old ON webhook_delivery (tenant_id, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE webhook_attempt (
    tenant_id text NOT NULL,
    delivery_id uuid NOT NULL,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    -- What the receiver answered, if it did.
    status smallint,
    -- Why the attempt counts as failed; NULL when it succeeded.
    failure text,
    -- The first 1 KiB of the answer.
    answer bytea NOT NULL,
    CONSTRAINT webhook_attempt_pkey PRIMARY KEY (tenant_id, delivery_id, number),
    CONSTRAINT webhook_attempt_delivery_fkey FOREIGN KEY (tenant_id, delivery_id)
        REFERENCES webhook_delivery (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT webhook_attempt_answer_size CHECK (octet_length(answer) <= 1024)
);

-- Jobs of one lane: a worker does a few of them at once and no more, so that one slow receiver cannot take
-- every place.
ALTER TABLE job ADD COLUMN lane text;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['webhook_endpoint', 'webhook_secret', 'webhook_delivery', 'webhook_attempt'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT, DELETE ON webhook_endpoint, webhook_secret, webhook_delivery, webhook_attempt TO bonafide_service;
GRANT UPDATE (url, description, kinds, disabled_reason, disabled_at, failing_since, paused_until)
    ON webhook_endpoint TO bonafide_service;
GRANT UPDATE (expires_at) ON webhook_secret TO bonafide_service;
GRANT UPDATE (state, attempts, tries, next_attempt_at, finished_at) ON webhook_delivery TO bonafide_service;
