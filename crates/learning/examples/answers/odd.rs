//! Invented documents full of odd text: phrases in fragments, look-alike letters, names in several scripts.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// Words of the phrases that indicators look for, and others between them.
const WORDS: &str = "pay paid payment before i start begin me first full in advance upfront or will not release the \
    milestone you regret now if do don't don’t report know where ruin only usdt crypto bitcoin accept send it letter \
    unfreeze unlock account frozen locked confirm my bank salary письмо разблокировать carta desbloquear am ceo cto \
    i'm I’m as of founder software represent company continue on telegram contact message whatsapp talk skype outside \
    platform off напишите телеграме escríbeme 텔레그램 연락 加我 微信 other friend's new another hire through to work \
    under name different partner через другой аккаунт mi otra cuenta 다른 계정 另一个账号 rent your out use share \
    income get percent identity apply lend attend interview for take receive laptop at home host аренда ваш alquilar tu \
    빌려 租 你的账号 borrow passport contract id card driver license social security number photo leak publish code \
    data sell source delete unless public competitors give оплатите оплатв в криптовалюте pago en criptomonedas 请 \
    코인으로 지급 kubernetes react native typescript typescriptypescript next.js tensorflow web3.js PayPal ОК раураl \
    Pаypal ﷺ ﬁnance ｕｓｄｔ ①② Σίσυφος ΣΑΣ İstanbul straße e\u{301}t\u{308}e \u{301}x a\u{200b}b \u{ad}soft 1l|I 0O mrn \
    👩‍💻 🇩🇪 … — « » ! ? ... , ; : #hash c++ C# ５０％ ½ ª ™ ℡ ﬀ ǆ ŉ ΐ क्षि กำ 가나 ㅎㅏㄴ か\u{3099} x\u{338}\u{323}";

/// Parts of those phrases.
const FRAGMENTS: &str = "only usdt|only in usdt|only in crypto|only accept crypto|accept only crypto|only accept usdt|pay|in usdt|in \
    crypto|in bitcoin|paid in crypto|paid in usdt|payment in usdt|payment in crypto|payment in \
    cryptocurrency|send it in usdt|send me|usdt|оплат|в usdt|в криптовалют|pago en \
    criptomoneda|请|코인으로|지급|letter|unfreeze|unlock|account|frozen|locked|confirm|my bank|salary \
    letter|письм|разблокир|carta|desbloquear|before i start|before i begin|payment|pay me first|pay first|full \
    payment|advance|in advance|upfront|or i will not|release the milestone|before|you will regret|pay me now \
    or|if you do not pay|you will|if you don't pay|i will report|i know where you|i will ruin|Send it in USDT \
    please|i am the ceo|i'm the ceo|i am the cto|i'm the cto|i am ceo of|i am cto of|as the ceo of|as the \
    founder of|software|i represent|software company|continue|on telegram|contact me|telegram|message me|on \
    whatsapp|whatsapp|talk on skype|skype|outside the platform|outside of the platform|pay me|paid \
    outside|platform|payment outside|off the platform|напишите|телеграм|escríbeme|텔레그램|연락|加我|微信|my other \
    account|my friend's account|my new account|another account|hire|through another account|to another \
    account|work|different account|work under|another name|under another name|account of my|partner|через другой \
    аккаунт|mi otra cuenta|다른 계정|另一个账号|rent your|rent out your|use your account|share the income|you get|percent \
    of|pay you|use your identity|to apply|lend me your|lend your|attend the interview for me|do the interview \
    for me|take the interview for me|receive|laptop|at your home|host|аренд|ваш аккаунт|alquilar \
    tu|cuenta|계정|빌려|租|你的账号|I built a Telegram bot|Contact me on Telegram|Thank you|Please hire my other \
    account|/messages/1/text|I want to rent your account|Хочу взять в аренду ваш аккаунт|Quiero alquilar tu \
    cuenta|계정 을 빌려 주세요|我想租用你的账号|I rent a flat near the office|borrow your|identity|passport|name|use your \
    passport|use your name|contract|send me your passport|send me your id card|send me your driver|license|your \
    social security number|photo of your passport|photo of your id|apply|under your name|interview|i will leak|i \
    will publish|your|code|data|i will release|source code|i will sell|your data|i will delete|unless you \
    pay|or|leak|or the code|public|or your data|sell it to your competitor|give it to your competitor|Hello";

