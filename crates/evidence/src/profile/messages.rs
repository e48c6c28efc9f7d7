//! Messages with clients or with the platform.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{ShortText, Text};

/// The text of a message.
pub type MessageText = Text<20_000>;

sections! {
    /// One message.
    pub struct Message [2000] {
        /// When.
        pub at: Option<DateTime<Utc>>,
        /// Whether the applicant wrote it.
        pub direction: Option<Direction>,
        /// Where: e-mail, chat, proposal.
        pub channel: Option<ShortText>,
        /// What it says.
        pub text: Option<MessageText>,
    }
}

choices! {
    /// Who wrote a message.
    pub enum Direction {
        /// The applicant.
        Sent = "sent",
        /// Somebody else.
        Received = "received",
    }
}
