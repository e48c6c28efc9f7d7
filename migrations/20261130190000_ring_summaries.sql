-- Summaries of rings, stored, so that a list of rings reads an index and not every member of every ring.
--
-- A transaction that changes a ring only marks it in `ring_change`. A worker recomputes marked rings from their members
-- with the view `ring_summary`. So decisions about members of one ring never wait for each other's summary.

CREATE TABLE ring (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    members bigint NOT NULL,
    risk double precision NOT NULL,
    mean_probability double precision NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    CONSTRAINT ring_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT ring_members_from_two CHECK (members >= 2)
);

CREATE INDEX ring_by_risk ON ring (tenant_id, risk DESC, id DESC);
CREATE INDEX ring_by_size ON ring (tenant_id, members DESC, id DESC);

-- The rings to recompute. The transaction is part of the key: it marks a ring once, and its mark never waits for the
-- uncommitted mark of another. Keys are inserted almost in order.
CREATE TABLE ring_change (
    tenant_id text NOT NULL,
    transaction bigint NOT NULL DEFAULT txid_current(),
    ring_id uuid NOT NULL,
    CONSTRAINT ring_change_pkey PRIMARY KEY (tenant_id, transaction, ring_id)
);

-- Whatever changes who is in a ring marks it here. A decision about a member marks its ring itself.
CREATE FUNCTION mark_changed_rings() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ring_id IS NOT NULL THEN
        INSERT INTO ring_change (tenant_id, ring_id) VALUES (OLD.tenant_id, OLD.ring_id) ON CONFLICT DO NOTHING;
    END IF;
    IF NEW.ring_id IS NOT NULL THEN
        INSERT INTO ring_change (tenant_id, ring_id) VALUES (NEW.tenant_id, NEW.ring_id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER applicant_starts_in_ring AFTER INSERT ON applicant
    FOR EACH ROW WHEN (NEW.ring_id IS NOT NULL) EXECUTE FUNCTION mark_changed_rings();
CREATE TRIGGER applicant_changes_ring AFTER UPDATE OF ring_id ON applicant
    FOR EACH ROW WHEN (NEW.ring_id IS DISTINCT FROM OLD.ring_id) EXECUTE FUNCTION mark_changed_rings();

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['ring', 'ring_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

-- A worker looks for marks of every tenant; a mark names a ring and holds nothing else.
CREATE POLICY read_by_every_replica ON ring_change FOR SELECT USING (true);

-- The tenant's rings that changed last and are not recomputed yet. A list computes these itself, so that it shows a
-- change at once. There are at most 32, each with at most 24 members when it was last recomputed: a bounded addition
-- to any list. All other rings are shown as they were stored.
CREATE VIEW ring_just_changed WITH (security_invoker = true) AS
SELECT latest.ring_id
FROM (
    SELECT ring_id, max(transaction) AS transaction
    FROM (
        SELECT ring_id, transaction
        FROM ring_change
        WHERE tenant_id = current_tenant()
        ORDER BY transaction DESC, ring_id DESC
        LIMIT 1000
    ) AS mark
    GROUP BY ring_id
    ORDER BY max(transaction) DESC, ring_id DESC
    LIMIT 32
) AS latest
LEFT JOIN ring ON ring.tenant_id = current_tenant() AND ring.id = latest.ring_id
WHERE coalesce(ring.members, 0) <= 24;

-- The same as before, except that probabilities are summed in a fixed order: a sum must not depend on who computes it,
-- since a page begins where the sum of the page before ended.
CREATE OR REPLACE VIEW ring_summary WITH (security_invoker = true) AS
SELECT
    applicant.tenant_id,
    applicant.ring_id AS ring,
    count(*) AS members,
    1 - (1 - avg(coalesce(latest.probability, 0) ORDER BY applicant.id)) / sqrt(count(*)) AS risk,
    avg(coalesce(latest.probability, 0) ORDER BY applicant.id) AS mean_probability,
    min(applicant.created_at) AS first_seen_at,
    max(coalesce(latest.created_at, applicant.created_at)) AS last_seen_at
FROM applicant
LEFT JOIN LATERAL (
    SELECT probability, created_at
    FROM decision
    WHERE decision.tenant_id = applicant.tenant_id AND decision.applicant_id = applicant.id
    ORDER BY decision.created_at DESC, decision.id DESC
    LIMIT 1
) AS latest ON true
WHERE applicant.ring_id IS NOT NULL
GROUP BY applicant.tenant_id, applicant.ring_id
HAVING count(*) > 1;

-- Every tenant's rings, whoever owns the tables.
ALTER TABLE applicant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE decision NO FORCE ROW LEVEL SECURITY;
INSERT INTO ring (tenant_id, id, members, risk, mean_probability, first_seen_at, last_seen_at)
SELECT tenant_id, ring, members, risk, mean_probability, first_seen_at, last_seen_at
FROM ring_summary;
ALTER TABLE applicant FORCE ROW LEVEL SECURITY;
ALTER TABLE decision FORCE ROW LEVEL SECURITY;
ALTER TABLE ring FORCE ROW LEVEL SECURITY;
ALTER TABLE ring_change FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE, DELETE ON ring TO bonafide_service;
GRANT SELECT, INSERT, DELETE ON ring_change TO bonafide_service;
GRANT SELECT ON ring_just_changed TO bonafide_service;
