//! Turns findings into an assessment: the model artefact and its score, the tenant's policy, and the resulting
//! decision.

#![cfg_attr(
    test,
    expect(
        clippy::float_cmp,
        reason = "tests are written to be read: given, one call, what it shows"
    )
)]

pub mod assess;
pub mod champion;
pub mod decision;
pub mod difference;
pub mod grounds;
pub mod model;
pub mod policy;
pub mod reassess;
pub mod replay;
pub mod score_sheet;
pub mod sealed;
pub mod shipped;
