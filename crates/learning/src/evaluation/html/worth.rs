//! What the model is worth beside others, without parts of itself, with fewer labels, for each group, elsewhere.

use super::svg::{Axis, Frame, Line, Scale, rows};
use super::words::{count, escaped, figure, folded, percent, share, spaced, table};
use super::{section, split};
use crate::evaluation::number;
use crate::evaluation::report::{Evaluation, GroupParity, Interval, ParityVerdict};

pub(super) fn comparison(evaluation: &Evaluation) -> String {
    let Some(beside) = &evaluation.comparison else { return String::new() };
    let (Some(recall), Some(precision)) = (beside.recall_at_budget, beside.average_precision)
    else {
        return String::new();
    };
    let champion = escaped(&beside.champion);
    let says = if recall.low > 0.0 {
        format!("It finds more fakes than {champion} in the same review time")
    } else if recall.high < 0.0 {
        format!("It finds fewer fakes than {champion} in the same review time")
    } else {
        format!("Whether it finds more fakes than {champion} cannot be told from these profiles")
    };
    let line = |name: &str, one: Interval| Line {
        name: name.to_owned(),
        value: one.value,
        whisker: Some((one.low, one.high)),
        class: if one.high < 0.0 { "bad" } else { "" },
    };
    let lines = [line("Recall in the review budget", recall), line("Average precision", precision)];
    let reach = lines
        .iter()
        .filter_map(|line| line.whisker)
        .fold(0.02_f64, |most, (low, high)| most.max(low.abs()).max(high.abs()));
    let axis = Axis::round(-reach, reach, "this model less the champion");
    let own = &evaluation.headline;
    let told = |name: &str, one: Option<Interval>, other: Option<Interval>, less: Interval| {
        vec![name.to_owned(), figure(one), figure(other), figure(Some(less))]
    };
    let numbers = [
        told(
            "recall in the budget",
            own.recall_at_budget,
            beside.headline.recall_at_budget,
            recall,
        ),
        told(
            "average precision",
            own.average_precision,
            beside.headline.average_precision,
            precision,
        ),
    ];
    let words = format!(
        "<p>Both models scored the same profiles, and each draw of the bootstrap drew the same rings for both. Right of \
         the line this model is better.</p>{}",
        folded("The numbers", &["", "#this model", "#champion", "#difference"], &numbers)
    );
    section("Beside the champion", &says, &split(&rows(&lines, &axis, 0.0, &says), &words))
}

pub(super) fn families(evaluation: &Evaluation) -> String {
    let ablation = &evaluation.ablation;
    let lines: Vec<Line> = (ablation.families.iter())
        .filter_map(|one| {
            let lost = one.lost?;
            let (name, known) = (spaced(&one.family), percent(one.known));
            let (name, whisker) =
                (format!("{name}, known of {known}"), Some((lost.low, lost.high)));
            Some(Line { name, value: lost.value, whisker, class: "" })
        })
        .collect();
    let Some(first) = ablation.families.first().filter(|_| !lines.is_empty()) else {
        return String::new();
    };
    let says = format!("Without `{}` evidence the model would lose most", spaced(&first.family));
    let says = says.replace('`', "");
    let ends = || lines.iter().filter_map(|line| line.whisker);
    let most = ends().map(|(_, high)| high).fold(0.01_f64, f64::max);
    let least = ends().map(|(low, _)| low).fold(0.0_f64, f64::min);
    let axis = Axis::round(least, most, "average precision lost");
    let numbers: Vec<Vec<String>> = (ablation.families.iter())
        .map(|one| vec![spaced(&one.family), percent(one.known), figure(one.lost)])
        .collect();
    let each: Vec<Vec<String>> = (ablation.indicators.iter())
        .map(|one| {
            let lost = one.lost.map_or("–".to_owned(), |lost| format!("{lost:+.4}"));
            vec![
                format!("<code>{}</code>", escaped(&one.indicator)),
                spaced(&one.family),
                percent(one.known),
                lost,
            ]
        })
        .collect();
    let words = format!(
        "<p>What would be lost if a platform sent nothing of a family. Unknown adds exactly nothing, so this is exact: \
         no model was fitted anew.</p>\
         <p class='soft'>Whiskers: 95 % of draws. Families overlap: what one does not see another may. Below nothing, the \
         family does harm on these profiles, or chance does.</p>{}{}",
        folded("The numbers", &["family", "#known of", "#lost"], &numbers),
        folded(
            &format!("Every indicator alone, on {} profiles", count(ablation.rows)),
            &["indicator", "family", "#known of", "#lost"],
            &each
        )
    );
    section("What each family is worth", &says, &split(&rows(&lines, &axis, 0.0, &says), &words))
}

