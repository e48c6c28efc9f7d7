//! Messages with clients or with the platform.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{ShortText, Text};

/// The text of a message.
pub type MessageText = Text<20_000>;

sections! {
    /// A message to or from the applicant.
    pub struct Message [2000] {
        /// When the message was sent.
        pub at: Option<DateTime<Utc>>,
        /// Whether the applicant sent or received it. Without it, the author is unknown and the text isn't evaluated.
        pub direction: Option<Direction>,
        /// Channel, such as `email`, `chat` or `proposal`.
        pub channel: Option<ShortText>,
        /// Text of the message.
        pub text: Option<MessageText>,
    }
}

choices! {
    /// `sent` by the applicant, or `received` from someone else.
    #[schema(as = MessageDirection)]
    pub enum Direction {
        /// By the applicant.
        Sent = "sent",
        /// By someone else.
        Received = "received",
    }
}
