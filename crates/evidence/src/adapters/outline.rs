//! Where the notes about code-hosting accounts point: into the input. These adapters sort and choose among the elements of
//! lists, so a note points to the list, and its detail names the place in the profile.

use serde_json::Value;

use super::Note;

/// How deep an account is outlined: its fields, and those of its user.
const DEPTH: usize = 2;
/// Longer values are no logins.
const MAX_LOGIN: usize = 100;

/// The names of an input's fields, without its lists.
pub(super) struct Outline(Value);

/// An account of an input.
pub(super) struct AccountOutline<'a> {
    outline: &'a Outline,
    /// The pointer of the account in the input, and the prefix in the profiles' pointers.
    root: String,
    /// Pointers into a GitHub account, and what they are in the input.
    renamed: &'a [(&'static str, String)],
}

impl Outline {
    pub(super) fn new(input: &Value) -> Self {
        Self(match input {
            // Other objects than accounts are sorted by account, so their places say nothing. A pull request has a user,
            // too, but also a number.
            Value::Array(items) => {
                let account = |item: &Value| {
                    let is_other = ["id", "number"].iter().any(|field| !item[field].is_null());
                    let is_account = !is_other && item["user"]["login"].is_string();
                    if is_account { names(item, DEPTH) } else { Value::Null }
                };
                items.iter().map(account).collect()
            }
            input => names(input, DEPTH),
        })
    }

    /// The account of a login.
    pub(super) fn account<'a>(
        &'a self,
        login: &str,
        renamed: &'a [(&'static str, String)],
    ) -> AccountOutline<'a> {
        let items = self.0.as_array().map(Vec::as_slice).unwrap_or_default();
        let place = items.iter().position(|item| item["user"]["login"] == login);
        let root = place.map(|i| format!("/{i}")).unwrap_or_default();
        AccountOutline { outline: self, root, renamed }
    }
}

impl AccountOutline<'_> {
    /// Lets a note that points into an account, or into the profile made from it, point into the input.
    pub(super) fn locate(&self, note: Note) -> Note {
        let in_account = in_account(&note.pointer);
        let renamed = self.renamed.iter().find_map(|(name, in_input)| {
            let rest = in_account.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{in_input}{rest}"))
        });
        let wanted = format!("{}{}", self.root, renamed.as_deref().unwrap_or(in_account));
        let pointer = self.outline.closest(&wanted);
        let detail = if pointer == note.pointer || pointer == format!("{}{in_account}", self.root) {
            note.detail
        } else {
            format!("{} (`{}`)", note.detail, note.pointer)
        };
        Note { pointer, detail }
    }
}

impl Outline {
    /// The longest part of a pointer that exists.
    fn closest(&self, pointer: &str) -> String {
        let mut pointer = pointer;
        while self.0.pointer(pointer).is_none() {
            pointer = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        pointer.to_owned()
    }
}

/// The place in a GitHub account that a place in the profile comes from.
fn in_account(pointer: &str) -> &str {
    if pointer.starts_with("/claims") {
        return "/user/location";
    }
    if pointer.starts_with("/links/urls") {
        return "/user";
    }
    if pointer == "/external_id" {
        return "/user/login";
    }
    pointer.strip_prefix("/links/github").unwrap_or(pointer)
}

/// The names of fields, to a depth. Of lists, only that they exist.
fn names(value: &Value, depth: usize) -> Value {
    match value {
        Value::Object(fields) if depth > 0 => {
            let name = |(name, value): (&String, &Value)| (name.clone(), names(value, depth - 1));
            fields.iter().map(name).collect()
        }
        Value::String(text) if text.len() <= MAX_LOGIN => value.clone(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn notes_point_to_the_list_or_field_that_a_value_comes_from() {
        let user = |login: &str| json!({ "login": login, "location": "Ghent" });
        let alone = Outline::new(&json!({ "user": user("a"), "projects": [{}], "commits": [] }));
        let both =
            Outline::new(&json!([{ "user": user("a") }, { "user": user("b"), "repos": [] }]));
        let pull_request = json!({ "number": 1, "user": user("a"), "base": {} });
        let loose = Outline::new(&json!([pull_request, { "sha": "1" }, { "login": "a" }]));
        let renamed = [("/repos", "/projects".to_owned())];
        for (outline, login, written, pointer, named) in [
            (&alone, "a", "/links/github/repos/7/name", "/projects", true),
            (&alone, "a", "/links/github/commits/2/sha", "/commits", true),
            (&alone, "a", "/links/github/following", "", true),
            (&alone, "a", "/links/github/user/login", "/user/login", false),
            (&alone, "a", "/claims/country", "/user/location", false),
            (&alone, "a", "/user/location", "/user/location", false),
            (&both, "b", "/links/github/repos/7/name", "/1", true),
            (&both, "a", "/user/location", "/0/user/location", false),
            (&loose, "a", "/links/github/commits/2/sha", "", true),
        ] {
            let note = Note { pointer: written.to_owned(), detail: "is odd".to_owned() };
            let located = outline.account(login, &renamed).locate(note);
            assert_eq!(located.pointer, pointer, "{written}");
            assert_eq!(located.detail.contains(written), named, "{written}: {}", located.detail);
        }
    }
}
