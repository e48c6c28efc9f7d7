-- The people who work in the console. Names and addresses are sealed with the tenant's key for users; an
-- address is looked up by its keyed digest.

CREATE TABLE app_user (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    email_digest bytea NOT NULL,
    email bytea NOT NULL,
    name bytea NOT NULL,
    roles text[] NOT NULL,
    language text NOT NULL,
    time_zone text NOT NULL,
    theme text NOT NULL,
    -- Argon2id, as a PHC string; NULL for who signs in elsewhere only.
    password_hash text,
    -- The keyed digest of issuer and subject at the OpenID provider.
    subject_digest bytea,
    failed_attempts integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    CONSTRAINT app_user_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT app_user_email_key UNIQUE (tenant_id, email_digest),
    CONSTRAINT app_user_subject_key UNIQUE (tenant_id, subject_digest),
    CONSTRAINT app_user_tenant_form CHECK (tenant_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    CONSTRAINT app_user_email_digest_size CHECK (octet_length(email_digest) = 32),
    CONSTRAINT app_user_roles_known
        CHECK (roles <@ ARRAY['reviewer', 'lead', 'admin', 'model_owner', 'auditor'])
);

-- One-time links. Only the hash of what stands in the link is kept.
CREATE TABLE invitation (
    tenant_id text NOT NULL,
    token_hash bytea NOT NULL,
    -- For whom: somebody new by address; nobody in particular, for the first administrator; or a user who
    -- sets a new password.
    email_digest bytea,
    email bytea,
    user_id uuid,
    roles text[] NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT invitation_pkey PRIMARY KEY (tenant_id, token_hash),
    CONSTRAINT invitation_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id),
    CONSTRAINT invitation_token_size CHECK (octet_length(token_hash) = 32)
);

-- Sessions of the console. Only the hash of what the cookie holds is kept.
CREATE TABLE user_session (
    tenant_id text NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT user_session_pkey PRIMARY KEY (tenant_id, token_hash),
    CONSTRAINT user_session_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id),
    CONSTRAINT user_session_token_size CHECK (octet_length(token_hash) = 32)
);

CREATE INDEX user_session_user ON user_session (tenant_id, user_id);

-- Filters of the queue that a user keeps under a name.
CREATE TABLE saved_filter (
    tenant_id text NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT saved_filter_pkey PRIMARY KEY (tenant_id, user_id, name),
    CONSTRAINT saved_filter_user_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id),
    CONSTRAINT saved_filter_size CHECK (char_length(name) <= 60 AND char_length(query) <= 500)
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['app_user', 'invitation', 'user_session', 'saved_filter'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT ON app_user, invitation, user_session, saved_filter TO bonafide_service;
GRANT UPDATE (name, roles, language, time_zone, theme, password_hash, subject_digest, failed_attempts,
    locked_until, disabled_at) ON app_user TO bonafide_service;
GRANT UPDATE (used_at) ON invitation TO bonafide_service;
GRANT UPDATE (last_seen_at), DELETE ON user_session TO bonafide_service;
GRANT UPDATE (query), DELETE ON saved_filter TO bonafide_service;