const NAMES: &str = "Robin Example Dana Miller Jordan Sample Kim Min-su Gim Minsoo Lee Ji-hoon Yi Jihun Zhang Zhiming \
    Chang Chih-ming Mohammed Ali Muhammad Aly al Ahmed El-Sayed Иван Петров Ivan Petrov 王小明 Xiaoming Wang 김민수 Bob \
    Robert Stone Bill William J. R. O'Neil Pat ONeil José Álvarez Alvarez Jose Nguyễn Văn An Juergen Müller Jürgen \
    Mueller Prof Dr Kattarina Katarin Nowak Novik 佐藤 健 דוד כהן Sasha Aleksandr A B ab abc abcd";

struct Odd {
    random: ChaCha8Rng,
    words: Vec<&'static str>,
    fragments: Vec<&'static str>,
    names: Vec<&'static str>,
    /// The names in the commits.
    authors: Vec<Value>,
}

/// The document with this number. Several numbers share an applicant, so that there are earlier versions.
pub(super) fn document(seed: u64) -> Value {
    let mut odd = Odd {
        random: ChaCha8Rng::seed_from_u64(seed),
        words: WORDS.split_ascii_whitespace().collect(),
        fragments: FRAGMENTS.split('|').collect(),
        names: NAMES.split_ascii_whitespace().collect(),
        authors: Vec::new(),
    };
    odd.authors = (0..6).map(|_| odd.name()).collect();
    let mut document = json!({ "external_id": format!("odd-{}", seed % 1_700) });
    let sections: [(&str, Section); 12] = [
        ("claims", Odd::claims),
        ("contact", Odd::contact),
        ("resume", Odd::resume),
        ("links", Odd::links),
        ("sessions", Odd::sessions),
        ("payouts", Odd::payouts),
        ("identity_checks", Odd::checks),
        ("background_checks", Odd::background),
        ("activity", Odd::activity),
        ("messages", Odd::messages),
        ("interviews", Odd::interviews),
        ("extern_id", |odd| odd.word().into()),
    ];
    for (name, section) in sections {
        let share = if name == "extern_id" { 0.05 } else { 0.7 };
        if odd.chance(share) {
            document[name] = section(&mut odd);
        }
    }
    document
}

/// Invents a section.
type Section = fn(&mut Odd) -> Value;

impl Odd {
    fn chance(&mut self, share: f64) -> bool {
        self.random.random_bool(share)
    }

    fn below(&mut self, max: usize) -> usize {
        self.random.random_range(0..max)
    }

    fn list(&mut self, max: usize, item: fn(&mut Self) -> Value) -> Value {
        let items = self.below(max + 1);
        (0..items).map(|_| item(self)).collect()
    }

    fn word(&mut self) -> String {
        if self.chance(0.002) {
            let code = self.random.random_range(0xA1..0x2_0000);
            return char::from_u32(code).unwrap_or('x').to_string();
        }
        let index = self.below(self.words.len());
        self.words[index].to_owned()
    }

