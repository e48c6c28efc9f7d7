//! An option of a select field, or a checkbox of several.

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

/// Choices from pairs of a value and its text.
pub(super) fn choices<V: Into<String>>(
    pairs: impl IntoIterator<Item = (V, String)>,
    is_chosen: impl Fn(&str) -> bool,
) -> Vec<Choice> {
    let choice = |(value, text): (V, String)| {
        let value = value.into();
        Choice { chosen: is_chosen(&value), value, text }
    };
    pairs.into_iter().map(choice).collect()
}
