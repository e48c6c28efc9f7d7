//! When technologies were published. Only names that mean nothing else are here, and the year is that of
//! the first public sign, so that early users are not wronged.

use crate::profile::resume::Work;
use crate::profile::{Text, fold};

/// Name and year of the first public sign.
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

/// What a role's text says of its time.
pub(super) enum Told {
    /// It has no end or no text.
    Nothing,
    /// Everything in it was there before its last year was over.
    Possible,
    /// It names a technology that was published later.
    TooEarlyFor(&'static str),
}

/// Looks for technologies in the role's text that were published after its last year.
pub(super) fn told(role: &Work) -> Told {
    let Some(end) = role.end else { return Told::Nothing };
    let parts = role.summary.iter().chain(&role.highlights).map(Text::folded);
    let text: Vec<String> = role.position.iter().map(Text::folded).chain(parts).collect();
    if text.is_empty() {
        return Told::Nothing;
    }
    let text = text.join("\n");
    let late = |(name, year): &&(&str, i32)| *year > end.year && stands_in(&text, &fold(name));
    match PUBLISHED.iter().find(late) {
        Some((name, _)) => Told::TooEarlyFor(name),
        None => Told::Possible,
    }
}

fn stands_in(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        outside(text[..start].chars().next_back())
            && outside(text[start + name.len()..].chars().next())
    })
}
