//! The parts of a name, prepared for comparison: single tokens, and neighbouring tokens joined, since `min su kim` is
//! also `minsu kim`.

use super::forms::family_rank;
use super::{PersonName, is_near, sound};

/// The tokens of longer names are never joined.
const MAX_JOINED: usize = 5;

/// A name's parts, and the ways to split the name into them.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// The single tokens first.
    all: Vec<Part>,
    /// The first way leaves the tokens separate.
    ways: Vec<Way>,
    /// The indexes of the parts that are whole names.
    whole: Vec<usize>,
}

/// Parts that together are the name.
#[derive(Clone, Debug)]
struct Way {
    /// Their indexes.
    parts: Vec<usize>,
    /// The same as a bit for each part.
    mask: Mask,
}

/// A bit for each part of a name. Five tokens have fifteen parts.
type Mask = u16;

impl Way {
    fn new(parts: Vec<usize>) -> Self {
        let mask = parts.iter().fold(0, |mask, part| mask | 1 << part);
        Self { parts, mask }
    }
}

impl Parts {
    pub(super) fn new(tokens: &[String]) -> Self {
        let mut parts: Vec<Part> = tokens.iter().map(|token| Part::new(token.clone())).collect();
        let mut ways = vec![Way::new((0..tokens.len()).collect())];
        if tokens.len() <= MAX_JOINED {
            // Bit `i` of a way joins the tokens `i` and `i + 1`.
            for way in 1..1_usize << (tokens.len() - 1) {
                ways.push(Way::new(split(tokens, way, &mut parts)));
            }
        }
        let whole = whole_names(tokens, &mut parts);
        Self { all: parts, ways, whole }
    }

    /// Whether there is a way to split both so that each part of the shorter name matches a different part of the
    /// longer one, at least one of them by more than an initial. A single word matches only a single word.
    pub(super) fn are_compatible(&self, other: &Self) -> bool {
        let matches = Matches::new(self, other);
        if matches.same.iter().all(|same| *same == 0) {
            return false;
        }
        let ours = self.ways.iter();
        ours.into_iter().any(|a| other.ways.iter().any(|b| matches.are_compatible(a, b)))
    }

    fn whole(&self) -> impl Iterator<Item = &Part> {
        self.whole.iter().filter_map(|part| self.all.get(*part))
    }
}

/// Whether a whole name in one is also one in the other, in other spellings, as a short form or misspelt.
pub(super) fn share_a_part(ours: &Parts, theirs: &Parts) -> bool {
    let is_shared =
        |part: &Part, other: &Part| part.is_same(other) || is_near(&part.text, &other.text);
    ours.whole().any(|part| theirs.whole().any(|other| is_shared(part, other)))
}

/// The parts that are whole names: the tokens, unless all of three or more have only one syllable. Then most of them
/// are syllables of a given name, which strangers share more often than a name. So the family name and the joined rest
/// are the names, or both ends and both rests if the family name can't be told.
fn whole_names(tokens: &[String], parts: &mut Vec<Part>) -> Vec<usize> {
    if !(3..=MAX_JOINED).contains(&tokens.len()) || !tokens.iter().all(|token| is_syllable(token)) {
        return (0..tokens.len()).collect();
    }
    let last = tokens.len() - 1;
    let is_first = match (family_rank(&tokens[0]), family_rank(&tokens[last])) {
        (Some(first), Some(last)) if first != last => Some(first < last),
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        _ => None,
    };
    let mut whole = Vec::new();
    if is_first != Some(false) {
        whole.extend([0, index_of(&tokens[1..].concat(), parts)]);
    }
    if is_first != Some(true) {
        whole.extend([last, index_of(&tokens[..last].concat(), parts)]);
    }
    whole
}

/// Whether each whole name of the shorter name may be another romanisation of a different one of the longer name. Names of
/// a few letters have too few consonants to tell.
pub(super) fn may_be_romanised(ours: &Parts, theirs: &Parts) -> bool {
    const MIN_CONSONANTS: usize = 5;
    let (fewer, more) =
        if ours.whole.len() <= theirs.whole.len() { (ours, theirs) } else { (theirs, ours) };
    if fewer.whole.len() < 2 {
        return false;
    }
    let mut taken = vec![false; more.whole.len()];
    let mut consonants = 0;
    for part in fewer.whole() {
        let forms = sound::skeletons(&part.text);
        let found = more.whole().enumerate().find(|(i, other)| {
            let others = sound::skeletons(&other.text);
            !taken[*i] && forms.iter().any(|form| form.len() > 1 && others.contains(form))
        });
        let Some((i, _)) = found else { return false };
        taken[i] = true;
        consonants += forms[0].len();
    }
    consonants >= MIN_CONSONANTS
}

/// Whether a token has only one group of vowels.
fn is_syllable(token: &str) -> bool {
    let vowels = token.split(|c: char| !"aeiouy".contains(c));
    vowels.filter(|group| !group.is_empty()).count() == 1
}

/// The parts of a way. Adds those that are joined from several tokens.
fn split(tokens: &[String], joined: usize, parts: &mut Vec<Part>) -> Vec<usize> {
    let mut way = Vec::new();
    let mut first = 0;
    for last in 0..tokens.len() {
        if joined & (1 << last) != 0 {
            continue;
        }
        way.push(if first == last {
            first
        } else {
            index_of(&tokens[first..=last].concat(), parts)
        });
        first = last + 1;
    }
    way
}

