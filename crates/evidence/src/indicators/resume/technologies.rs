//! When technologies were published. The list contains only unambiguous names, with the year of the first public sign,
//! to be fair to early users.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::profile::TextView;
use crate::profile::fold;
use crate::profile::newest::resume_texts;
use crate::profile::resume::{Resume, Work};
use crate::work::{Work as Operation, count};

/// Name, and year of the first public sign.
const PUBLISHED: &[(&str, i32)] = &[
    ("angularjs", 2010),
    ("chatgpt", 2022),
    ("dynamodb", 2012),
    ("elasticsearch", 2010),
    ("fastapi", 2018),
    ("firebase", 2011),
    ("github actions", 2018),
    ("graphql", 2015),
    ("huggingface", 2016),
    ("kotlin", 2011),
    ("kubernetes", 2014),
    ("langchain", 2022),
    ("nestjs", 2017),
    ("next.js", 2016),
    ("openai", 2015),
    ("pytorch", 2016),
    ("react native", 2015),
    ("sveltekit", 2020),
    ("swiftui", 2019),
    ("tailwindcss", 2017),
    ("tensorflow", 2015),
    ("typescript", 2012),
    ("vue.js", 2013),
    ("web3.js", 2014),
    ("webassembly", 2015),
];

/// How many technologies of later years contradict a role's dates.
const MIN_TOO_NEW: usize = 2;

/// What the technologies in a role's text show about its dates.
pub(super) enum Technologies {
    /// The role has no end or no text, or not all of its texts were examined.
    Unknown,
    /// All of them were published by the end of the role's last year.
    Possible,
    /// The text mentions this technology, which was published later, in this year.
    TooNew(&'static str, i32),
}

/// The names, folded.
static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(PUBLISHED.iter().map(|(name, _)| fold(name))).expect("the list is short")
});

/// Builds the automaton. Otherwise, the first search takes longer.
pub(in crate::indicators) fn build_automaton() {
    LazyLock::force(&NAMES);
}

/// The texts of each role, by its index.
pub(super) struct RoleTexts<'a> {
    by_role: BTreeMap<usize, Vec<TextView<'a>>>,
    is_cut: bool,
}

impl<'a> RoleTexts<'a> {
    pub(super) fn new(resume: &'a Resume) -> Self {
        let texts = resume_texts(resume);
        let mut by_role: BTreeMap<usize, Vec<TextView<'a>>> = BTreeMap::new();
        for text in texts.kept {
            if let Some(role) = text.job {
                by_role.entry(role).or_default().push(text.text);
            }
        }
        Self { by_role, is_cut: texts.is_cut }
    }

    /// Looks for technologies in the role's texts that were published after its last year.
    pub(super) fn technologies(&self, index: usize, role: &Work) -> Technologies {
        let (Some(end), Some(texts)) = (role.end, self.by_role.get(&index)) else {
            return Technologies::Unknown;
        };
        let mentioned = texts.iter().flat_map(|text| mentioned_in(text.folded()));
        let too_new: BTreeSet<usize> =
            mentioned.filter(|name| PUBLISHED[*name].1 > end.year).collect();
        match too_new.first() {
            // A single one can be a homonym, the work of its author or what the work later became.
            Some(_) if too_new.len() < MIN_TOO_NEW => Technologies::Unknown,
            Some(&name) => Technologies::TooNew(PUBLISHED[name].0, PUBLISHED[name].1),
            None if self.is_cut => Technologies::Unknown,
            None => Technologies::Possible,
        }
    }
}

/// The technologies in a text, as whole words.
fn mentioned_in(text: &str) -> impl Iterator<Item = usize> {
    count(Operation::SearchedBytes, text.len());
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    NAMES.find_overlapping_iter(text).filter_map(move |found| {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        (outside(before) && outside(after)).then(|| found.pattern().as_usize())
    })
}
