-- The audit is looked through by who did something, and by what was done.
CREATE INDEX audit_actor ON audit (tenant_id, actor, id);
CREATE INDEX audit_action ON audit (tenant_id, action, id);
