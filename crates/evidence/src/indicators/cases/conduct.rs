//! Messages that several applicants send.

use super::people::alike;
use super::{Cases, of};
use crate::links::{Declared, TextKind};

pub(super) fn cases() -> Vec<Cases> {
    vec![of(
        "message_template_reuse_across_accounts",
        alike(TextKind::Letter, 3, None),
        alike(TextKind::Letter, 0, None),
        "an agency's letter",
        alike(TextKind::Letter, 3, Some(Declared::Agency)),
    )]
}
