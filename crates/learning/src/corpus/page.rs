//! The report as text for people.

use std::fmt::Write as _;

use super::report::{IndicatorRow, PersonaRow, Report, RingRow};
use super::stats::POWER;
use super::stats::Share;
use super::{By, Care, Reported};

/// The report as Markdown.
pub fn page(report: &Report) -> String {
    let mut page = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut page, report);
    page
}

fn write(out: &mut String, report: &Report) -> std::fmt::Result {
    let lists =
        if report.lists { "with network and threat lists" } else { "a default installation" };
    writeln!(out, "# Corpus, seed {}, {} copies, {lists}\n", report.seed, report.copies)?;
    writeln!(
        out,
        "Shares have 95 % intervals. Flagged: recommendation `review`, band `high`, or a ring under review.\n"
    )?;
    writeln!(out, "## Honest people\n")?;
    let honest = &report.honest;
    writeln!(out, "- flagged: {} (goal: at most 1 %)", share(honest.flagged))?;
    writeln!(
        out,
        "- flagged by their own score, without the ring: {}",
        share(honest.flagged_alone)
    )?;
    writeln!(out, "- must verify: {} (goal: at most 10 %)\n", share(honest.verify))?;
    personas(out, report, Reported::Honest)?;
    for (title, reported) in [
        ("Registered twice", Reported::RegisteredTwice),
        ("Victims of identity theft", Reported::Victim),
    ] {
        writeln!(out, "\n## {title}\n")?;
        personas(out, report, reported)?;
    }
    if !report.refused.is_empty() {
        writeln!(out, "\n## Refused profiles\n")?;
        for (why, count) in &report.refused {
            writeln!(out, "- {count} × {why}")?;
        }
    }
    writeln!(out, "\n## Regions\n\n| region | flagged | must verify |\n|---|---|---|")?;
    for (region, people) in &report.regions {
        writeln!(out, "| {region} | {} | {} |", share(people.flagged), share(people.verify))?;
    }
    indicators(out, report)?;
    rings(out, report)?;
    names(out, report)
}

fn personas(out: &mut String, report: &Report, reported: Reported) -> std::fmt::Result {
    writeln!(
        out,
        "| persona | flagged | must verify | flagged for | asked for |\n|---|---|---|---|---|"
    )?;
    let mut rows: Vec<&PersonaRow> =
        report.personas.iter().filter(|row| row.reported == reported).collect();
    rows.sort_by(|a, b| {
        let key = |row: &PersonaRow| (row.people.flagged.rate(), row.people.verify.rate());
        key(b).0.total_cmp(&key(a).0).then(key(b).1.total_cmp(&key(a).1))
    });
    for row in rows {
        writeln!(
            out,
            "| {}: {} | {} | {} | {} | {} |",
            row.persona,
            row.who,
            share(row.people.flagged),
            share(row.people.verify),
            most(&row.flagged_for),
            most(&row.verify_for),
        )?;
    }
    Ok(())
}

fn indicators(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "\n## Indicators by region\n")?;
    let hit = report.indicators.iter().filter(|row| row.circles.hits > 0).count();
    let able = report.indicators.iter().filter(|row| row.power >= POWER).count();
    writeln!(
        out,
        "Honest people who know each other count once. {hit} of {} indicators hit someone. The corpus detects 1.5 times \
         the others' rate with 80 % power for {able} of them.\n",
        report.indicators.len()
    )?;
    if report.outliers.is_empty() {
        writeln!(
            out,
            "None hits a region significantly more than 1.25 times as often as the others.\n"
        )?;
    } else {
        writeln!(out, "Significantly more than 1.25 times as often as elsewhere:\n")?;
        for outlier in &report.outliers {
            writeln!(
                out,
                "- `{}` in {}: {}, elsewhere {} (p = {:.1e})",
                outlier.indicator,
                outlier.region,
                share(outlier.here),
                share(outlier.elsewhere),
                outlier.p
            )?;
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "| indicator | circles hit | highest | lowest | power | copies for 80 % |\n|---|---|---|---|---|---|"
    )?;
    let mut rows: Vec<&IndicatorRow> =
        report.indicators.iter().filter(|row| row.circles.hits > 0).collect();
    rows.sort_by(|a, b| b.circles.rate().total_cmp(&a.circles.rate()));
    for row in rows {
        let by_rate =
            |a: &(&String, &Share), b: &(&String, &Share)| a.1.rate().total_cmp(&b.1.rate());
        let extreme = |found: Option<(&String, &Share)>| {
            found.map_or_else(String::new, |(region, rate)| format!("{region} {}", share(*rate)))
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {:.0} % | {} |",
            row.indicator,
            share(row.circles),
            extreme(row.by_region.iter().max_by(by_rate)),
            extreme(row.by_region.iter().min_by(by_rate)),
            row.power * 100.0,
            row.copies_needed.map_or_else(|| "?".to_owned(), |copies| copies.to_string()),
        )?;
    }
    Ok(())
}

