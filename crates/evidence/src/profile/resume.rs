//! The resume: an unchanged JSON Resume 1.x document, and the file that it comes from.
//!
//! Names of schools, languages, awards and interests are stored but can't be read.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::base64::file_bytes;
use super::json_value::Json;
use super::read::{Ignored, Notes, Pointer, Read, sections};
use super::{
    CountryCode, EmailAddress, LongText, MediumText, PageUrl, PartialDate, PersonName, ShortText,
    fold,
};

sections! {
    /// A JSON Resume 1.x document (<https://jsonresume.org/schema>).
    pub open struct Resume {
        /// Name, contact details and summary.
        pub basics: Option<Basics>,
        /// Jobs.
        #[schema(max_items = 100)]
        pub work: Vec<Work>,
        /// Courses of study. Only their dates are evaluated.
        #[schema(max_items = 100)]
        pub education: Vec<Education>,
        /// Skills.
        #[schema(max_items = 100)]
        pub skills: Vec<Skill>,
        /// Projects.
        #[schema(max_items = 100)]
        pub projects: Vec<Project>,
        /// Where the document comes from.
        pub meta: Option<ResumeMeta>,
    }

    /// Where a resume comes from.
    pub open struct ResumeMeta {
        /// When the resume was last changed.
        pub last_modified: Option<PartialDate> = "lastModified",
    }

    /// Name, contact details and summary of a resume.
    pub open struct Basics {
        /// Name on the resume.
        pub name: Option<PersonName>,
        /// Professional title, such as `Web developer`.
        pub label: Option<ShortText>,
        /// E-mail address on the resume.
        pub email: Option<EmailAddress>,
        /// The applicant's home page.
        pub url: Option<PageUrl>,
        /// Short professional summary.
        pub summary: Option<LongText>,
        /// Where the applicant lives, according to the resume.
        pub location: Option<ResumeLocation>,
        /// Profiles on other networks.
        #[schema(max_items = 100)]
        pub profiles: Vec<NetworkProfile>,
    }

    /// Where the applicant lives, according to the resume.
    pub open struct ResumeLocation {
        /// Country of residence.
        pub country: Option<CountryCode> = "countryCode",
        /// State or province of residence.
        pub region: Option<ShortText>,
        /// City of residence.
        pub city: Option<ShortText>,
    }

    /// A profile on another network.
    pub open struct NetworkProfile {
        /// Name of the network, such as `GitHub`.
        pub network: Option<ShortText>,
        /// User name on the network. Those on code hosts are looked up in lists of reported account names.
        pub username: Option<ShortText>,
        /// URL of the profile.
        pub url: Option<PageUrl>,
    }

    /// A job.
    pub open struct Work {
        /// Employer.
        pub name: Option<ShortText>,
        /// Job title.
        pub position: Option<ShortText>,
        /// First day, month or year in the job.
        pub start: Option<PartialDate> = "startDate",
        /// Last day, month or year in the job. Leave it out for a current job.
        pub end: Option<PartialDate> = "endDate"; open_end,
        /// Description of the work.
        pub summary: Option<MediumText>,
        /// Achievements.
        #[schema(max_items = 100)]
        pub highlights: Vec<MediumText>,
    }

    /// A course of study. Only its dates are evaluated.
    pub open struct Education {
        /// Name of the school. Stored, not evaluated.
        pub institution: Ignored,
        /// When the course began.
        pub start: Option<PartialDate> = "startDate",
        /// When the course ended. Leave it out while it continues.
        pub end: Option<PartialDate> = "endDate"; open_end,
    }

    /// A skill, such as `Databases`.
    pub open struct Skill {
        /// Name of the skill.
        pub name: Option<ShortText>,
        /// Keywords for the skill, such as `PostgreSQL`.
        #[schema(max_items = 100)]
        pub keywords: Vec<ShortText>,
    }

    /// A project.
    pub open struct Project {
        /// Name of the project.
        pub name: Option<ShortText>,
        /// Description of the project.
        pub description: Option<MediumText>,
        /// URL of the project.
        pub url: Option<PageUrl>,
        /// First day, month or year of the project.
        pub start: Option<PartialDate> = "startDate",
    }

    /// The resume as a file. If you send `content`, fields you leave out are read from it.
    pub struct ResumeFile {
        /// The file, PDF or DOCX, base64-encoded: at most 4 MiB. It is read and then discarded.
        pub content: Option<FileBytes>,
        /// Declared media type. The actual type is detected from the bytes.
        #[schema(example = "application/pdf")]
        pub media_type: Option<ShortText>,
        /// Text of the file.
        pub text: Option<LongText>,
        /// Digest of the file's bytes.
        pub digest: Option<ShortText>,
        /// Program that produced the file, from its metadata.
        pub producer: Option<ShortText>,
        /// Program the document was written with, from its metadata.
        pub creator_tool: Option<ShortText>,
        /// Author, from the file's metadata.
        pub author: Option<DocumentAuthor>,
        /// Last editor, from the file's metadata.
        pub modified_by: Option<DocumentAuthor>,
        /// Creation date, from the file's metadata.
        pub created: Option<PartialDate>,
        /// Date of the last change, from the file's metadata.
        pub modified: Option<PartialDate>,
        /// Organisation the program is licensed to, from the file's metadata.
        pub company: Option<ShortText>,
        /// Template the document is based on, from the file's metadata.
        pub template: Option<ShortText>,
        /// Id that copies of a file keep: `w15:docId` of a DOCX file; `xmpMM:OriginalDocumentID`, `xmpMM:DocumentID` or
        /// the first `ID` of a PDF file.
        pub document_id: Option<ShortText>,
    }
}

file_bytes! {
    /// The bytes of a document, base64-encoded.
    pub struct FileBytes: 4 MiB, "send `text` and the metadata instead";
}

/// Author named in a file's metadata. Program names are ignored.
#[derive(Clone, Debug, utoipa::ToSchema)]
#[schema(value_type = String, max_length = 200, example = "Robin Example")]
pub struct DocumentAuthor(Option<PersonName>);

impl DocumentAuthor {
    /// The author's name, if it is the name of a person.
    pub fn name(&self) -> Option<&PersonName> {
        self.0.as_ref()
    }
}

impl Read for DocumentAuthor {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        static WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
            let lines = include_str!("program_words.txt").lines();
            let words = lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
            words.map(fold).collect()
        });
        let written = ShortText::read(value, at, notes)?;
        let folded = written.folded();
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        let is_program =
            words.any(|word| WORDS.contains(word)) || folded.contains(char::is_numeric);
        // A single word is often a handle, a nickname or a program.
        let is_name = !is_program && written.as_str().split_whitespace().count() > 1;
        Some(Self(is_name.then(|| PersonName::new(written.as_str())).flatten()))
    }
}

impl NetworkProfile {
    /// The account name, if the network is a code host.
    pub fn code_host_login(&self) -> Option<&ShortText> {
        const CODE_HOSTS: [&str; 4] = ["github", "gitlab", "bitbucket", "codeberg"];
        let network = self.network.as_ref()?.as_str().trim().to_lowercase();
        let name = network.split('.').next()?;
        self.username.as_ref().filter(|_| CODE_HOSTS.contains(&name))
    }
}
