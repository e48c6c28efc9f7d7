//! Platforms: what each kind of them sends.

use rand::RngExt;

use super::Random;

/// Which parts of a profile a platform sends. What it does not send stays unknown.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a section is sent or not, whatever the others")]
pub(super) struct Sends {
    pub(super) sessions: bool,
    pub(super) client: bool,
    pub(super) payouts: bool,
    pub(super) checks: bool,
    pub(super) resume: bool,
    pub(super) github: bool,
    pub(super) activity: bool,
    pub(super) messages: bool,
    pub(super) shipments: bool,
    pub(super) changes: bool,
    pub(super) photos: bool,
}

/// A platform's habits: a freelance market knows work and money, a hiring platform resumes and
/// shipments; a thin file has next to nothing.
pub(super) fn platform(random: &mut Random) -> Sends {
    let mut sends = |share: f64| random.random_bool(share);
    if sends(0.5) {
        return Sends {
            sessions: true,
            client: sends(0.6),
            payouts: sends(0.95),
            checks: sends(0.7),
            resume: sends(0.4),
            github: sends(0.3),
            activity: sends(0.9),
            messages: sends(0.8),
            shipments: false,
            changes: sends(0.7),
            photos: sends(0.8),
        };
    }
    Sends {
        sessions: sends(0.85),
        client: sends(0.4),
        payouts: sends(0.4),
        checks: sends(0.5),
        resume: sends(0.95),
        github: sends(0.7),
        activity: sends(0.3),
        messages: sends(0.3),
        shipments: sends(0.5),
        changes: sends(0.5),
        photos: sends(0.4),
    }
}
