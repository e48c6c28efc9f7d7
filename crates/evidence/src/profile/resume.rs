//! The resume: an unchanged JSON Resume 1.x document, and the file that it comes from.
//!
//! Names of schools, languages, awards and interests are stored but can't be read.

use serde_json::Value;

use super::base64::file_bytes;
use super::read::{Ignored, Notes, Pointer, Read, sections};
use super::{
    CountryCode, EmailAddress, LongText, MediumText, PageUrl, PartialDate, PersonName, ShortText,
    fold,
};

sections! {
    /// A JSON Resume 1.x document (<https://jsonresume.org/schema>).
    pub open struct Resume {
        /// Who it is about.
        pub basics: Option<Basics>,
        /// Work.
        #[schema(max_items = 100)]
        pub work: Vec<Work>,
        /// Education, by its dates alone.
        #[schema(max_items = 100)]
        pub education: Vec<Education>,
        /// Skills.
        #[schema(max_items = 100)]
        pub skills: Vec<Skill>,
        /// Projects.
        #[schema(max_items = 100)]
        pub projects: Vec<Project>,
    }

    /// Who a resume is about.
    pub open struct Basics {
        /// The name.
        pub name: Option<PersonName>,
        /// What the person calls their work.
        pub label: Option<ShortText>,
        /// The e-mail address.
        pub email: Option<EmailAddress>,
        /// The page.
        pub url: Option<PageUrl>,
        /// A few sentences.
        pub summary: Option<LongText>,
        /// Where the resume says that the person lives.
        pub location: Option<ResumeLocation>,
        /// Profiles elsewhere.
        #[schema(max_items = 100)]
        pub profiles: Vec<NetworkProfile>,
    }

    /// Where a resume says that the person lives.
    pub open struct ResumeLocation {
        /// The country.
        pub country: Option<CountryCode> = "countryCode",
        /// The state or province.
        pub region: Option<ShortText>,
        /// The city.
        pub city: Option<ShortText>,
    }

    /// A profile on a network.
    pub open struct NetworkProfile {
        /// The network's name.
        pub network: Option<ShortText>,
        /// The name there.
        pub username: Option<ShortText>,
        /// Its address.
        pub url: Option<PageUrl>,
    }

    /// One job.
    pub open struct Work {
        /// The employer.
        pub name: Option<ShortText>,
        /// The role.
        pub position: Option<ShortText>,
        /// From when.
        pub start: Option<PartialDate> = "startDate",
        /// Until when. Open if it goes on.
        pub end: Option<PartialDate> = "endDate",
        /// What it was.
        pub summary: Option<MediumText>,
        /// What was achieved.
        #[schema(max_items = 100)]
        pub highlights: Vec<MediumText>,
    }

    /// One course of study. Where it was is not read.
    pub open struct Education {
        /// The school's name is kept and not looked at.
        pub institution: Ignored,
        /// From when.
        pub start: Option<PartialDate> = "startDate",
        /// Until when.
        pub end: Option<PartialDate> = "endDate",
    }

    /// One skill.
    pub open struct Skill {
        /// Its name.
        pub name: Option<ShortText>,
        /// Parts of it.
        #[schema(max_items = 100)]
        pub keywords: Vec<ShortText>,
    }

    /// One project.
    pub open struct Project {
        /// Its name.
        pub name: Option<ShortText>,
        /// What it was.
        pub description: Option<MediumText>,
        /// Its page.
        pub url: Option<PageUrl>,
    }

    /// The resume as a file. What is left out is taken from `content` if that is sent.
    pub struct ResumeFile {
        /// The file itself, PDF or DOCX, in base64, at most 4 MiB. It is read and not kept.
        pub content: Option<FileBytes>,
        /// What the file is said to be. What it is shows in its bytes.
        #[schema(example = "application/pdf")]
        pub media_type: Option<ShortText>,
        /// The text in it.
        pub text: Option<LongText>,
        /// A digest of its bytes.
        pub digest: Option<ShortText>,
        /// The program that made the file, by the file's own metadata.
        pub producer: Option<ShortText>,
        /// The program that it was written with.
        pub creator_tool: Option<ShortText>,
        /// The author.
        pub author: Option<DocumentAuthor>,
        /// Who changed it last.
        pub modified_by: Option<DocumentAuthor>,
        /// When it was made.
        pub created: Option<PartialDate>,
        /// When it was changed last.
        pub modified: Option<PartialDate>,
        /// The organisation that the program is licensed to.
        pub company: Option<ShortText>,
        /// The template that it was made from.
        pub template: Option<ShortText>,
        /// What stays the same in copies of the file: `w15:docId` of a DOCX, `xmpMM:OriginalDocumentID`,
        /// `xmpMM:DocumentID` or the first `ID` of a PDF.
        pub document_id: Option<ShortText>,
    }
}

file_bytes! {
    /// The bytes of a document.
    pub struct FileBytes: 4 MiB, "send `text` and the metadata instead";
}

/// Whom a file names as its author. Programs write their own names there, which are nobody's.
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
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        /// Complete names that programs and templates insert. A person's name may contain any of their words.
        const PROGRAMS: [&str; 12] = [
            "adobe indesign",
            "apache poi",
            "default user",
            "first last",
            "google docs",
            "libre office",
            "microsoft office user",
            "microsoft word",
            "office user",
            "user name",
            "windows user",
            "your name",
        ];
        let written = ShortText::read(value, at, notes)?;
        let is_program = PROGRAMS.iter().any(|program| fold(program) == written.folded());
        // A single word is often a handle, a nickname or a program.
        let is_name = !is_program && written.as_str().split_whitespace().count() > 1;
        Some(Self(is_name.then(|| PersonName::new(written.as_str())).flatten()))
    }
}
