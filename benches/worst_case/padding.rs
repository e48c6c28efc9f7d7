//! What a sender can fill a profile with, each kind chosen to be slow in its own way.

use std::fmt::Write as _;

/// A kind of padding.
#[derive(Clone, Copy)]
pub(crate) struct Padding {
    pub(crate) name: &'static str,
    /// A section of the profile, and the list in it to fill.
    section: &'static str,
    list: &'static str,
    /// The element of the list with this number.
    item: fn(usize) -> String,
    /// How many elements the list accepts.
    max_items: usize,
    /// Whether earlier versions of the profile contain the same.
    pub(crate) with_history: bool,
}

const fn padding(
    name: &'static str,
    section: &'static str,
    list: &'static str,
    max_items: usize,
    item: fn(usize) -> String,
) -> Padding {
    Padding { name, section, list, item, max_items, with_history: false }
}

/// A profile with padding, each kind with about this many bytes. Kinds of the same section are merged.
pub(crate) fn document(kinds: &[(Padding, usize)]) -> String {
    let mut sections: Vec<(&str, String)> = base();
    for (kind, bytes) in kinds {
        let mut list = String::new();
        for number in 0..kind.max_items {
            let item = (kind.item)(number);
            if list.len() + item.len() > *bytes {
                break;
            }
            let comma = if list.is_empty() { "" } else { "," };
            let _ = write!(list, "{comma}{item}");
        }
        let wrapped = match kind.list {
            // Members of the document itself, or of a section.
            "" => list,
            "[]" => format!("[{list}]"),
            name => format!("\"{name}\":[{list}]"),
        };
        match sections.iter_mut().find(|(section, _)| *section == kind.section) {
            Some((_, content)) if kind.list != "[]" && !wrapped.is_empty() => {
                let comma = if content.is_empty() { "" } else { "," };
                let _ = write!(content, "{comma}{wrapped}");
            }
            Some((_, content)) => *content = wrapped,
            None => sections.push((kind.section, wrapped)),
        }
    }
    let mut members = vec!["\"external_id\":\"worst\"".to_owned()];
    for (section, content) in sections {
        members.push(match section {
            "" => content,
            _ if content.starts_with('[') => format!("\"{section}\":{content}"),
            _ if section.contains('/') => nested(section, &content),
            _ => format!("\"{section}\":{{{content}}}"),
        });
    }
    members.retain(|member| !member.is_empty());
    format!("{{{}}}", members.join(","))
}

/// A section in a section: `links/github`.
fn nested(path: &str, content: &str) -> String {
    let (outer, inner) = path.split_once('/').unwrap_or((path, ""));
    format!("\"{outer}\":{{\"{inner}\":{{{content}}}}}")
}

