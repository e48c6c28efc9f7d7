//! When technologies were published. The list contains only unambiguous names, with the year of the first public sign,
//! to be fair to early users.

use crate::profile::resume::Work;
use crate::profile::{Text, fold};

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

/// What the technologies in a role's text show about its dates.
pub(super) enum Technologies {
    /// The role has no end or no text.
    Unknown,
    /// All of them were published by the end of the role's last year.
    Possible,
    /// The text mentions this technology, which was published later, in this year.
    TooNew(&'static str, i32),
}

/// Looks for technologies in the role's text that were published after its last year.
pub(super) fn technologies(role: &Work) -> Technologies {
    let Some(end) = role.end else { return Technologies::Unknown };
    let parts = role.summary.iter().chain(&role.highlights).map(Text::folded);
    let text: Vec<String> = role.position.iter().map(Text::folded).chain(parts).collect();
    if text.is_empty() {
        return Technologies::Unknown;
    }
    let text = text.join("\n");
    let late = |(name, year): &&(&str, i32)| *year > end.year && is_mentioned(&text, &fold(name));
    match PUBLISHED.iter().find(late) {
        Some((name, year)) => Technologies::TooNew(name, *year),
        None => Technologies::Possible,
    }
}

fn is_mentioned(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        outside(text[..start].chars().next_back())
            && outside(text[start + name.len()..].chars().next())
    })
}
