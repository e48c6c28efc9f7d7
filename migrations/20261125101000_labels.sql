-- Labels: what training learns from. A label is never overwritten: one that contradicts an earlier one stands
-- beside it, and one that was taken back says when.
CREATE TABLE label (
    tenant_id text NOT NULL,
    id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    -- The decision whose observations it is learned with: the latest when it was learned.
    decision_id uuid,
    verdict text NOT NULL,
    evidence text NOT NULL,
    source text NOT NULL,
    -- Why the case was looked at, and with which probability it was chosen if by chance.
    chosen text NOT NULL,
    chosen_with double precision,
    -- Whether its author saw the score before.
    score_visible boolean NOT NULL,
    actor text NOT NULL,
    review_id uuid,
    learned_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    CONSTRAINT label_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT label_applicant_fkey FOREIGN KEY (tenant_id, applicant_id) REFERENCES applicant (tenant_id, id),
    CONSTRAINT label_review_fkey FOREIGN KEY (tenant_id, review_id) REFERENCES review (tenant_id, id),
    CONSTRAINT label_verdict_known CHECK (verdict IN ('fake', 'genuine', 'unsure')),
    CONSTRAINT label_evidence_known
        CHECK (evidence IN ('document', 'admission', 'call_back', 'confirmed_link', 'platform_outcome', 'opinion')),
    CONSTRAINT label_source_known CHECK (source IN ('review', 'appeal', 'platform')),
    CONSTRAINT label_chosen_known CHECK (chosen IN ('band', 'rule', 'sample', 'appeal', 'request', 'elsewhere')),
    CONSTRAINT label_chosen_with_range CHECK (chosen_with > 0 AND chosen_with <= 1)
);

CREATE INDEX label_applicant ON label (tenant_id, applicant_id, created_at DESC, id DESC);
CREATE INDEX label_recent ON label (tenant_id, created_at DESC, id DESC);

ALTER TABLE label ENABLE ROW LEVEL SECURITY;
ALTER TABLE label FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON label
    USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON label TO bonafide_service;
