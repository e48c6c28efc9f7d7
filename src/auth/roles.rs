//! What the roles of the console allow, in the scopes that tokens have too.

use std::collections::BTreeSet;

use super::Scope;
use crate::domain::user::Role;

/// What a reviewer may do.
const REVIEWER: &[Scope] = &[
    Scope::DecisionsRead,
    Scope::ApplicantsRead,
    Scope::IndicatorsRead,
    Scope::ReviewsRead,
    Scope::ReviewsWrite,
    Scope::LabelsRead,
    Scope::ListsRead,
    Scope::RelationsRead,
];
/// What a lead may do besides.
const LEAD: &[Scope] = &[
    Scope::ApprovalsWrite,
    Scope::QueuesRead,
    Scope::QueuesWrite,
    Scope::LabelsWrite,
    Scope::ListsWrite,
    Scope::PolicyRead,
    Scope::ModelsRead,
    Scope::RelationsWrite,
];
/// What an administrator may do. Reviewing is not among it: that takes a reviewer's role.
const ADMIN: &[Scope] = &[
    Scope::UsersRead,
    Scope::UsersWrite,
    Scope::WebhooksRead,
    Scope::WebhooksWrite,
    Scope::ListsRead,
    Scope::ListsWrite,
    Scope::PolicyRead,
    Scope::PolicyWrite,
    Scope::QueuesRead,
    Scope::QueuesWrite,
    Scope::ModelsRead,
    Scope::AuditRead,
    Scope::IndicatorsRead,
];
const MODEL_OWNER: &[Scope] = &[
    Scope::ModelsRead,
    Scope::ModelsWrite,
    Scope::TrainingDataRead,
    Scope::LabelsRead,
    Scope::IndicatorsRead,
    Scope::PolicyRead,
];
const AUDITOR: &[Scope] = &[
    Scope::DecisionsRead,
    Scope::ApplicantsRead,
    Scope::IndicatorsRead,
    Scope::PolicyRead,
    Scope::ListsRead,
    Scope::ReviewsRead,
    Scope::QueuesRead,
    Scope::LabelsRead,
    Scope::ModelsRead,
    Scope::WebhooksRead,
    Scope::UsersRead,
    Scope::AuditRead,
    Scope::RelationsRead,
];

/// Whether somebody with these roles may do something.
pub fn allow(roles: &BTreeSet<Role>, scope: Scope) -> bool {
    roles.iter().any(|role| allows(*role, scope))
}

fn allows(role: Role, scope: Scope) -> bool {
    match role {
        Role::Reviewer => REVIEWER.contains(&scope),
        Role::Lead => REVIEWER.contains(&scope) || LEAD.contains(&scope),
        Role::Admin => ADMIN.contains(&scope),
        Role::ModelOwner => MODEL_OWNER.contains(&scope),
        Role::Auditor => AUDITOR.contains(&scope),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_changes_nothing_and_an_admin_does_not_judge() {
        for scope in Scope::ALL {
            let writes = scope.name().ends_with(":write");
            assert!(!(writes && allows(Role::Auditor, scope)), "{}", scope.name());
        }
        let judges = [Scope::ReviewsWrite, Scope::ApprovalsWrite, Scope::RelationsWrite];
        for scope in judges.into_iter().chain([Scope::ModelsWrite]) {
            assert!(!allows(Role::Admin, scope), "{}", scope.name());
        }
    }

    #[test]
    fn only_a_lead_approves_and_only_a_model_owner_promotes() {
        let who =
            |scope| Role::ALL.into_iter().filter(|role| allows(*role, scope)).collect::<Vec<_>>();
        assert_eq!(who(Scope::ApprovalsWrite), [Role::Lead]);
        assert_eq!(who(Scope::RelationsWrite), [Role::Lead]);
        assert_eq!(who(Scope::ModelsWrite), [Role::ModelOwner]);
        assert_eq!(who(Scope::UsersWrite), [Role::Admin]);
    }
}
