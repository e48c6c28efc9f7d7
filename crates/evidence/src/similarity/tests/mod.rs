use std::collections::BTreeSet;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

mod corpus;
mod ring;
mod vocabulary;

use super::index::TextIndex;
use super::shingles::{Blanks, shingles};
use super::*;
use crate::links::TextKind;
use crate::pepper::TextKey;

const KEY: TextKey = TextKey([7; 16]);

fn person(n: u128) -> ApplicantId {
    ApplicantId(uuid::Uuid::from_u128(n))
}

fn sketch_of(text: &str) -> Sketch {
    sketch(TextKind::Resume, "/resume".to_owned(), text, &BTreeSet::new(), KEY).unwrap()
}

fn set_of(text: &str) -> BTreeSet<u64> {
    BTreeSet::from_iter(shingles(text, Blanks::Kept, &BTreeSet::new()).hashes)
}

/// A resume in one trade: the sentences use the same words but contain the person's own facts.
fn resume(sentences: usize, random: &mut ChaCha8Rng) -> String {
    const VERBS: [&str; 8] =
        ["built", "migrated", "tuned", "rewrote", "operated", "designed", "tested", "shipped"];
    const THINGS: [&str; 12] = [
        "payment gateway",
        "search index",
        "billing service",
        "mobile client",
        "data pipeline",
        "cluster",
        "reporting portal",
        "message broker",
        "identity provider",
        "warehouse",
        "scheduler",
        "cache",
    ];
    const HOWS: [&str; 10] = [
        "react",
        "rust",
        "postgres",
        "kafka",
        "kubernetes",
        "python",
        "terraform",
        "grpc",
        "redis",
        "java",
    ];
    let mut sentence = || {
        let pick =
            |from: &[&str], random: &mut ChaCha8Rng| (*from.choose(random).unwrap()).to_owned();
        let (verb, thing, how) = (pick(&VERBS, random), pick(&THINGS, random), pick(&HOWS, random));
        let (percent, months) = (random.random_range(3..97), random.random_range(2..40));
        format!(
            "{verb} the {thing} with {how} over {months} months and cut its cost by {percent} percent."
        )
    };
    (0..sentences).map(|_| sentence()).collect::<Vec<_>>().join(" ")
}

/// The text with a share of its words replaced.
fn edited(text: &str, share: f64, random: &mut ChaCha8Rng) -> String {
    let words = text.split(' ').map(|word| {
        if random.random_bool(share) {
            format!("other{}", random.random_range(0..5000))
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn near_duplicates_are_found_and_people_in_the_same_trade_are_not_linked() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let originals: Vec<String> = (0..150).map(|_| resume(30, &mut random)).collect();
    let mut index = TextIndex::default();
    for (n, text) in originals.iter().enumerate() {
        index.insert(person(n as u128), &[sketch_of(text)]);
    }
    let (mut found, mut wrong) = (0, 0);
    for (n, text) in originals.iter().enumerate() {
        let sketches = [sketch_of(&edited(text, 0.05, &mut random))];
        let newcomer = person(1_000_000 + n as u128);
        let candidates = index.candidates(newcomer, &sketches);
        let shared = verified(&sketches, &candidates);
        for other in &shared[0].others {
            if other.applicant == person(n as u128) { found += 1 } else { wrong += 1 }
        }
    }
    assert!(found >= 149, "recall {found} of 150");
    assert!(wrong <= 1, "{wrong} strangers of the same trade were linked");
}

/// The share of common shingles, 0 if it is below the limit.
fn in_common(first: &Signature, second: &Signature) -> f64 {
    Pair::compare(first, second).map_or(0.0, |pair| pair.whole)
}

#[test]
fn the_share_of_common_shingles_is_exact_but_an_estimate_for_very_long_texts() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    for (sentences, error) in [(30, 1e-9), (600, 0.03)] {
        let text = resume(sentences, &mut random);
        let ours = set_of(&text);
        for share in [0.0, 0.01, 0.02, 0.04] {
            let other = edited(&text, share, &mut random);
            let theirs = set_of(&other);
            let count = |count: usize| f64::from(u32::try_from(count).unwrap());
            let common = count(ours.intersection(&theirs).count());
            let truth = common / count(ours.union(&theirs).count());
            let found = in_common(&sketch_of(&text).signature, &sketch_of(&other).signature);
            assert!((found - truth).abs() <= error, "{found} is far from {truth}");
        }
    }
}

#[test]
fn advertisements_and_boilerplate_do_not_count() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let ad = resume(30, &mut random);
    let without = BTreeSet::from_iter(shingles(&ad, Blanks::Replaced, &BTreeSet::new()).hashes);
    assert!(sketch(TextKind::Letter, String::new(), &ad, &without, KEY).is_none());
    let boilerplate =
        "I am a passionate developer with strong experience in web development. ".repeat(20);
    assert!(sketch(TextKind::Letter, String::new(), &boilerplate, &BTreeSet::new(), KEY).is_none());
    assert!(sketch(TextKind::Letter, String::new(), "short", &BTreeSet::new(), KEY).is_none());
}

#[test]
fn short_resumes_match_only_if_they_are_almost_equal() {
    let short = "Turner at Example Works in Springfield since 2019, lathes and mills up to four axes, \
        apprentice of the year 2018, night shifts welcome, forklift licence";
    let other = short.replace("lathes", "presses").replace("Springfield", "Shelbyville");
    assert!(is_near_duplicate(TextKind::Resume, short, &short.to_uppercase()));
    assert!(!is_near_duplicate(TextKind::Resume, short, &other));
    assert!(
        !is_near_duplicate(TextKind::Letter, short, short),
        "letters of this length match by chance"
    );
}

#[test]
fn a_signature_can_be_read_back_and_differs_between_tenants() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let text = resume(30, &mut random);
    let ours = sketch_of(&text);
    assert_eq!(Signature::from_bytes(&ours.signature.to_bytes()), Some(ours.signature.clone()));
    assert_eq!(Signature::from_bytes(&[0; 7]), None);
    assert_eq!(Signature::from_bytes(&[]), None);
    let theirs =
        sketch(TextKind::Resume, String::new(), &text, &BTreeSet::new(), TextKey([8; 16])).unwrap();
    assert!(in_common(&ours.signature, &theirs.signature) < 0.01);
    assert!(ours.bands.iter().all(|band| !theirs.bands.contains(band)));
}

