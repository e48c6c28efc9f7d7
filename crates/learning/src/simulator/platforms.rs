//! The sections of a profile that each kind of platform sends.

use rand::RngExt;

use super::Random;

/// The sections of a profile that a platform sends. The rest stays unknown.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each section is sent or not, independently of the others"
)]
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

/// Draws a platform: a freelance marketplace, which knows about work and money, or a hiring platform, which knows about
/// resumes and shipments.
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
