//! The parts of a name, prepared for comparison: single tokens, and neighbouring tokens joined, since `min su kim` is
//! also `minsu kim`.

use super::{PersonName, sound};

/// The tokens of longer names are never joined.
const MAX_JOINED: usize = 5;

/// A name's parts, and the ways to split the name into them.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// The single tokens first.
    parts: Vec<Part>,
    /// Each way lists the parts that together are the name. The first way leaves the tokens separate.
    ways: Vec<Vec<usize>>,
}

impl Parts {
    pub(super) fn new(tokens: &[String]) -> Self {
        let mut parts: Vec<Part> = tokens.iter().map(|token| Part::new(token.clone())).collect();
        let mut ways = vec![(0..tokens.len()).collect()];
        if tokens.len() <= MAX_JOINED {
            // Bit `i` of a way joins the tokens `i` and `i + 1`.
            for way in 1..1_usize << (tokens.len() - 1) {
                ways.push(split(tokens, way, &mut parts));
            }
        }
        Self { parts, ways }
    }

    /// Whether there is a way to split both so that each part of the shorter name matches a different part of the
    /// longer one, at least one of them by more than an initial. A single word matches only a single word.
    pub(super) fn are_compatible(&self, other: &Self) -> bool {
        let matches = Matches::new(self, other);
        if !matches.same.contains(&true) {
            return false;
        }
        let both = self.ways.iter().flat_map(|a| other.ways.iter().map(move |b| (a, b)));
        both.into_iter().any(|(a, b)| matches.are_compatible(a, b))
    }

    fn tokens(&self) -> &[Part] {
        &self.parts[..self.ways[0].len()]
    }
}

/// Whether a token of one name is also one of the other name, in other spellings or as a short form.
pub(super) fn share_a_part(ours: &Parts, theirs: &Parts) -> bool {
    ours.tokens().iter().any(|part| theirs.tokens().iter().any(|other| part.is_same(other)))
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

/// Which parts of two names match.
struct Matches {
    /// The number of the other name's parts.
    width: usize,
    /// A row for each of our parts, a column for each of theirs: whether they are the same name.
    same: Vec<bool>,
    /// Whether they can be the same name: an initial matches every name that starts with it.
    possible: Vec<bool>,
}

impl Matches {
    fn new(ours: &Parts, theirs: &Parts) -> Self {
        let pairs = || ours.parts.iter().flat_map(|a| theirs.parts.iter().map(move |b| (a, b)));
        let same: Vec<bool> = pairs().map(|(a, b)| a.is_same(b)).collect();
        let possible =
            pairs().zip(&same).map(|((a, b), is_same)| *is_same || a.is_initial(b)).collect();
        Self { width: theirs.parts.len(), same, possible }
    }

    fn are_compatible(&self, ours: &[usize], theirs: &[usize]) -> bool {
        let (fewer, more) = (ours.len().min(theirs.len()), ours.len().max(theirs.len()));
        let are_words = fewer > 1 || more == 1;
        let is_same = |a: &usize| theirs.iter().any(|b| self.same[a * self.width + b]);
        are_words && ours.iter().any(is_same) && self.assigned(ours, theirs) == fewer
    }

    /// How many of our parts can be assigned to different parts of theirs (augmenting paths; H. W. Kuhn, "The Hungarian
    /// method for the assignment problem", 1955).
    fn assigned(&self, ours: &[usize], theirs: &[usize]) -> usize {
        let fits = |part: usize| {
            let fits = |(place, theirs): (usize, &usize)| {
                Places::from(self.possible[part * self.width + theirs]) << place
            };
            theirs.iter().enumerate().map(fits).fold(0, |all, place| all | place)
        };
        let mut assignment = Assignment { fits: [0; MAX_PARTS], taken: [None; MAX_PARTS] };
        for (index, part) in ours.iter().enumerate() {
            assignment.fits[index] = fits(*part);
        }
        (0..ours.len()).filter(|index| assignment.assign(*index, &mut 0)).count()
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
    use super::{Part, Parts};

    /// The definition of [`Parts::are_compatible`]. It takes time exponential in the number of parts.
    pub(in super::super) fn all_orders(ours: &Parts, theirs: &Parts) -> bool {
        let split = |name: &Parts, way: &[usize]| -> Vec<Part> {
            way.iter().map(|part| name.parts[*part].clone()).collect()
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
