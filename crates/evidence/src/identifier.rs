//! The kinds of identifiers that two applicants can share.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Type of identifier that applicants can share.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A canonical e-mail address.
    Email,
    /// A phone number in E.164 form.
    Phone,
    /// A device fingerprint.
    Device,
    /// A browser session or cookie jar.
    BrowserSession,
    /// An IP address (an IPv6 address counts by its /64).
    Ip,
    /// A bank account, wallet or payment account.
    PayoutAccount,
    /// An identity document.
    Document,
    /// A photo, by its perceptual hash or its bytes.
    Photo,
    /// The e-mail address in a commit.
    CommitEmail,
    /// A delivery address.
    ShippingAddress,
    /// A resume file, by the digest of its bytes.
    ResumeFile,
    /// The properties that copies of a resume file have in common.
    FileOrigin,
    /// A client who gave a top rating.
    RatingClient,
    /// An e-mail address without its last digit.
    EmailFamily,
    /// The backdrop or template of a document's picture.
    IdImage,
    /// Two rare properties and another one that photographs of documents from one production line have in common.
    IdSubmission,
    /// The analytics id of a portfolio.
    AnalyticsId,
    /// A device in a call, per quarter of an hour.
    MeetingSlot,
    /// The time and the first line of a commit. It stays the same when the author is replaced.
    CommitContent,
    /// The digest of a commit. It changes when the author is replaced.
    CommitDigest,
    /// The e-mail address of a reference. Looked up among the applicants' addresses, never stored.
    ReferenceEmail,
    /// The phone number of a reference. Looked up among the applicants' numbers, never stored.
    ReferencePhone,
    /// A declared agency. It is shown, is no evidence and explains nothing.
    Agency,
    /// A relation that two applicants both declared. It is shown, is no evidence and explains nothing.
    Relation,
}

impl IdentifierKind {
    pub const ALL: [Self; 24] = [
        Self::Email,
        Self::Phone,
        Self::Device,
        Self::BrowserSession,
        Self::Ip,
        Self::PayoutAccount,
        Self::Document,
        Self::Photo,
        Self::CommitEmail,
        Self::ShippingAddress,
        Self::ResumeFile,
        Self::FileOrigin,
        Self::RatingClient,
        Self::EmailFamily,
        Self::IdImage,
        Self::IdSubmission,
        Self::AnalyticsId,
        Self::MeetingSlot,
        Self::CommitContent,
        Self::CommitDigest,
        Self::ReferenceEmail,
        Self::ReferencePhone,
        Self::Agency,
        Self::Relation,
    ];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Device => "device",
            Self::BrowserSession => "browser_session",
            Self::Ip => "ip",
            Self::PayoutAccount => "payout_account",
            Self::Document => "document",
            Self::Photo => "photo",
            Self::CommitEmail => "commit_email",
            Self::ShippingAddress => "shipping_address",
            Self::ResumeFile => "resume_file",
            Self::FileOrigin => "file_origin",
            Self::RatingClient => "rating_client",
            Self::EmailFamily => "email_family",
            Self::IdImage => "id_image",
            Self::IdSubmission => "id_submission",
            Self::AnalyticsId => "analytics_id",
            Self::MeetingSlot => "meeting_slot",
            Self::CommitContent => "commit_content",
            Self::CommitDigest => "commit_digest",
            Self::ReferenceEmail => "reference_email",
            Self::ReferencePhone => "reference_phone",
            Self::Agency => "agency",
            Self::Relation => "relation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind that it is looked up as. A reference's address is compared with the applicants' own addresses.
    pub fn looked_up_as(self) -> Self {
        match self {
            Self::ReferenceEmail => Self::Email,
            Self::ReferencePhone => Self::Phone,
            other => other,
        }
    }

    /// Whether it belongs to the applicant and is stored. Otherwise it is only looked up.
    pub fn is_own(self) -> bool {
        self.looked_up_as() == self
    }

    /// Whether sharing it is evidence of a link. The address of a reference belongs to another person, and two copies of
    /// a starter have the same commits.
    pub fn connects(self) -> bool {
        self.is_own()
            && !self.is_declaration()
            && !matches!(self, Self::CommitContent | Self::CommitDigest)
    }

    /// Whether applicants only say it about themselves. Anyone can, so it is no evidence and explains nothing.
    pub fn is_declaration(self) -> bool {
        matches!(self, Self::Agency | Self::Relation)
    }
}

/// The first 64 bits of a keyed digest of an identifier's kind and value. The value itself is never stored. Among 20
/// million identifiers of a tenant, the chance that any two of them have the same digest is one in 90,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentifierDigest(pub i64);

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
