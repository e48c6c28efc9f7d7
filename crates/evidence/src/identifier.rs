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
    /// An IP address (an IPv6 address counts by its /64). It links nobody by itself.
    Ip,
    /// An IP address that is known to be a home's line.
    HomeLine,
    /// A device behind an address that is known to be a data centre's.
    CloudMachine,
    /// A bank account, wallet or payment account.
    PayoutAccount,
    /// An identity document.
    Document,
    /// A photo, by its perceptual hash or its bytes.
    Photo,
    /// A portrait that is nearly the same. One for each pair of applicants.
    SimilarPhoto,
    /// The e-mail address in a commit.
    CommitEmail,
    /// The first commit of a repository that is not a fork.
    CommitRoot,
    /// Commits with the same times and first lines under other digests. One for each pair of applicants.
    CopiedHistory,
    /// An account at a code host or professional network that the applicant names as their own.
    HostLogin,
    /// A delivery address.
    ShippingAddress,
    /// A nearly identical resume. One for each pair of applicants.
    ResumeText,
    /// A nearly identical letter or message. One for each pair of applicants.
    LetterText,
    /// A nearly identical portfolio. One for each pair of applicants.
    PortfolioText,
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
    /// A professional reference, by e-mail address or phone number.
    Referee,
    /// A name with a document, or with an e-mail address and a phone number. Two accounts that share it are probably one
    /// person's.
    SamePerson,
    /// The claimed country and state, for comparison within a ring. Never looked up.
    ClaimedPlace,
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
    pub const ALL: [Self; 36] = [
        Self::Email,
        Self::Phone,
        Self::Device,
        Self::BrowserSession,
        Self::Ip,
        Self::HomeLine,
        Self::CloudMachine,
        Self::PayoutAccount,
        Self::Document,
        Self::Photo,
        Self::SimilarPhoto,
        Self::CommitEmail,
        Self::CommitRoot,
        Self::CopiedHistory,
        Self::HostLogin,
        Self::ShippingAddress,
        Self::ResumeText,
        Self::LetterText,
        Self::PortfolioText,
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
        Self::Referee,
        Self::SamePerson,
        Self::ClaimedPlace,
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
            Self::HomeLine => "home_line",
            Self::CloudMachine => "cloud_machine",
            Self::PayoutAccount => "payout_account",
            Self::Document => "document",
            Self::Photo => "photo",
            Self::SimilarPhoto => "similar_photo",
            Self::CommitEmail => "commit_email",
            Self::CommitRoot => "commit_root",
            Self::CopiedHistory => "copied_history",
            Self::HostLogin => "host_login",
            Self::ShippingAddress => "shipping_address",
            Self::ResumeText => "resume_text",
            Self::LetterText => "letter_text",
            Self::PortfolioText => "portfolio_text",
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
            Self::Referee => "referee",
            Self::SamePerson => "same_person",
            Self::ClaimedPlace => "claimed_place",
            Self::ReferenceEmail => "reference_email",
            Self::ReferencePhone => "reference_phone",
            Self::Agency => "agency",
            Self::Relation => "relation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of value. Values of one kind are compared with each other, wherever they occur: a reference's address, or
    /// that of commits, with the applicants' own addresses.
    pub fn space(self) -> Self {
        match self {
            Self::ReferenceEmail | Self::CommitEmail => Self::Email,
            Self::ReferencePhone => Self::Phone,
            other => other,
        }
    }

    /// Whether it belongs to the applicant and is stored. Otherwise it is only looked up.
    pub fn is_own(self) -> bool {
        !matches!(self, Self::ReferenceEmail | Self::ReferencePhone)
    }

    /// Whether it is looked up. A claimed place is only compared within a ring, and what stands for a pair of applicants
    /// is known to both.
    pub fn is_looked_up(self) -> bool {
        !matches!(self, Self::ClaimedPlace) && !self.is_of_a_pair()
    }

    /// Whether it stands for a pair of applicants, because what they share is similar and not equal.
    pub fn is_of_a_pair(self) -> bool {
        matches!(
            self,
            Self::SimilarPhoto
                | Self::ResumeText
                | Self::LetterText
                | Self::PortfolioText
                | Self::CopiedHistory
        )
    }

    /// Whether sharing it is evidence of a link. The address of a reference belongs to another person, two copies of a
    /// starter have the same commits, and strangers share IP addresses.
    pub fn connects(self) -> bool {
        self.is_own()
            && !self.is_declaration()
            && !matches!(
                self,
                Self::CommitContent
                    | Self::CommitDigest
                    | Self::Ip
                    | Self::SamePerson
                    | Self::ClaimedPlace
            )
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
