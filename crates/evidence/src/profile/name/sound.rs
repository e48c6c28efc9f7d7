//! Spellings of the same name in Latin letters, as different romanisations write the same sounds.
//!
//! Passport offices, banks and schools each romanise a name differently. Without these rules, people whose names
//! need romanisation would contradict themselves, and no one else would.

use std::sync::LazyLock;

use super::forms;

/// The keys of a part of a name. Two parts with a common key are spellings or short forms of one name. The keys of each
/// rule have their own prefix, so that rules don't combine.
pub(super) fn keys(part: &str) -> Vec<String> {
    let [east_asian, slavic, arabic, germanic] = &*RULES;
    let groups = forms::groups(part);
    let mut keys = Vec::with_capacity(5 + groups.len());
    keys.push(["=", part].concat());
    let plain = plain_ending(part);
    for (rule, part, rules) in [
        ("e", part, east_asian),
        ("s", &*plain, slavic),
        ("a", part, arabic),
        ("g", part, germanic),
    ] {
        let key = key(rule, part, rules);
        // The rule and at least two letters.
        if key.len() > 2 {
            keys.push(key);
        }
    }
    keys.extend(groups.iter().map(|group| format!("#{group}")));
    keys
}

/// The consonants of a part as romanisations of Belarusian, Armenian and Georgian names agree on them: vowels, `v`, `w` and
/// voicing differ, `g` and `h` stand for each other, and an initial `h` comes and goes. The second form also takes `dz`
/// and `ts` for a soft `d` and `t`. Only two whole names are compared by it, because strangers often share one of these.
pub(super) fn skeletons(part: &str) -> [String; 2] {
    [skeleton(part, SOFT_AS_SIBILANTS), skeleton(part, SOFT_AS_STOPS)]
}

const SOFT_AS_SIBILANTS: &[(&str, char)] = &[("dzh", 's'), ("dz", 's'), ("ts", 's'), ("tz", 's')];
const SOFT_AS_STOPS: &[(&str, char)] = &[("dzh", 's'), ("dz", 't'), ("ts", 't'), ("tz", 't')];

fn skeleton(part: &str, soft: &[(&str, char)]) -> String {
    const GROUPS: &[(&str, char)] = &[
        ("shch", 's'),
        ("sch", 's'),
        ("tch", 's'),
        ("kh", 'k'),
        ("gh", 'k'),
        ("ch", 's'),
        ("sh", 's'),
        ("zh", 's'),
        ("ph", 'f'),
        ("th", 't'),
    ];
    // `Hovhannes` is `Ovanes`.
    let part = part.strip_prefix('h').unwrap_or(part).replace("vh", "v");
    let mut key = String::with_capacity(part.len());
    let mut rest = part.as_str();
    while let Some(first) = rest.chars().next() {
        let group = soft.iter().chain(GROUPS).find(|(from, _)| rest.starts_with(from));
        let (from, sound) = match group {
            Some((from, sound)) => (from.len(), Some(*sound)),
            None => (first.len_utf8(), consonant(first)),
        };
        // An initial vowel, however it is written.
        let sound = sound.or_else(|| key.is_empty().then_some('*').filter(|_| first != 'v'));
        if let Some(sound) = sound
            && !key.ends_with(sound)
        {
            key.push(sound);
        }
        rest = &rest[from..];
    }
    key
}

/// The class of a consonant. `None` for vowels and half-vowels.
fn consonant(letter: char) -> Option<char> {
    Some(match letter {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'v' | 'w' => return None,
        'b' | 'p' => 'p',
        'd' | 't' => 't',
        'g' | 'k' | 'h' | 'q' => 'k',
        's' | 'z' | 'c' | 'j' => 's',
        other => other,
    })
}

/// Rules by their first letter, each with what it replaces and by what.
type Rules = [Vec<(&'static str, &'static str)>; 26];

static RULES: LazyLock<[Rules; 4]> = LazyLock::new(|| {
    let starting_with = |rules: &[(&'static str, &'static str)], letter: usize| {
        let starts = |from: &str| from.bytes().next().map(letter_index) == Some(letter);
        rules.iter().filter(|(from, _)| starts(from)).copied().collect()
    };
    [EAST_ASIAN, SLAVIC, ARABIC, GERMANIC]
        .map(|rules| std::array::from_fn(|letter| starting_with(rules, letter)))
});

fn letter_index(letter: u8) -> usize {
    usize::from(letter.wrapping_sub(b'a'))
}

/// Korean (Revised, McCune–Reischauer, informal) and Chinese (Pinyin, Wade–Giles).
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

/// Russian, Ukrainian, Bulgarian and related languages, as in passports of several decades.
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

/// Arabic, Persian and Urdu, whose short vowels are written by ear.
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

/// Umlauts and rings written out, and double letters.
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

/// The name of the rules and the text in which, from left to right, each match of a rule is replaced. At each position
/// the first matching rule wins. Repetitions of letters are removed.
fn key(name: &str, text: &str, rules: &Rules) -> String {
    let mut key = String::with_capacity(name.len() + text.len() + 4);
    key.push_str(name);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letter = rest.bytes().next().map_or(usize::MAX, letter_index);
        let rule = rules.get(letter).into_iter().flatten().find(|(from, _)| rest.starts_with(from));
        let (from, to) =
            rule.map_or((&rest[..first.len_utf8()], None), |(from, to)| (*from, Some(*to)));
        for c in to.unwrap_or(from).chars() {
            if key.len() == name.len() || !key.ends_with(c) {
                key.push(c);
            }
        }
        rest = &rest[from.len()..];
    }
    key
}

/// Unifies endings: `Petroff` and `Petrow` become `Petrov`; `Yurii`, `Yuriy` and `Yury` become `Yuri`.
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
