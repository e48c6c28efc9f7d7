//! One name in several spellings of one script: what different romanisations make of the same sounds.
//!
//! Whoever's name was never written in Latin letters has it spelt anew by every passport office, bank and
//! school. Without this their own names would contradict each other, and nobody else's would.

use super::forms;

/// What a part of a name is known by. Two parts that have one of these in common are spellings, or short forms,
/// of one name. Every rule is a namespace of its own, so that they do not add up.
pub(super) fn keys(part: &str) -> Vec<String> {
    let mut keys = vec![format!("={part}")];
    for (rule, folded) in [
        ('e', replaced(part, EAST_ASIAN)),
        ('s', replaced(&plain_ending(part), SLAVIC)),
        ('a', replaced(part, ARABIC)),
        ('g', replaced(part, GERMANIC)),
    ] {
        let folded = single(&folded);
        if folded.len() > 1 {
            keys.push(format!("{rule}{folded}"));
        }
    }
    keys.extend(forms::groups(part).iter().map(|group| format!("#{group}")));
    keys
}

/// Korean (Revised, McCune–Reischauer, as people like it) and Chinese (Pinyin, Wade–Giles).
const EAST_ASIAN: &[(&str, &str)] = &[
    ("young", "yung"),
    ("yeong", "yung"),
    ("yong", "yung"),
    ("ong", "ung"),
    ("eong", "ung"),
    ("eung", "ung"),
    ("oong", "ung"),
    ("ien", "ian"),
    ("tsch", "c"),
    ("zh", "c"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("hs", "s"),
    ("sh", "s"),
    ("ck", "k"),
    ("kh", "k"),
    ("oo", "u"),
    ("ou", "u"),
    ("ow", "u"),
    ("eo", "u"),
    ("eu", "u"),
    ("uh", "u"),
    ("ur", "u"),
    ("ee", "i"),
    ("ih", "i"),
    ("ae", "e"),
    ("ai", "e"),
    ("ay", "e"),
    ("eh", "e"),
    ("oh", "o"),
    ("ah", "a"),
    ("z", "c"),
    ("j", "c"),
    ("q", "c"),
    ("x", "s"),
    ("g", "k"),
    ("d", "t"),
    ("b", "p"),
    ("r", "l"),
];

/// Russian, Ukrainian, Bulgarian and their neighbours, by the passports of several decades.
const SLAVIC: &[(&str, &str)] = &[
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("cz", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("zh", "z"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("ks", "x"),
    ("iou", "u"),
    ("iu", "u"),
    ("yu", "u"),
    ("ju", "u"),
    ("ia", "a"),
    ("ya", "a"),
    ("ja", "a"),
    ("io", "o"),
    ("yo", "o"),
    ("jo", "o"),
    ("ie", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("ij", "i"),
    ("iy", "i"),
    ("yy", "i"),
    ("yi", "i"),
    ("w", "v"),
    ("g", "h"),
    ("y", "i"),
    ("j", "i"),
];

/// Arabic, Persian and Urdu names, whose short vowels are written as they are heard.
const ARABIC: &[(&str, &str)] = &[
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("o", "u"),
    ("e", "a"),
    ("y", "i"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
];

/// Umlauts and rings that are written out, and double letters.
const GERMANIC: &[(&str, &str)] = &[
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("aa", "a"),
    ("th", "t"),
    ("ph", "f"),
    ("ij", "y"),
    ("ei", "ai"),
    ("ey", "ai"),
    ("ay", "ai"),
    ("dt", "t"),
    ("ck", "k"),
    ("c", "k"),
    ("z", "s"),
];

/// The text with the first rule that fits at each place applied, once.
fn replaced(text: &str, rules: &[(&str, &str)]) -> String {
    let (mut rest, mut folded) = (text, String::with_capacity(text.len()));
    while let Some(first) = rest.chars().next() {
        let rule = rules.iter().find(|(from, _)| rest.starts_with(from));
        let (from, to) =
            rule.map_or((&rest[..first.len_utf8()], None), |(from, to)| (*from, Some(*to)));
        folded.push_str(to.unwrap_or(from));
        rest = &rest[from.len()..];
    }
    folded
}

/// `Petroff` and `Petrow` as `Petrov`; `Yurii`, `Yuriy` and `Yury` as `Yuri`.
fn plain_ending(part: &str) -> String {
    for (ending, plain) in [
        ("off", "ov"),
        ("eff", "ev"),
        ("ow", "ov"),
        ("ew", "ev"),
        ("iey", "i"),
        ("ey", "i"),
        ("ei", "i"),
        ("iy", "i"),
        ("ii", "i"),
        ("yy", "i"),
        ("ij", "i"),
        ("yi", "i"),
        ("y", "i"),
        ("iya", "a"),
        ("iia", "a"),
        ("ija", "a"),
        ("ia", "a"),
    ] {
        if let Some(stem) = part.strip_suffix(ending)
            && stem.len() > 2
        {
            return format!("{stem}{plain}");
        }
    }
    part.to_owned()
}

/// Every letter once where it stands several times in a row.
fn single(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for c in text.chars() {
        if !single.ends_with(c) {
            single.push(c);
        }
    }
    single
}