pub(super) fn learning(evaluation: &Evaluation) -> String {
    let points: Vec<(f64, Interval)> = (evaluation.learning.iter())
        .filter_map(|one| Some((number(one.rows), one.average_precision?)))
        .collect();
    let [(least, _), .., (most, _)] = points[..] else { return String::new() };
    let [.., (_, before), (_, last)] = points[..] else { return String::new() };
    let says = if last.value - before.value > 0.005 {
        "More labels would still make it better"
    } else {
        "More labels of the same kind would hardly make it better"
    };
    let ticks = points.iter().map(|(rows, _)| (*rows, count(as_count(*rows))));
    let x = Axis::new(Scale::Log, ticks, "profiles learned from");
    let high = points.iter().map(|(_, one)| one.high).fold(0.0, f64::max);
    let mut frame = Frame::new(x, Axis::round(0.0, high, "average precision"));
    frame.band(
        &points.iter().map(|(rows, one)| (*rows, one.low, one.high)).collect::<Vec<_>>(),
        "one",
    );
    frame.line(&points.iter().map(|(rows, one)| (*rows, one.value)).collect::<Vec<_>>(), "one");
    for (rows, one) in &points {
        frame.dot(*rows, one.value, None);
    }
    let numbers: Vec<Vec<String>> = (evaluation.learning.iter())
        .map(|one| {
            let precision = figure(one.average_precision);
            vec![count(one.rows), count(one.fakes), precision, share(one.recall_at_budget)]
        })
        .collect();
    let columns = ["#profiles", "#fakes", "#average precision", "#recall in the budget"];
    let words = format!(
        "<p>Models of the same kind, fitted on {} to {} profiles and measured on the same others.</p>\
         <p class='soft'>Shaded: 95 % of draws of those that were measured on; what other labels \
         would have been learned from is not in it.</p>{}",
        count(as_count(least)),
        count(as_count(most)),
        folded("The numbers", &columns, &numbers)
    );
    section("Learning curve", says, &split(&frame.picture(says), &words))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was a count before"
)]
fn as_count(rows: f64) -> usize {
    rows.round() as usize
}