/// Whether two texts are near-duplicates when no others are known.
fn is_near_duplicate(kind: TextKind, first: &str, second: &str) -> bool {
    let sketch = |text: &str| sketch(kind, "/text".to_owned(), text, &BTreeSet::new(), KEY);
    let (Some(first), Some(second)) = (sketch(first), sketch(second)) else { return false };
    let mut index = TextIndex::default();
    index.insert(person(1), &[second]);
    let ours = [first];
    let shared = verified(&ours, &index.candidates(person(2), &ours));
    !shared[0].others.is_empty()
}

#[test]
fn texts_without_spaces_between_words_are_compared_by_their_characters() {
    let chinese = "我在一家示例公司负责支付系统的设计与开发，三年内把结算时间从八十四分钟缩短到四十一分钟。后来我带领六人小组\
        把搜索服务迁移到新的集群，查询延迟下降百分之三十七。我还编写了内部的日志分析工具，培训了九位同事使用它，并且整理了全部的接口文档。";
    let japanese = "私は決済基盤の設計と運用を三年間担当し、夜間処理の時間を八十四分から四十一分に短縮しました。その後は六人のチームを率いて\
        検索基盤を新しいクラスタへ移行し、応答時間を三割以上改善しています。社内向けのログ解析ツールも開発し、九人の同僚に使い方を教えました。";
    let korean = "저는 예시 회사에서 결제 시스템의 설계와 개발을 맡아 야간 정산 시간을 팔십사 분에서 사십일 분으로 줄였습니다. 이후 여섯 명의 팀을 \
        이끌고 검색 서비스를 새로운 클러스터로 옮겨 응답 시간을 서른일곱 퍼센트 줄였고 사내 로그 분석 도구를 만들어 동료 아홉 명에게 가르쳤습니다.";
    let thai = "ผมรับผิดชอบการออกแบบระบบชำระเงินของบริษัทตัวอย่างเป็นเวลาสามปีและลดเวลาประมวลผลลงครึ่งหนึ่งจากนั้นนำทีมหกคนย้ายระบบค้นหาไปยังคลัสเตอร์ใหม่\
        ทำให้เวลาตอบสนองลดลงสามสิบเจ็ดเปอร์เซ็นต์และพัฒนาเครื่องมือวิเคราะห์บันทึกภายในพร้อมสอนเพื่อนร่วมงานเก้าคนให้ใช้งานได้จริง";
    let texts = [chinese, japanese, korean, thai];
    for (i, text) in texts.iter().enumerate() {
        let pasted: String = text.split(['。', '.', '，']).collect::<Vec<_>>().join("\n • ");
        assert!(is_near_duplicate(TextKind::Resume, text, &pasted), "{text}");
        let edited = text.replacen('三', "四", 1).replacen("팀", "조", 1).replacen("สาม", "สี่", 1);
        assert!(is_near_duplicate(TextKind::Resume, text, &edited), "{edited}");
        let (half, _) = text.split_at(text.char_indices().nth(text.chars().count() / 2).unwrap().0);
        let strange = texts[(i + 1) % texts.len()];
        assert!(!is_near_duplicate(TextKind::Resume, half, strange));
    }
    assert!(
        is_near_duplicate(TextKind::Resume, korean, &korean.replace(' ', "")),
        "spacing is optional in Korean"
    );
}

#[test]
fn a_letter_with_other_names_dates_and_amounts_is_a_near_duplicate() {
    let letter = |name: &str, firm: &str, date: &str, rate: &str, link: &str| {
        format!(
            "Dear {name},\n\nI saw your posting of {date} and believe that {firm} will not find anyone who ships a \
            ledger faster. Over {rate} I delivered three settlement engines for marketplaces, and my clients kept me \
            because nothing ever broke at night. Attached you find how the queue behaves under load, measured on \
            {date}. I could begin on {date} at {rate} an hour, work in your zone, and hand over everything with \
            tests. See {link} for the code. May we talk on {date}? {firm} would have a first version within weeks, \
            and you would own every line of it.\n\nKind regards"
        )
    };
    let first = letter("Ms Stone", "Example Works", "5 May 2026", "$45", "https://a.example/one");
    let second =
        letter("Robin", "Widgets & Sons Ltd", "Thursday, 11 June", "60 USD", "www.b.example/two");
    let third = letter("hiring team", "Acme", "2026-07-01", "€ 38.50", "me@c.example");
    assert!(is_near_duplicate(TextKind::Letter, &first, &second));
    assert!(is_near_duplicate(TextKind::Letter, &second, &third));
    assert!(is_near_duplicate(TextKind::Letter, &third, &first));
    let another = "Hello, your search service sounds like the one that I moved to a cluster last winter for a shop \
        in the north. What took us longest were the synonyms, and I would start there. My notes on relevance are \
        short and I am glad to send them before we speak, so that you see how I think. I write Rust and some SQL, \
        answer within a day, and prefer a small paid trial to an interview.";
    assert!(!is_near_duplicate(TextKind::Letter, &first, another));
}