/// What indicators compare the padding with.
fn base() -> Vec<(&'static str, String)> {
    let members = |text: &str| text.to_owned();
    vec![
        (
            "claims",
            members(r#""name":"Kim Min Su Park Lee","country":"US","years_of_experience":9"#),
        ),
        (
            "activity",
            members(
                r#""signed_up_at":"2026-01-01T00:00:00Z","suspended_at":"2026-01-02T00:00:00Z""#,
            ),
        ),
        ("links/github", members(r#""user":{"login":"x","created_at":"2024-01-01T00:00:00Z"}"#)),
    ]
}

pub(crate) const KINDS: &[Padding] = &[
    padding("payout holders of five words", "payouts", "[]", 100, |i| {
        format!(
            r#"{{"holder_name":"{} {} Gim {} Bak","account":"ACCT-{i}"}}"#,
            word(i),
            word(i + 7),
            word(i + 3)
        )
    }),
    padding("payout holders of one letter after the other", "payouts", "[]", 100, |i| {
        format!(r#"{{"holder_name":"a b c d e f g {}","account":"ACCT-{i}"}}"#, word(i))
    }),
    padding("payout holders in Chinese", "payouts", "[]", 100, |i| {
        let name: String = (0..8_u32)
            .filter_map(|n| char::from_u32(0x4E00 + (n * 977 + number(i)) % 20_000))
            .collect();
        format!(r#"{{"holder_name":"{name}"}}"#)
    }),
    padding("payout holders with long words", "payouts", "[]", 100, |i| {
        format!(
            r#"{{"holder_name":"{} {}"}}"#,
            "ab".repeat(30),
            word(i).repeat(9).chars().take(60).collect::<String>()
        )
    }),
    padding("authors of commits", "links/github", "commits", 5000, |i| {
        format!(
            r#"{{"author":{{"login":"x"}},"commit":{{"author":{{"name":"{} {} {}","email":"a{i}@b.example","date":"2025-01-01T00:00:00+09:00"}}}}}}"#,
            word(i),
            word(i / 50),
            word(i / 3),
        )
    }),
    padding("commits with addresses", "links/github", "commits", 5000, |i| {
        format!(
            r#"{{"url":"https://api.github.com/repos/x/r{i}/commits/1","author":{{"login":"x"}},"found_elsewhere":[{{"repository":"y/z","login":"y"}}]}}"#
        )
    }),
    padding("short commits", "links/github", "commits", 5000, |_| {
        r#"{"author":{"login":"x"}}"#.to_owned()
    }),
    padding("repositories", "links/github", "repos", 1000, |i| {
        format!(r#"{{"full_name":"x/r{i}","fork":true,"created_at":"2025-01-01T00:00:00Z"}}"#)
    }),
    padding("followed accounts", "links/github", "following", 5000, |i| {
        format!(r#"{{"login":"{}{i}"}}"#, word(i))
    }),
    padding("sessions of one week", "sessions", "[]", 2000, |i| {
        let (hour, minute) = (i / 60 % 24, i % 60);
        format!(
            r#"{{"started_at":"2026-05-01T{hour:02}:{minute:02}:00Z","last_activity_at":"2026-05-01T{hour:02}:{minute:02}:30Z","ip":"192.0.{}.{}","device_id":"d{i}","browser_session_id":"b{i}","time_zone":"America/Chicago"}}"#,
            i / 250,
            i % 250,
        )
    }),
    Padding {
        with_history: true,
        ..padding("sessions with history", "sessions", "[]", 2000, |i| {
            format!(
                r#"{{"started_at":"2026-05-01T{:02}:{:02}:00Z","ip":"192.0.2.{}","device_id":"d{i}"}}"#,
                i / 60 % 24,
                i % 60,
                i % 250
            )
        })
    },
    padding("declared stays", "claims", "stays", 100, |i| {
        let countries = [
            "US", "CA", "RU", "BR", "MX", "AR", "AU", "KZ", "ID", "MN", "CL", "GL", "CN", "ES",
            "PT", "UA",
        ];
        format!(r#"{{"country":"{}"}}"#, countries[i % countries.len()])
    }),
    padding("messages that repeat a word of phrases", "messages", "[]", 2000, |i| {
        format!(r#"{{"direction":"sent","channel":"chat","text":"{}{i}"}}"#, "pay ".repeat(4_990))
    }),
    padding("messages that nearly match", "messages", "[]", 2000, |i| {
        format!(
            r#"{{"direction":"sent","channel":"chat","text":"{}{i}"}}"#,
            "pay in use your account letter i will leak or ".repeat(400)
        )
    }),
    padding("messages that match", "messages", "[]", 2000, |i| {
        format!(
            r#"{{"direction":"sent","channel":"chat","text":"pay {} in crypto {i}","at":"2026-05-01T00:00:{:02}Z"}}"#,
            "to me now ".repeat(40),
            i % 60
        )
    }),
    padding("short messages", "messages", "[]", 2000, |i| {
        format!(
            r#"{{"direction":"sent","channel":"chat","text":"a b c d e f g h {i}","at":"2026-05-01T{:02}:{:02}:00Z"}}"#,
            i / 60 % 24,
            i % 60
        )
    }),
    padding("messages with combining marks", "messages", "[]", 2000, |i| {
        format!(
            r#"{{"direction":"sent","channel":"chat","text":"{}{i}"}}"#,
            "e\u{301}\u{323}\u{338}".repeat(4_900)
        )
    }),
    padding("messages with one letter and its marks", "messages", "[]", 2000, |i| {
        format!(
            r#"{{"direction":"sent","channel":"chat","text":"a{}{i}"}}"#,
            "\u{301}\u{323}".repeat(9_900)
        )
    }),
    padding("messages with ligatures", "messages", "[]", 2000, |i| {
        format!(r#"{{"direction":"sent","channel":"chat","text":"{}{i}"}}"#, "ﷺ".repeat(19_000))
    }),
    padding("messages with emoji", "messages", "[]", 2000, |i| {
        format!(r#"{{"direction":"sent","channel":"chat","text":"{}{i}"}}"#, "👩‍💻🇩🇪".repeat(3_900))
    }),
    padding("messages with rare letters", "messages", "[]", 2000, |i| {
        let letters: String = (0..19_000_u32)
            .filter_map(|n| char::from_u32(0x2_0000 + (n * 7 + number(i)) % 40_000))
            .collect();
        format!(r#"{{"direction":"sent","channel":"chat","text":"{letters}"}}"#)
    }),
    padding("applications with different advertisements", "activity", "applications", 5000, |i| {
        format!(r#"{{"at":"2026-05-01T00:00:00Z","job_ad":"{}"}}"#, words(i, 400))
    }),
    padding("applications with letters", "activity", "applications", 5000, |i| {
        format!(r#"{{"at":"2026-05-01T00:00:00Z","cover_letter":"{}"}}"#, words(i, 90))
    }),
    padding("short applications", "activity", "applications", 5000, |_| {
        r#"{"at":"2026-05-01T00:00:00Z","accepted":false,"rate":1,"market_rate":9}"#.to_owned()
    }),
    padding("engagements", "activity", "engagements", 500, |i| {
        format!(
            r#"{{"started_at":"2026-05-01T00:00:00Z","full_time":true,"client_account":"ACCT-{i}"}}"#
        )
    }),
    padding("withdrawals", "activity", "withdrawals", 1000, |_| {
        r#"{"at":"2026-05-01T00:00:00Z","earned_at":"2026-05-01T00:00:00Z","share_of_balance":1}"#
            .to_owned()
    }),
    padding("portfolios", "links", "portfolios", 20, |i| {
        format!(r#"{{"text":"{}"}}"#, words(i, 12_000))
    }),
    padding("portfolios in Japanese", "links", "portfolios", 20, |i| {
        format!(r#"{{"text":"{}"}}"#, japanese(i, 90_000))
    }),
    padding("jobs with achievements", "resume", "work", 100, |i| {
        let achievements: Vec<String> =
            (0..100).map(|n| format!("\"{}\"", words(i * 100 + n, 120))).collect();
        format!(
            r#"{{"name":"E{i}","startDate":"2001-01","endDate":"2002-{:02}","highlights":[{}]}}"#,
            i % 12 + 1,
            achievements.join(","),
        )
    }),
    padding("jobs that name technologies", "resume", "work", 100, |i| {
        format!(
            r#"{{"name":"E{i}","endDate":"2024","summary":"{}"}}"#,
            "typescript tensorflow x ".repeat(80)
        )
    }),
    padding("skills that contain each other", "resume", "skills", 100, |i| {
        let keywords: Vec<String> =
            (1..100).map(|n| format!("\"{}{i}\"", "a".repeat(n + i % 90))).collect();
        format!(r#"{{"name":"{}","keywords":[{}]}}"#, "a".repeat(i + 1), keywords.join(","))
    }),
    padding("profiles elsewhere with jobs", "links", "profiles", 50, |i| {
        let job = |n: usize| {
            format!(
                r#"{{"name":"F{n}","startDate":"2001-01","endDate":"2002-{:02}"}}"#,
                (n + i) % 12 + 1
            )
        };
        let jobs: Vec<String> = (0..100).map(job).collect();
        format!(
            r#"{{"name":"{} {} {}","previous_name":"{} Sung","work":[{}]}}"#,
            word(i),
            word(i + 1),
            word(i + 2),
            word(i),
            jobs.join(",")
        )
    }),
    padding("shipments", "shipments", "[]", 100, |i| {
        format!(
            r#"{{"address":{{"line":"{i} Road","city":"c{i}"}},"requested_at":"2026-05-01T00:00:00Z"}}"#
        )
    }),
    padding("addresses", "contact", "addresses", 100, |i| {
        format!(
            r#"{{"purpose":"residence","line":"{i} Lane","city":"d{i}","country":"US","added_at":"2026-05-01T00:00:00Z"}}"#
        )
    }),
    padding("e-mail addresses", "contact", "emails", 50, |i| {
        format!(r#"{{"address":"{}.{}.{}@müller{i}.example"}}"#, word(i), word(i + 1), word(i + 2))
    }),
    padding("phone numbers", "contact", "phones", 50, |i| {
        format!(r#"{{"number":"+1-202-555-01{i:02}"}}"#)
    }),
    padding("national phone numbers", "contact", "phones", 50, |i| {
        format!(r#"{{"number":"(030) 1234567{i}","country":"DE"}}"#)
    }),
    padding("references", "claims", "references", 20, |i| {
        format!(r#"{{"phone":"+4915123456{i:02}","ip":"192.0.2.{i}"}}"#)
    }),
    padding("calls", "interviews", "[]", 50, |i| {
        format!(
            r#"{{"at":"2026-05-01T00:00:00Z","until":"2026-05-01T02:00:00Z","device_id":"d{i}","observer":"K","observations":[{{"code":"scripted_or_fed_answers","note":"n"}}]}}"#
        )
    }),
    padding("links", "links", "urls", 50, |i| {
        format!(r#""https://{}.example/{i}""#, "a.".repeat(100))
    }),
    padding("short unknown keys", "", "", usize::MAX, |i| format!(r#""{}":0"#, letters(i))),
    padding("unknown keys that look like known ones", "", "", usize::MAX, |i| {
        format!(r#""sesion{}":0"#, letters(i))
    }),
    padding("unknown keys in sessions", "sessions", "[]", 2000, |i| {
        format!(
            r#"{{"started_at":"2026-05-01T00:00:00Z","strated_at":0,"user_agnet":0,"divice_id":{i}}}"#
        )
    }),
    padding("a long unknown key", "", "", 1, |_| format!(r#""{}":0"#, "k".repeat(4_000))),
    padding("numbers", "", "", usize::MAX, |i| {
        format!(r#""{}":[{}0]"#, letters(i), "0,".repeat(1_900))
    }),
    padding("objects", "", "", usize::MAX, |i| {
        format!(r#""{}":[{}0]"#, letters(i), r#"{"a":0},"#.repeat(480))
    }),
    padding("empty lists", "", "", usize::MAX, |i| {
        format!(r#""{}":[{}0]"#, letters(i), "[],".repeat(1_300))
    }),
    padding("deep lists", "", "", usize::MAX, |i| {
        format!(r#""{}":{}{}"#, letters(i), "[".repeat(22), "]".repeat(22))
    }),
    padding("lists that are too deep", "", "", usize::MAX, |i| {
        format!(r#""{}":{}{}"#, letters(i), "[".repeat(90), "]".repeat(90))
    }),
    padding("escapes", "", "", usize::MAX, |i| {
        format!(r#""{}":"{}""#, letters(i), r"\u00e9\n".repeat(480))
    }),
    padding("invalid sessions", "sessions", "[]", 2000, |_| {
        r#"{"started_at":"x","ip":"y","device_id":1}"#.to_owned()
    }),
];

/// A different made-up word for each number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "min", "su", "jae", "ho", "young", "chul", "ki", "kyung", "hee", "wei", "zhi", "yu", "sha",
        "lo", "ben", "tar",
    ];
    let (first, second, third) = (number % 16, number / 16 % 16, number / 256 % 16);
    format!("{}{}{}", SYLLABLES[first], SYLLABLES[second], SYLLABLES[third])
}

fn words(seed: usize, count: usize) -> String {
    let words: Vec<String> = (0..count).map(|n| word(seed * 31 + n * n + n)).collect();
    words.join(" ")
}

fn japanese(seed: usize, count: u32) -> String {
    (0..count)
        .filter_map(|n| char::from_u32(0x4E00 + (n * n + n + number(seed)) % 20_000))
        .collect()
}

fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
        if number == 0 {
            return letters;
        }
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or_default()
}
