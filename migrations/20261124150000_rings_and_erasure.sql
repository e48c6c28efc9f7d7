-- Rings in summary, and erasing an applicant.

-- Erasing an applicant: the data key is destroyed, so that what it sealed can't be read again; what others
-- could be linked by is deleted; the name is free for somebody new. Decisions stay, unreadable.

ALTER TABLE applicant ADD COLUMN erased_at timestamptz;
ALTER TABLE review DROP CONSTRAINT review_state_known;
ALTER TABLE review ADD CONSTRAINT review_state_known CHECK (state IN ('open', 'closed'));

GRANT UPDATE (external_digest, external_id, data_key, erased_at) ON applicant TO bonafide_service;
GRANT UPDATE (state) ON review TO bonafide_service;
GRANT DELETE ON identifier TO bonafide_service;
GRANT DELETE ON text_signature, text_band TO bonafide_service;

-- Rings in summary. The risk is 1 − (1 − mean probability of the members' latest decisions) / √members:
-- what the members' own evidence says, and that so many strangers are bound together at all, so that a ring of
-- spotless members comes up too.
CREATE VIEW ring_summary WITH (security_invoker = true) AS
SELECT
    applicant.tenant_id,
    applicant.ring_id AS ring,
    count(*) AS members,
    1 - (1 - avg(coalesce(latest.probability, 0))) / sqrt(count(*)) AS risk,
    avg(coalesce(latest.probability, 0)) AS mean_probability,
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

GRANT SELECT ON ring_summary TO bonafide_service;
