//! Messages of commits. Only what shows how a commit came about is read, and the rest is not kept.

use ids::text_schema;

use super::git_name::GitName;
use super::json_value::Json;
use super::read::{Notes, Pointer, Read};

/// What a commit's message says about its origin.
#[derive(Clone)]
pub struct CommitMessage {
    /// The first line.
    subject: String,
    pub(crate) kind: MessageKind,
    /// The digests of commits that it says it reverts, in lower case. They can be shortened.
    pub(crate) reverts: Vec<String>,
    /// The people who signed it off.
    pub(crate) sign_offs: Vec<SignOff>,
}

/// What a code host's title shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MessageKind {
    /// The title that GitHub gives a merge: `Merge pull request #4 from owner/branch`.
    PullRequestMerge {
        owner: String,
    },
    /// A title that ends with a pull request's number, which GitHub adds when it squashes one: `Fix the cart (#4)`.
    Numbered,
    Other,
}

/// A person who signed a commit off.
#[derive(Clone, Debug)]
pub(crate) struct SignOff {
    pub(crate) name: GitName,
    /// In lower case.
    pub(crate) email: String,
}

impl CommitMessage {
    /// How much of a message is read. Reverts and sign-offs of longer ones are rarely further down.
    const MAX_BYTES: usize = 16 * 1024;
    const MAX_SUBJECT_CHARACTERS: usize = 200;
    const MAX_NAMED: usize = 10;

    pub(crate) fn parse(written: &str) -> Self {
        let read = &written[..written.floor_char_boundary(Self::MAX_BYTES)];
        let subject = read.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let subject: String = subject.chars().take(Self::MAX_SUBJECT_CHARACTERS).collect();
        let lines = || read.lines().skip(1).map(str::trim);
        let reverts = lines().filter_map(reverted).take(Self::MAX_NAMED).collect();
        let sign_offs = lines().filter_map(sign_off).take(Self::MAX_NAMED).collect();
        Self { kind: MessageKind::of(&subject), subject, reverts, sign_offs }
    }

    /// The first line that isn't empty.
    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    /// The lines of a message that are read. Converters store only these.
    pub(crate) fn read_lines(written: &str) -> String {
        let read = &written[..written.floor_char_boundary(Self::MAX_BYTES)];
        let mut lines = read.lines().map(str::trim).filter(|line| !line.is_empty());
        let subject: String =
            lines.next().unwrap_or_default().chars().take(Self::MAX_SUBJECT_CHARACTERS).collect();
        let is_read = |line: &&str| reverted(line).is_some() || sign_off(line).is_some();
        let rest = lines.filter(is_read).take(2 * Self::MAX_NAMED);
        std::iter::once(subject.as_str()).chain(rest).collect::<Vec<_>>().join("\n")
    }
}

impl MessageKind {
    fn of(subject: &str) -> Self {
        if let Some(owner) = merged_owner(subject) {
            return Self::PullRequestMerge { owner: owner.to_lowercase() };
        }
        let number = subject.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (#"));
        if number.is_some_and(|(_, number)| is_number(number)) {
            return Self::Numbered;
        }
        Self::Other
    }
}

/// The owner of the branch in the title of a merge. Other hosts have other titles, such as
/// `Merge pull request #4 in PROJECT/name from branch`.
fn merged_owner(subject: &str) -> Option<&str> {
    let rest = subject.strip_prefix("Merge pull request #")?;
    let (number, rest) = rest.split_once(" from ")?;
    let (owner, branch) = rest.split_once('/')?;
    let is_owner = !owner.is_empty() && !owner.contains(char::is_whitespace);
    (is_number(number) && is_owner && !branch.is_empty()).then_some(owner)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digest in a line like `This reverts commit 0123abc.`
fn reverted(line: &str) -> Option<String> {
    const DIGITS: std::ops::RangeInclusive<usize> = 7..=64;
    let rest = line.strip_prefix("This reverts commit ")?;
    let end = rest.bytes().position(|byte| !byte.is_ascii_hexdigit()).unwrap_or(rest.len());
    DIGITS.contains(&end).then(|| rest[..end].to_lowercase())
}

/// The person in a line like `Signed-off-by: Sam Example <sam@example.org>`.
fn sign_off(line: &str) -> Option<SignOff> {
    let (name, email) = line.strip_prefix("Signed-off-by:")?.split_once('<')?;
    let email = email.trim_end_matches('>').trim().to_lowercase();
    Some(SignOff { name: GitName::new(name), email })
}

impl std::fmt::Debug for CommitMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CommitMessage(..)")
    }
}

impl Read for CommitMessage {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        notes.text(value, at).map(|written| Self::parse(&written))
    }
}

text_schema!(
    CommitMessage,
    "CommitMessage",
    "The message of a commit. Only its first line, its sign-offs and the commits it reverts are read.",
    "Merge pull request #4 from other-example/fix"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_titles_that_the_host_gives_are_merges_of_pull_requests() {
        let kind = |subject: &str| CommitMessage::parse(subject).kind;
        let merge = |owner: &str| MessageKind::PullRequestMerge { owner: owner.to_owned() };
        assert_eq!(
            kind("Merge pull request #12 from Other-Example/fix/cart\n\nFix"),
            merge("other-example")
        );
        assert_eq!(kind("\n\nMerge pull request #1 from a/b"), merge("a"));
        for other in [
            "Merge pull request #12 in SHOP/cart from fix to main",
            "Merge pull request 'Fix' (#12) from fix into main",
            "Merge pull request # from a/b",
            "Merge branch 'main' of github.com:a/b",
            "Say Merge pull request #12 from a/b",
            "",
        ] {
            assert_eq!(kind(other), MessageKind::Other, "{other}");
        }
        assert_eq!(kind("Fix the cart (#12)"), MessageKind::Numbered);
        assert_eq!(kind("Fix the cart (#x)"), MessageKind::Other);
        assert_eq!(kind("Fix #12"), MessageKind::Other);
    }

    #[test]
    fn reverts_and_sign_offs_are_read_and_nothing_else_is_kept() {
        let written = "Revert \"Cart\"\n\nThis reverts commit 0123ABCdef0.\n\nA customer wrote to us.\n\
                       Signed-off-by: Sam Example <Sam@Example.org>\n";
        let message = CommitMessage::parse(written);
        assert_eq!(message.reverts, ["0123abcdef0"]);
        assert!(message.sign_offs[0].name.is("sam example"));
        assert_eq!(message.sign_offs[0].email, "sam@example.org");
        let kept = CommitMessage::read_lines(written);
        assert!(!kept.contains("customer"), "{kept}");
        let again = CommitMessage::parse(&kept);
        assert_eq!(
            (again.subject(), again.reverts.len(), again.sign_offs.len()),
            (message.subject(), 1, 1)
        );
        let long = format!("{}\n{}", "é".repeat(300), "é".repeat(100_000));
        assert_eq!(CommitMessage::parse(&long).subject().chars().count(), 200);
    }
}
