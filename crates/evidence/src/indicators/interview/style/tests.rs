use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

const ID: &str = "writing_style_shift_same_account";

fn talk(number: usize, hours: &[usize], text: impl Fn(usize) -> String) -> Fixture {
    let message = |i: usize| {
        let (day, hour) = (1 + i / 2, hours[i % hours.len()]);
        json!({ "at": format!("2026-05-{day:02}T{hour:02}:{:02}:00Z", i % 50), "direction": "sent", "text": text(i) })
    };
    let messages: Vec<Value> = (0..number).map(message).collect();
    Fixture::new(json!({ "messages": messages }))
}

fn careful(i: usize) -> String {
    let more = ["carefully", "thoroughly, as agreed", "and tested everything"][i % 3];
    format!(
        "Good morning. I reviewed the proposal {more}; however, several questions remain, which I list below."
    )
}

fn hasty(i: usize) -> String {
    let more = ["ok", "yes pls", "no prob"][i % 3];
    format!("hi {more} i do it now u see soon very good work all fine!!")
}

#[test]
fn two_shifts_that_write_differently_are_a_hit() {
    let shifts = talk(40, &[6, 18], |i| if i % 2 == 0 { careful(i / 2) } else { hasty(i / 2) });
    assert_eq!(shifts.state(ID), Hit);
}

#[test]
fn one_hand_at_all_hours_moods_mixed_or_one_shift_is_no_hit() {
    assert_eq!(talk(40, &[6, 18], careful).state(ID), Miss);
    // Hasty and careful messages at both times of day: stress, an assistant program, a telephone.
    let mixed = talk(40, &[6, 18], |i| if i % 4 < 2 { careful(i) } else { hasty(i) });
    assert_eq!(mixed.state(ID), Miss);
    let day = talk(40, &[9, 11, 14], |i| if i % 2 == 0 { careful(i) } else { hasty(i) });
    assert_eq!(day.state(ID), Miss);
}

#[test]
fn a_few_messages_tell_nothing() {
    let few = talk(10, &[6, 18], |i| if i % 2 == 0 { careful(i) } else { hasty(i) });
    assert_eq!(few.state(ID), Unknown);
}
