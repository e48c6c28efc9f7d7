-- Appeals: a decision is contested, somebody else looks, and the outcome is on record. Golden items: known cases
-- that reviewers are measured with.

CREATE TABLE appeal (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    -- What is contested: the decision, and the verdict that stood then.
    decision_id uuid NOT NULL,
    contested_verdict_id uuid,
    -- The review that decides it.
    review_id uuid NOT NULL,
    -- `platform` or `applicant`.
    opened_by text NOT NULL,
    actor text NOT NULL,
    -- In the applicant's words, and what they say is wrong; sealed with their data key.
    statement bytea NOT NULL,
    corrections bytea,
    -- The decision on the corrected facts.
    rescored_decision_id uuid,
    opened_at timestamptz NOT NULL,
    outcome text,
    outcome_note bytea,
    decided_by text,
    decided_at timestamptz,
    CONSTRAINT appeal_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT appeal_applicant_fkey FOREIGN KEY (tenant_id, applicant_id) REFERENCES applicant (tenant_id, id),
    CONSTRAINT appeal_verdict_fkey FOREIGN KEY (tenant_id, contested_verdict_id)
        REFERENCES verdict (tenant_id, id),
    CONSTRAINT appeal_review_fkey FOREIGN KEY (tenant_id, review_id) REFERENCES review (tenant_id, id),
    CONSTRAINT appeal_opened_by_known CHECK (opened_by IN ('platform', 'applicant')),
    CONSTRAINT appeal_outcome_known CHECK (outcome IN ('upheld', 'overturned')),
    CONSTRAINT appeal_decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL))
);

CREATE UNIQUE INDEX appeal_one_running ON appeal (tenant_id, applicant_id) WHERE outcome IS NULL;
CREATE INDEX appeal_recent ON appeal (tenant_id, id DESC);

-- Links that an applicant contests through. The link itself is signed and not kept.
CREATE TABLE appeal_link (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    language text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT appeal_link_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT appeal_link_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id)
);

-- Known cases. Copies of them are mixed into queues as reviews that nobody can tell from others.
CREATE TABLE golden_item (
    tenant_id text NOT NULL,
    applicant_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    truth text NOT NULL,
    marked_by text NOT NULL,
    marked_at timestamptz NOT NULL,
    removed_at timestamptz,
    CONSTRAINT golden_item_pkey PRIMARY KEY (tenant_id, applicant_id),
    CONSTRAINT golden_item_applicant_fkey FOREIGN KEY (tenant_id, applicant_id)
        REFERENCES applicant (tenant_id, id),
    CONSTRAINT golden_item_truth_known CHECK (truth IN ('fake', 'genuine'))
);

CREATE UNIQUE INDEX review_one_golden ON review (tenant_id, applicant_id)
    WHERE state <> 'closed' AND golden IS NOT NULL;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['appeal', 'appeal_link', 'golden_item'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())',
            tenant_table
        );
    END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE (rescored_decision_id, outcome, outcome_note, decided_by, decided_at, corrections,
    statement) ON appeal TO bonafide_service;
GRANT SELECT, INSERT, UPDATE (used_at) ON appeal_link TO bonafide_service;
GRANT SELECT, INSERT, UPDATE (decision_id, truth, marked_by, marked_at, removed_at) ON golden_item
    TO bonafide_service;