/// The index of a joined part, which is added if it is new.
fn index_of(text: &str, parts: &mut Vec<Part>) -> usize {
    parts.iter().position(|part| part.text == text).unwrap_or_else(|| {
        parts.push(Part::new(text.to_owned()));
        parts.len() - 1
    })
}

/// A part of a name and the keys of its spellings.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    keys: Vec<String>,
    /// A bit for each key. Parts without a common bit have no common key.
    bits: u64,
}

impl Part {
    fn new(text: String) -> Self {
        let keys = sound::keys(&text);
        let bits = keys.iter().fold(0, |bits, key| bits | 1 << (hash(key) % u64::BITS));
        Self { text, keys, bits }
    }

    /// Whether both are the same name, in other spellings or as a short form.
    fn is_same(&self, other: &Self) -> bool {
        self.bits & other.bits != 0 && self.keys.iter().any(|key| other.keys.contains(key))
    }

    /// Whether one is an initial of the other.
    fn is_initial(&self, other: &Self) -> bool {
        let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
        initial(&self.text, &other.text) || initial(&other.text, &self.text)
    }
}

/// FNV-1a.
fn hash(key: &str) -> u32 {
    key.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Which parts of two names match: for each of our parts, a bit for each of theirs.
struct Matches {
    /// Whether they are the same name.
    same: Vec<Mask>,
    /// Whether they can be the same name: an initial matches every name that starts with it.
    possible: Vec<Mask>,
}

impl Matches {
    fn new(ours: &Parts, theirs: &Parts) -> Self {
        let mask = |is_match: &dyn Fn(&Part) -> bool| {
            let parts = theirs.all.iter().enumerate();
            parts.fold(0, |mask, (i, part)| mask | Mask::from(is_match(part)) << i)
        };
        let same: Vec<Mask> =
            ours.all.iter().map(|part| mask(&|other| part.is_same(other))).collect();
        let possible = (ours.all.iter().zip(&same))
            .map(|(part, same)| same | mask(&|other| part.is_initial(other)))
            .collect();
        Self { same, possible }
    }

    fn are_compatible(&self, ours: &Way, theirs: &Way) -> bool {
        let (fewer, more) = {
            let (ours, theirs) = (ours.parts.len(), theirs.parts.len());
            (ours.min(theirs), ours.max(theirs))
        };
        let are_words = fewer > 1 || more == 1;
        let is_same = |part: &usize| self.same[*part] & theirs.mask != 0;
        let fits = |part: &&usize| self.possible[**part] & theirs.mask != 0;
        are_words
            && ours.parts.iter().any(is_same)
            && ours.parts.iter().filter(fits).count() >= fewer
            && self.assigned(ours, theirs) == fewer
    }

    /// How many of our parts can be assigned to different parts of theirs (augmenting paths; H. W. Kuhn, "The Hungarian
    /// method for the assignment problem", 1955).
    fn assigned(&self, ours: &Way, theirs: &Way) -> usize {
        let mut assignment = Assignment { fits: [0; MAX_PARTS], taken: [None; MAX_PARTS] };
        for (fits, part) in assignment.fits.iter_mut().zip(&ours.parts) {
            for (place, other) in theirs.parts.iter().enumerate() {
                *fits |= Places::from(self.possible[*part] & (1 << other) != 0) << place;
            }
        }
        (0..ours.parts.len()).filter(|index| assignment.assign(*index, &mut 0)).count()
    }
}

/// The most parts that a name is split into.
const MAX_PARTS: usize = PersonName::MAX_TOKENS;

/// A bit for each of their parts.
type Places = u8;

struct Assignment {
    /// For each of our parts, where it fits.
    fits: [Places; MAX_PARTS],
    /// Our part to which each of theirs is assigned.
    taken: [Option<usize>; MAX_PARTS],
}

impl Assignment {
    /// Assigns a part, moving others if necessary. `tried` are the places that this search has tried.
    fn assign(&mut self, part: usize, tried: &mut Places) -> bool {
        for place in 0..MAX_PARTS {
            if self.fits[part] & !*tried & (1 << place) == 0 {
                continue;
            }
            *tried |= 1 << place;
            if self.taken[place].is_none_or(|other| self.assign(other, tried)) {
                self.taken[place] = Some(part);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Part, Parts, Way};

    /// The definition of [`Parts::are_compatible`]. It takes time exponential in the number of parts.
    pub(in super::super) fn all_orders(ours: &Parts, theirs: &Parts) -> bool {
        let split = |name: &Parts, way: &Way| -> Vec<Part> {
            way.parts.iter().map(|part| name.all[*part].clone()).collect()
        };
        ours.ways
            .iter()
            .any(|a| theirs.ways.iter().any(|b| is_compatible(&split(ours, a), &split(theirs, b))))
    }

    fn is_compatible(a: &[Part], b: &[Part]) -> bool {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let by_name = short.iter().any(|part| long.iter().any(|other| part.is_same(other)));
        let words = short.len() > 1 || long.len() == 1;
        by_name && words && can_assign(short, long, &mut vec![false; long.len()])
    }

    fn can_assign(short: &[Part], long: &[Part], taken: &mut [bool]) -> bool {
        let Some((first, rest)) = short.split_first() else { return true };
        for (i, part) in long.iter().enumerate() {
            if !taken[i] && (first.is_same(part) || first.is_initial(part)) {
                taken[i] = true;
                if can_assign(rest, long, taken) {
                    return true;
                }
                taken[i] = false;
            }
        }
        false
    }
}