    fn text(&mut self, max: usize) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(max) {
            let mut word = self.word();
            if self.chance(0.3) {
                let index = self.below(self.fragments.len());
                self.fragments[index].clone_into(&mut word);
            }
            if self.chance(0.1) {
                word = word.to_uppercase();
            }
            text.push_str(&word);
            text.push_str(
                ["  ", "\n", "\u{a0}", ", ", " ", " ", " ", " ", " ", " "][self.below(10)],
            );
        }
        text
    }

    fn name(&mut self) -> Value {
        let tokens = self.below(5) + 1;
        let token = |_| {
            let index = self.below(self.names.len());
            self.names[index]
        };
        let tokens: Vec<&str> = (0..tokens).map(token).collect();
        tokens.join(if self.chance(0.9) { " " } else { "-" }).into()
    }

    fn author(&mut self) -> Value {
        let index = self.below(self.authors.len());
        self.authors[index].clone()
    }

    fn time(&mut self) -> Value {
        let (month, day, hour) = (self.below(5) + 1, self.below(28) + 1, self.below(24));
        let offset = ["Z", "Z", "+02:00", "-05:00", "+09:00"][self.below(5)];
        format!("2026-{month:02}-{day:02}T{hour:02}:{:02}:00{offset}", self.below(60)).into()
    }

    fn month(&mut self) -> Value {
        let year = 2006 + self.below(20);
        match self.below(3) {
            0 => format!("{year}").into(),
            _ => format!("{year}-{:02}", self.below(3) + 1).into(),
        }
    }

    fn country(&mut self) -> Value {
        ["US", "DE", "PT", "KR", "UA", "AR"][self.below(6)].into()
    }

    fn short(&mut self) -> Value {
        let text: String = self.text(4).chars().take(120).collect();
        text.into()
    }

    fn claims(&mut self) -> Value {
        let stays = self.list(3, |odd| json!({ "country": odd.country(), "from": odd.time() }));
        let mut claims = json!({
            "name": self.name(), "country": self.country(), "city": self.short(), "years_of_experience": self.below(15),
            "stays": stays,
        });
        if self.chance(0.1) {
            claims["declared_agency"] = format!("Agency {}", self.below(3)).into();
        }
        claims
    }

    fn contact(&mut self) -> Value {
        let address = |odd: &mut Self| {
            let purpose = ["residence", "shipping", "id_document"][odd.below(3)];
            json!({
                "purpose": purpose, "line": odd.short(), "city": odd.short(), "country": odd.country(),
                "added_at": odd.time(),
            })
        };
        let email = |odd: &mut Self| {
            let (first, last) = (odd.below(6), odd.below(6));
            let words = ["robin", "dana", "miller", "example", "software", "x1994"];
            json!({ "address": format!("{}.{}{}@mail.example", words[first], words[last], odd.below(30)) })
        };
        json!({
            "emails": self.list(3, email),
            "phones": self.list(2, |odd| json!({ "number": format!("+1-202-555-01{:02}", odd.below(100)) })),
            "addresses": self.list(4, address),
            "changes": self.list(4, |odd| json!({ "at": odd.time(), "changed": "email" })),
        })
    }

    fn job(&mut self) -> Value {
        let employer =
            ["Northwind Example", "Nоrthwind Example", "Tailspin", "FABRIKAM", "Fabrikam"]
                [self.below(5)];
        json!({
            "name": employer, "position": self.short(), "startDate": self.month(), "endDate": self.month(),
            "summary": self.text(40), "highlights": self.list(3, |odd| odd.text(15).into()),
        })
    }

    fn resume(&mut self) -> Value {
        let skill = |odd: &mut Self| json!({ "name": odd.word(), "keywords": odd.list(9, |odd| odd.word().into()) });
        json!({
            "basics": {
                "name": self.name(), "summary": self.text(60), "location": { "countryCode": self.country() },
            },
            "work": self.list(5, Self::job),
            "skills": self.list(14, skill),
            "projects": self.list(3, |odd| json!({ "name": odd.short(), "description": odd.text(20) })),
        })
    }

    fn links(&mut self) -> Value {
        let profile = |odd: &mut Self| {
            json!({
                "url": format!("https://www.site{}.example/x", odd.below(3)), "name": odd.name(),
                "previous_name": odd.name(), "country": odd.country(), "work": odd.list(4, Self::job),
                "photo_changed_at": odd.time(),
            })
        };
        let portfolio =
            |odd: &mut Self| json!({ "text": odd.text(200), "analytics_id": odd.word() });
        let public = |odd: &mut Self| json!({ "name": odd.name(), "text": odd.text(200) });
        let commit = |odd: &mut Self| {
            let login = ["Robin-X", "robin-x", "rоbin-x", "other"][odd.below(4)];
            let repository = ["robin-x/one", "robin-x/two", "Robin-X/One"][odd.below(3)];
            let mut commit = json!({
                "url": format!("https://api.github.com/repos/{repository}/commits/1"),
                "commit": { "author": { "name": odd.author(), "email": format!("a{}@b.example", odd.below(5)), "date": odd.time() } },
                "author": { "login": login },
            });
            if odd.chance(0.5) {
                let found = json!({ "repository": "someone/else", "login": "someone" });
                commit["found_elsewhere"] = [json!([]), json!([found])][odd.below(2)].clone();
            }
            commit
        };
        let repo = |odd: &mut Self| {
            let name = ["robin-x/one", "robin-x/two", "ROBIN-X/one"][odd.below(3)];
            json!({ "full_name": name, "fork": odd.chance(0.3), "created_at": odd.time() })
        };
        json!({
            "profiles": self.list(3, profile),
            "portfolios": self.list(2, portfolio),
            "public_texts": self.list(2, public),
            "github": {
                "user": { "login": "robin-x", "created_at": "2024-02-01T00:00:00Z", "followers": 3, "following": 400 },
                "repos": self.list(4, repo), "commits": self.list(40, commit),
                "following": self.list(4, |odd| json!({ "login": odd.word() })),
            },
        })
    }

    fn sessions(&mut self) -> Value {
        self.list(30, |odd| {
            let ips = ["192.0.2", "198.51.100"];
            let zones = ["America/Chicago", "Europe/Berlin", "Asia/Seoul"];
            let mut session = json!({
                "started_at": odd.time(), "ip": format!("{}.{}", ips[odd.below(2)], odd.below(250)),
                "device_id": format!("d{}", odd.below(4)), "time_zone": zones[odd.below(3)],
                "browser_session_id": format!("b{}", odd.below(400)),
            });
            if odd.chance(0.5) {
                session["last_activity_at"] = odd.time();
            }
            session
        })
    }

    fn payouts(&mut self) -> Value {
        self.list(3, |odd| {
            let method = ["bank", "processor", "crypto"][odd.below(3)];
            json!({
                "method": method, "account": format!("ACCT-{}", odd.below(500)), "holder_name": odd.name(),
                "country": odd.country(), "added_at": odd.time(),
            })
        })
    }

    fn checks(&mut self) -> Value {
        self.list(3, |odd| {
            let result = ["passed", "failed", "inconclusive"][odd.below(3)];
            json!({
                "result": result, "checked_at": odd.time(), "document_digest": format!("doc {}", odd.below(300)),
                "name_on_document": odd.name(), "device_id": format!("d{}", odd.below(6)), "ip": "192.0.2.9",
            })
        })
    }

    fn background(&mut self) -> Value {
        self.list(4, |odd| {
            let kind = ["employment", "education", "residence"][odd.below(3)];
            let outcome = ["confirmed", "denied", "does_not_exist", "conflict"][odd.below(4)];
            json!({ "kind": kind, "outcome": outcome, "claim": format!("/resume/work/{}", odd.below(3)) })
        })
    }

    fn activity(&mut self) -> Value {
        let application = |odd: &mut Self| {
            let mut application = json!({ "at": odd.time(), "accepted": odd.chance(0.5) });
            if odd.chance(0.3) {
                application["job_ad"] = odd.text(120).into();
            }
            if odd.chance(0.3) {
                application["cover_letter"] = odd.text(120).into();
            }
            application
        };
        let engagement = |odd: &mut Self| {
            json!({
                "client_id": odd.word(), "client_account": format!("ACCT-{}", odd.below(50)), "started_at": odd.time(),
                "ended_at": odd.time(), "full_time": odd.chance(0.7), "weekly_hours": odd.below(80),
            })
        };
        let mut activity = json!({
            "signed_up_at": self.time(), "sign_ins": self.below(40),
            "applications": self.list(12, application), "engagements": self.list(5, engagement),
            "withdrawals": self.list(6, |odd| json!({ "at": odd.time(), "earned_at": odd.time(), "share_of_balance": 1 })),
        });
        if self.chance(0.4) {
            activity["suspended_at"] = self.time();
        }
        activity
    }

    fn messages(&mut self) -> Value {
        self.list(30, |odd| {
            let mut message = json!({ "text": odd.text(40) });
            if odd.chance(0.9) {
                message["at"] = odd.time();
            }
            if odd.chance(0.8) {
                message["direction"] = ["sent", "sent", "received"][odd.below(3)].into();
            }
            message
        })
    }

    fn interviews(&mut self) -> Value {
        self.list(2, |odd| {
            let code = ["camera_refusal_or_repeated_failure", "scripted_or_fed_answers"][odd.below(2)];
            let observation = json!({ "code": code, "note": odd.text(30) });
            json!({
                "at": odd.time(), "observer": odd.short(), "device_id": format!("d{}", odd.below(4)),
                "observations": [observation],
            })
        })
    }
}