pub(super) fn parity(evaluation: &Evaluation) -> String {
    let Some(parity) = &evaluation.parity else {
        return section(
            "Parity",
            "Whether honest people of some group go to review more often is unknown",
            "<p>No groups were given for the audit, or they hold too few people. No model sees groups; whoever runs the \
             audit gives them.</p>",
        );
    };
    let says = match parity.verdict {
        ParityVerdict::Holds => "Honest people of each group go to review about as often as others",
        ParityVerdict::DoesNotHold => {
            "Honest people of a group go to review more often than others"
        }
        ParityVerdict::Unknown => {
            "There are too few people to tell whether honest people of each group go to review as often as others"
        }
    };
    let line = |one: &GroupParity| Line {
        name: format!("{}, {} honest", one.group, count(one.genuine)),
        value: one.ratio.value,
        whisker: Some((one.ratio.low, one.ratio.high)),
        class: match one.verdict {
            ParityVerdict::Holds => "",
            ParityVerdict::DoesNotHold => "bad",
            ParityVerdict::Unknown => "odd",
        },
    };
    let lines: Vec<Line> = parity.groups.iter().map(line).collect();
    let ticks = [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0].map(|times| (times, format!("{times}×")));
    let axis = Axis::new(Scale::Log, ticks, "as often as the others");
    let numbers: Vec<Vec<String>> = (parity.groups.iter())
        .map(|one| {
            let verdict = match one.verdict {
                ParityVerdict::Holds => "holds",
                ParityVerdict::DoesNotHold => "does not hold",
                ParityVerdict::Unknown => "unknown",
            };
            vec![
                escaped(&one.group),
                count(one.rows),
                count(one.genuine),
                percent(one.flagged),
                percent(one.flagged_genuine),
                figure(Some(one.ratio)),
                figure(Some(one.difference)),
                verdict.to_owned(),
            ]
        })
        .collect();
    let columns = [
        "group",
        "#profiles",
        "#honest",
        "#in the budget",
        "#honest in it",
        "#ratio",
        "#difference",
        "verdict",
    ];
    let words = format!(
        "<p>How often honest people of each group would be within the review budget, divided by how often all others are. \
         Groups were given for this audit alone; the model does not see them.</p>\
         <p class='soft'>Parity holds when a group is surely not twice as often there, or not 1 in 100 more often. It does \
         not when a group is surely there more often, and a quarter more at least. Else it is unknown. Intervals account \
         for the number of groups.</p>{}",
        folded("The numbers", &columns, &numbers)
    );
    section("Parity", says, &split(&rows(&lines, &axis, 1.0, says), &words))
}

pub(super) fn swap(evaluation: &Evaluation) -> String {
    let Some(proof) = &evaluation.swap else { return String::new() };
    let says = if proof.holds() {
        "Another name, nationality, language or school moves no score by a single bit"
    } else {
        "Another name, nationality, language or school moved scores"
    };
    let digests = [
        vec!["as they are".to_owned(), format!("<code>{}</code>", escaped(&proof.as_they_are))],
        vec!["swapped".to_owned(), format!("<code>{}</code>", escaped(&proof.swapped))],
    ];
    let inside = format!(
        "<p>The first {} people were scored as they are and once more with names, nationalities, languages and schools \
         exchanged. The digests are of all their scores, to the bit.</p>{}",
        count(proof.people),
        table(&["scores", "digest"], &digests)
    );
    section("Swap", says, &inside)
}

pub(super) fn elsewhere(evaluation: &Evaluation) -> String {
    let Some(apart) = &evaluation.elsewhere else { return String::new() };
    let (here, there) = (&evaluation.headline, &apart.headline);
    let recall = |one: Option<Interval>| one.map_or("–".to_owned(), |one| percent(one.value));
    let says = format!(
        "Where people are unlike those it learned from, it finds {} of the fakes in the budget instead of {}",
        recall(there.recall_at_budget),
        recall(here.recall_at_budget)
    );
    let error = evaluation.calibration.as_ref().map(|one| one.error);
    let line = |name: &str, one: String, other: String| vec![name.to_owned(), one, other];
    let numbers = [
        line("profiles", count(evaluation.counts.rows), count(apart.counts.rows)),
        line("fakes", count(evaluation.counts.fakes), count(apart.counts.fakes)),
        line("recall in the budget", share(here.recall_at_budget), share(there.recall_at_budget)),
        line(
            "precision in the budget",
            share(here.precision_at_budget),
            share(there.precision_at_budget),
        ),
        line(
            "recall at 1 %",
            share(here.recall_at_one_percent),
            share(there.recall_at_one_percent),
        ),
        line("average precision", figure(here.average_precision), figure(there.average_precision)),
        line("area under ROC", figure(here.roc_auc), figure(there.roc_auc)),
        line("calibration error", share(error), share(apart.calibration_error)),
    ];
    let inside = format!(
        "<p>{}</p>{}",
        escaped(&apart.description),
        table(&["", "#like those learned from", "#unlike them"], &numbers)
    );
    section("Elsewhere", &says, &inside)
}
