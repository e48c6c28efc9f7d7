-- Links with a beginning, and rings whose risk says what their members share.

-- When an identifier was first used. Rows from before have none: the last use stands for it.
ALTER TABLE identifier ADD COLUMN first_used_at timestamptz;
GRANT UPDATE (first_used_at) ON identifier TO bonafide_service;

-- The service computes the risk of a ring from what its members share; the view only repeats what is stored. A ring that
-- was never weighed has none yet.
CREATE OR REPLACE VIEW ring_summary WITH (security_invoker = true) AS
SELECT
    applicant.tenant_id,
    applicant.ring_id AS ring,
    count(*) AS members,
    coalesce(
        (SELECT ring.risk FROM ring WHERE ring.tenant_id = applicant.tenant_id AND ring.id = applicant.ring_id),
        0
    ) AS risk,
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

-- Every ring is weighed again.
ALTER TABLE ring NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ring_change NO FORCE ROW LEVEL SECURITY;
INSERT INTO ring_change (tenant_id, ring_id) SELECT tenant_id, id FROM ring ON CONFLICT DO NOTHING;
UPDATE ring SET risk = 0;
ALTER TABLE ring FORCE ROW LEVEL SECURITY;
ALTER TABLE ring_change FORCE ROW LEVEL SECURITY;

-- The threshold for a review of a link, from 0.1 to 1, becomes one for the risk of a ring. A tenant who had turned it off
-- keeps it off, one who had the default gets the new default, and stricter or laxer ones stay so. Decisions name the
-- version of their policy, so the old versions stay.
ALTER TABLE policy NO FORCE ROW LEVEL SECURITY;
INSERT INTO policy (tenant_id, version, body, created_at)
SELECT
    tenant_id,
    version + 1,
    (body - 'ring_review_from') || jsonb_build_object(
        'ring_review_threshold',
        CASE
            WHEN threshold > 1 THEN 2
            WHEN threshold > 0.8 THEN 0.5
            WHEN threshold = 0.8 THEN 0.25
            ELSE 0.1
        END
    ),
    greatest(now(), created_at)
FROM (
    SELECT DISTINCT ON (tenant_id)
        tenant_id,
        version,
        body,
        created_at,
        coalesce((body ->> 'ring_review_threshold')::float8, (body ->> 'ring_review_from')::float8, 0.8) AS threshold
    FROM policy
    ORDER BY tenant_id, version DESC
) AS latest;
ALTER TABLE policy FORCE ROW LEVEL SECURITY;
