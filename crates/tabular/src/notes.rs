//! What a reader of a table's scores should know of how its columns were read.

use super::reading::{FIRST_OWN, Reading, is_missing, number};
use super::sheet::Texts;

/// What is odd about a column; nothing of most.
pub(super) fn note(column: &Texts, reading: &Reading) -> Option<String> {
    let name = &column.name;
    if let [_] | [] = column.texts[..] {
        return Some(format!("column `{name}` says the same in every row, and so nothing"));
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
                "column `{name}` is one of numbers; {cells} of its cells are none and count as missing, the first in line \
                 {} (`{text}`)",
                row + 2
            ))
        }
        Reading::Category { places } if places.values().all(|place| *place < FIRST_OWN) => {
            Some(format!(
                "column `{name}` is one of categories, and none of its {} is frequent enough to be told from the others",
                column.texts.len()
            ))
        }
        Reading::Category { .. } => None,
    }
}
