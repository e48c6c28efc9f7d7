//! Resumes, letters and messages, all invented.

use super::draw::Draw;

const VERBS: [&str; 20] = [
    "Built",
    "Rewrote",
    "Maintained",
    "Designed",
    "Shipped",
    "Migrated",
    "Tested",
    "Documented",
    "Took over",
    "Automated",
    "Extended",
    "Profiled",
    "Secured",
    "Untangled",
    "Reviewed",
    "Replaced",
    "Modelled",
    "Wrote",
    "Introduced",
    "Reduced the cost of",
];
const OBJECTS: [&str; 24] = [
    "the checkout service",
    "an inventory importer",
    "the reporting pipeline",
    "a scheduling board",
    "the mobile sign-in flow",
    "the billing ledger",
    "a document search index",
    "the nightly exports",
    "an internal ticket tool",
    "the onboarding forms",
    "a fleet tracker",
    "the pricing engine",
    "a translation workbench",
    "the claims queue",
    "a sensor gateway",
    "the audit trail",
    "a recipe editor",
    "the notification hub",
    "a route planner",
    "the exam portal",
    "a warehouse scanner app",
    "the loyalty API",
    "a map tile cache",
    "the returns desk",
];
const TOOLS: [&str; 20] = [
    "Rust",
    "Go",
    "PostgreSQL",
    "Django",
    "Kotlin",
    "TypeScript",
    "Elixir",
    "Rails",
    "Kafka",
    "Terraform",
    "Vue",
    "C#",
    "Spring",
    "Swift",
    "Redis",
    "ClickHouse",
    "Laravel",
    "Flutter",
    "Node.js",
    "Scala",
];
const CLIENTS: [&str; 20] = [
    "a regional bakery chain",
    "two hospitals",
    "a bicycle courier",
    "a seed bank",
    "an insurer",
    "a ferry line",
    "a museum",
    "three law firms",
    "a water utility",
    "an online pharmacy",
    "a furniture maker",
    "a language school",
    "a logistics start-up",
    "a local newspaper",
    "a farm cooperative",
    "a city library",
    "a game studio",
    "a hotel group",
    "a toy shop",
    "a wind farm operator",
];
const RESULTS: [&str; 20] = [
    "which halved the number of support calls",
    "and the team still uses it",
    "after a long search for a memory leak",
    "together with two colleagues",
    "so that closing the month takes an afternoon",
    "with hardly any downtime",
    "and trained the people who run it",
    "before the old vendor left",
    "which made releases boring",
    "and wrote the runbook",
    "with an on-call rota of four",
    "under a tight budget",
    "without a rewrite of the front end",
    "and cut page loads by a third",
    "while the office moved",
    "which passed its first audit",
    "and removed forty thousand lines",
    "for customers on slow phones",
    "with accessibility in mind",
    "and handed it over in good order",
];

/// A sentence about work that hardly anyone else has in their resume.
pub(super) fn sentence(draw: &mut Draw) -> String {
    let (verb, object, tool) = (*draw.pick(&VERBS), *draw.pick(&OBJECTS), *draw.pick(&TOOLS));
    let (client, result) = (*draw.pick(&CLIENTS), *draw.pick(&RESULTS));
    match draw.below(3) {
        0 => format!("{verb} {object} in {tool} for {client}, {result}."),
        1 => format!("For {client}: {} {object} with {tool} {result}.", verb.to_lowercase()),
        _ => format!("{verb} {object} ({tool}) {result}; the users were {client}."),
    }
}

pub(super) fn skills(draw: &mut Draw) -> Vec<String> {
    let mut skills: Vec<String> = (0..6).map(|_| (*draw.pick(&TOOLS)).to_owned()).collect();
    skills.sort();
    skills.dedup();
    skills
}

pub(super) fn letter(draw: &mut Draw, title: &str) -> String {
    let opening = *draw.pick(&[
        "your advertisement came up on a mailing list I read",
        "a former colleague pointed me to this role",
        "I have used your product at a previous job",
        "I am looking for a smaller team",
        "the part about old systems made me curious",
    ]);
    let body: Vec<String> = (0..4).map(|_| sentence(draw)).collect();
    format!(
        "Hello, {opening}, so I apply for {title}. {} I could start next month.",
        body.join(" ")
    )
}

const MESSAGES: [&str; 12] = [
    "Thank you for the invitation, I can start on Monday.",
    "I have pushed the fix; could you review it today?",
    "My rate is the one on my profile.",
    "Could we move our call to Thursday?",
    "The invoice for May is attached.",
    "I worked on a similar import last year and can show it.",
    "Is payment by bank transfer fine for you?",
    "I prefer to keep the work in the ticket system.",
    "The tests pass on my machine, but the pipeline is red. I'm looking into it.",
    "Sorry for the delay, the power was out this morning.",
    "I have a dentist appointment on Tuesday and will be back at three.",
    "Please find my comments in the document.",
];

pub(super) fn message(draw: &mut Draw) -> String {
    (*draw.pick(&MESSAGES)).to_owned()
}

/// The same text in other words, as an edit that keeps the meaning.
pub(super) fn reworded(text: &str) -> String {
    const OTHER: [(&str, &str); 14] = [
        ("Built", "Created"),
        ("Rewrote", "Reworked"),
        ("Maintained", "Looked after"),
        ("Designed", "Planned"),
        ("Shipped", "Delivered"),
        ("Migrated", "Moved"),
        ("the team", "everyone"),
        ("and", "as well as"),
        ("with", "using"),
        ("for", "on behalf of"),
        ("which", "and this"),
        ("after", "following"),
        ("before", "ahead of the day when"),
        ("in good order", "cleanly"),
    ];
    let words = text
        .split(' ')
        .map(|word| OTHER.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| to));
    words.collect::<Vec<_>>().join(" ")
}