fn rings(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "\n## Rings\n\nMembers under review, and members in one ring.\n")?;
    let mut variants: Vec<&str> = Vec::new();
    for row in &report.rings {
        if !variants.contains(&row.variant) {
            variants.push(row.variant);
        }
    }
    writeln!(
        out,
        "| variant | careless (goal 90 %) | careful (goal 60 %) | careless, in one ring | careful, in one ring |\n|---|---|---|---|---|"
    )?;
    for variant in &variants {
        let in_ring = |care: Care| {
            let mut sum = Share::default();
            for row in report.rings.iter().filter(|row| row.care == care && row.variant == *variant)
            {
                sum.add(row.in_one_ring);
            }
            sum
        };
        writeln!(
            out,
            "| {variant} | {} | {} | {} | {} |",
            share(report.under_review(Care::Careless, variant)),
            share(report.under_review(Care::Careful, variant)),
            share(in_ring(Care::Careless)),
            share(in_ring(Care::Careful)),
        )?;
    }
    writeln!(
        out,
        "\n| way of working | care | plain | every trick | in one ring, plain | tricks that cost more than a tenth |\n|---|---|---|---|---|---|"
    )?;
    for row in report.rings.iter().filter(|row| row.variant == "plain") {
        let same: Vec<&RingRow> = report
            .rings
            .iter()
            .filter(|other| other.way == row.way && other.care == row.care)
            .collect();
        let every = same.iter().find(|other| other.variant == "every trick");
        let costly: Vec<&str> = (same.iter())
            .filter(|other| other.variant != "every trick")
            .filter(|other| other.under_review.rate() < row.under_review.rate() - 0.1)
            .map(|other| other.variant)
            .collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            row.way,
            if row.care == Care::Careless { "careless" } else { "careful" },
            fraction(row.under_review),
            every.map_or_else(String::new, |every| fraction(every.under_review)),
            fraction(row.in_one_ring),
            costly.join(", "),
        )?;
    }
    let list = &report.ring_list;
    writeln!(
        out,
        "\nOf the rings that were made, {} hold only honest people, {} only fakes, {} both. Of those under review, {} hold a \
         fake.",
        list.only_honest,
        list.only_fake,
        list.mixed,
        share(list.under_review_with_fake)
    )
}

fn names(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(
        out,
        "\n## Names\n\n| culture | false matches | misses | undecided | mistakes |\n|---|---|---|---|---|"
    )?;
    for row in &report.names {
        let mistakes: Vec<String> =
            row.mistakes.iter().take(4).map(|[one, other]| format!("{one} / {other}")).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            row.culture,
            share(row.false_matches),
            share(row.misses),
            share(row.undecided),
            mistakes.join("; ")
        )?;
    }
    Ok(())
}

fn fraction(share: Share) -> String {
    format!("{} of {}", share.hits, share.all)
}

fn share(share: Share) -> String {
    let [low, high] = share.interval();
    let percent = |value: f64| value * 100.0;
    format!(
        "{:.1} % ({} of {}; {:.1}–{:.1})",
        percent(share.rate()),
        share.hits,
        share.all,
        percent(low),
        percent(high)
    )
}

/// The four most frequent reasons.
fn most(reasons: &By<usize>) -> String {
    let mut sorted: Vec<(&String, &usize)> = reasons.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1));
    let most: Vec<String> =
        sorted.iter().take(4).map(|(reason, count)| format!("{reason} {count}")).collect();
    most.join(", ")
}
