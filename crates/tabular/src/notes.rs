//! Warnings about how columns were read.

use super::reading::{FIRST_OWN, Reading, is_missing, number};
use super::sheet::Texts;

/// A warning about a column, if there is reason for one.
pub(super) fn warning(column: &Texts, reading: &Reading) -> Option<String> {
    let name = &column.name;
    if let [_] | [] = column.texts[..] {
        return Some(format!(
            "column `{name}` has the same value in every row, so it has no effect"
        ));
    }
    match reading {
        Reading::Number { .. } => {
            let is_odd = |code: &u32| {
                let text = &column.texts[*code as usize];
                !is_missing(text) && number(text).is_none()
            };
            let cells = column.codes.iter().filter(|code| is_odd(code)).count();
            let row = column.codes.iter().position(is_odd)?;
            let text = &column.texts[column.codes[row] as usize];
            Some(format!(
                "column `{name}` has numbers; {cells} cells that are not numbers count as missing, the first in line {} (`{text}`)",
                row + 2
            ))
        }
        Reading::Category { bins } if bins.values().all(|bin| *bin < FIRST_OWN) => Some(format!(
            "column `{name}` has categories, but none of its {} is frequent enough for a separate bin",
            column.texts.len()
        )),
        Reading::Category { .. } => None,
    }
}
