-- The human work on decisions: queues, claims, verdicts, and what happened to each review.

ALTER TABLE review DROP CONSTRAINT review_state_known;
DROP INDEX review_one_open;
ALTER TABLE review
    ADD COLUMN queue text NOT NULL DEFAULT 'default',
    -- Why it was opened, and with which probability if by chance.
    ADD COLUMN chosen text NOT NULL DEFAULT 'band',
    ADD COLUMN chosen_with double precision,
    -- The decision that is looked at: the latest that joined, and what it said.
    ADD COLUMN decision_id uuid,
    ADD COLUMN band text,
    ADD COLUMN score smallint,
    ADD COLUMN probability double precision,
    ADD COLUMN due_at timestamptz,
    -- The lease. One that has run out holds nothing; nobody has to clear it.
    ADD COLUMN claimed_by text,
    ADD COLUMN claimed_at timestamptz,
    ADD COLUMN lease_until timestamptz,
    ADD COLUMN verdict_id uuid,
    ADD COLUMN closed_at timestamptz,
    -- The appeal that it decides.
    ADD COLUMN appeal_id uuid,
    -- Who may not take it: whoever gave or approved what is contested.
    ADD COLUMN barred text[] NOT NULL DEFAULT '{}',
    -- What is known of the case, if it is there to measure reviewers with. No answer to a reviewer holds it.
    ADD COLUMN golden text;

-- Every tenant's rows are moved, whoever owns the tables.
ALTER TABLE review NO FORCE ROW LEVEL SECURITY;
ALTER TABLE decision NO FORCE ROW LEVEL SECURITY;
UPDATE review SET decision_id = opened_by_decision, due_at = opened_at + interval '1 day';
UPDATE review
SET band = decision.band, score = decision.score, probability = decision.probability
FROM decision
WHERE decision.tenant_id = review.tenant_id AND decision.id = review.decision_id;
UPDATE review SET band = 'insufficient_evidence', score = 0, probability = 0 WHERE band IS NULL;
ALTER TABLE review FORCE ROW LEVEL SECURITY;
ALTER TABLE decision FORCE ROW LEVEL SECURITY;

ALTER TABLE review
    ALTER COLUMN decision_id SET NOT NULL,
    ALTER COLUMN band SET NOT NULL,
    ALTER COLUMN score SET NOT NULL,
    ALTER COLUMN probability SET NOT NULL,
    ALTER COLUMN due_at SET NOT NULL,
    ALTER COLUMN queue DROP DEFAULT,
    ALTER COLUMN chosen DROP DEFAULT,
    ADD CONSTRAINT review_state_known CHECK (state IN ('open', 'claimed', 'awaiting_approval', 'closed')),
    ADD CONSTRAINT review_chosen_known CHECK (chosen IN ('band', 'rule', 'sample', 'appeal', 'request')),
    ADD CONSTRAINT review_chosen_with_range CHECK (chosen_with > 0 AND chosen_with <= 1),
    ADD CONSTRAINT review_golden_known CHECK (golden IN ('fake', 'genuine')),
    ADD CONSTRAINT review_claim_whole CHECK (
        state <> 'claimed' OR (claimed_by IS NOT NULL AND claimed_at IS NOT NULL AND lease_until IS NOT NULL)
    ),
    ADD CONSTRAINT review_approval_has_verdict CHECK (state <> 'awaiting_approval' OR verdict_id IS NOT NULL);

-- One running review for an applicant at a time, beside appeals and golden items; later decisions join it.
CREATE UNIQUE INDEX review_one_running ON review (tenant_id, applicant_id)
    WHERE state <> 'closed' AND appeal_id IS NULL AND golden IS NULL;
CREATE INDEX review_applicant ON review (tenant_id, applicant_id, opened_at DESC);
-- What waits, in the order in which it is due.
CREATE INDEX review_waiting ON review (tenant_id, queue, due_at, id) WHERE state <> 'closed';
CREATE INDEX review_claims ON review (tenant_id, claimed_by) WHERE state = 'claimed';
CREATE INDEX review_recent ON review (tenant_id, opened_at, id);

-- Queues, in the order in which their rules are tried. Without any there is one, named `default`.
CREATE TABLE review_queue (
    tenant_id text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    -- Conditions, of which one must hold; none: nothing is routed here by rule.
    rules jsonb NOT NULL,
    opens boolean NOT NULL,
    blind boolean NOT NULL,
    due_within_minutes integer NOT NULL,
    golden_rate double precision NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT review_queue_pkey PRIMARY KEY (tenant_id, name),
    CONSTRAINT review_queue_name_form CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    CONSTRAINT review_queue_due_range CHECK (due_within_minutes BETWEEN 1 AND 525600),
    CONSTRAINT review_queue_golden_range CHECK (golden_rate BETWEEN 0 AND 0.5)
);

-- Every verdict that was given, those that were taken back or returned too.
CREATE TABLE verdict (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    review_id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    -- The decision that was before the reviewer.
    decision_id uuid NOT NULL,
    verdict text NOT NULL,
    evidence text NOT NULL,
    reasons text[] NOT NULL,
    score_visible boolean NOT NULL,
    actor text NOT NULL,
    claimed_at timestamptz NOT NULL,
    given_at timestamptz NOT NULL,
    approved_by text,
    approved_at timestamptz,
    returned_at timestamptz,
    withdrawn_at timestamptz,
    -- The label that it became, once it was final.
    label_id uuid,
    -- What was known of the case beforehand, for a golden item.
    truth text,
    CONSTRAINT verdict_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT verdict_review_fkey FOREIGN KEY (tenant_id, review_id) REFERENCES review (tenant_id, id),
    CONSTRAINT verdict_applicant_fkey FOREIGN KEY (tenant_id, applicant_id) REFERENCES applicant (tenant_id, id),
    CONSTRAINT verdict_label_fkey FOREIGN KEY (tenant_id, label_id) REFERENCES label (tenant_id, id),
    CONSTRAINT verdict_known CHECK (verdict IN ('fake', 'genuine', 'unsure')),
    CONSTRAINT verdict_two_people CHECK (approved_by IS NULL OR approved_by <> actor)
);

CREATE INDEX verdict_review ON verdict (tenant_id, review_id, given_at);
CREATE INDEX verdict_applicant ON verdict (tenant_id, applicant_id, given_at);
CREATE INDEX verdict_decision ON verdict (tenant_id, decision_id);

-- What happened to a review. Append-only; what people wrote is sealed with the applicant's data key.
CREATE TABLE review_history (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    review_id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    action text NOT NULL,
    actor text NOT NULL,
    details jsonb NOT NULL,
    note bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT review_history_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT review_history_review_fkey FOREIGN KEY (tenant_id, review_id) REFERENCES review (tenant_id, id),
    CONSTRAINT review_history_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id)
);

CREATE INDEX review_history_review ON review_history (tenant_id, review_id, id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['review_queue', 'verdict', 'review_history'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT UPDATE (queue, decision_id, band, score, probability, due_at, claimed_by, claimed_at, lease_until,
    verdict_id, closed_at, barred) ON review TO bonafide_service;
GRANT SELECT, INSERT, UPDATE ON review_queue TO bonafide_service;
GRANT SELECT, INSERT, UPDATE (approved_by, approved_at, returned_at, withdrawn_at, label_id) ON verdict
    TO bonafide_service;
-- Erasing an applicant deletes what was written of them.
GRANT SELECT, INSERT, UPDATE (note) ON review_history TO bonafide_service;
