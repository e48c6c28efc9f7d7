-- Indexes that serve lists in the order in which they are read, and none that repeats another.
--
-- An id is a UUIDv7: the order of ids is the order of time. So an index on a time next to the key repeats the key.

-- Events of one kind, the latest first, however rare the kind is.
CREATE INDEX event_kind ON event (tenant_id, kind, id);
DROP INDEX event_recent;

DROP INDEX audit_recent;
-- What somebody did of one kind.
CREATE INDEX audit_actor_action ON audit (tenant_id, actor, action, id);

-- A list of reviews walks each group of the same state, queue and band in the order of the list. A queue that hides
-- scores hides them for whole groups.
CREATE INDEX review_due ON review (tenant_id, state, queue, band, due_at, id);
CREATE INDEX review_risk ON review (tenant_id, state, queue, band, probability DESC, id);
CREATE INDEX review_age ON review (tenant_id, state, queue, band, id);
DROP INDEX review_waiting;
DROP INDEX review_recent;

-- Photos that have a part in common, those of the latest applicants first, without reading the table.
CREATE INDEX photo_by_part_1 ON photo (tenant_id, part_1, applicant_id DESC, hash);
CREATE INDEX photo_by_part_2 ON photo (tenant_id, part_2, applicant_id DESC, hash);
CREATE INDEX photo_by_part_3 ON photo (tenant_id, part_3, applicant_id DESC, hash);
CREATE INDEX photo_by_part_4 ON photo (tenant_id, part_4, applicant_id DESC, hash);
DROP INDEX photo_part_1, photo_part_2, photo_part_3, photo_part_4;

-- The groups of reviews that a tenant has, found by one index look-up each. `hidden` says whether the queue hides the
-- score from reviewers.
CREATE VIEW review_group WITH (security_invoker = true) AS
WITH RECURSIVE combination (tenant_id, state, queue, band) AS (
    (
        SELECT tenant_id, state, queue, band
        FROM review
        WHERE tenant_id = current_tenant()
        ORDER BY tenant_id, state, queue, band
        LIMIT 1
    )
    UNION ALL
    SELECT following.tenant_id, following.state, following.queue, following.band
    FROM combination
    CROSS JOIN LATERAL (
        SELECT review.tenant_id, review.state, review.queue, review.band
        FROM review
        WHERE review.tenant_id = current_tenant()
        AND (review.state, review.queue, review.band) > (combination.state, combination.queue, combination.band)
        ORDER BY review.tenant_id, review.state, review.queue, review.band
        LIMIT 1
    ) AS following
)
SELECT combination.tenant_id, combination.state, combination.queue, combination.band,
    COALESCE(review_queue.blind, false) AND combination.state IN ('open', 'claimed') AS hidden
FROM combination
LEFT JOIN review_queue
    ON review_queue.tenant_id = combination.tenant_id AND review_queue.name = combination.queue;

GRANT SELECT ON review_group TO bonafide_service;
