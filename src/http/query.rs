//! Query parameters. An error names the parameter that is wrong.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::error::QueryPayloadError;
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use url::form_urlencoded::{Serializer, parse};

use super::problem::Problem;
use crate::service::Page;

/// The query parameters of an operation. Every field of `T` is optional, and `T` denies unknown fields.
pub(super) struct Parameters<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest for Parameters<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request.query_string()))
    }
}

impl<T: DeserializeOwned> Parameters<T> {
    fn read(query: &str) -> Result<Self, Problem> {
        let nul = parse(query.as_bytes())
            .find(|(name, value)| [name, value].iter().any(|text| text.contains('\0')));
        if let Some((name, _)) = nul {
            let name = name.escape_debug();
            return Err(Problem::query_invalid(format!(
                "the query parameter `{name}` contains the character U+0000; remove it"
            )));
        }
        match Query::<T>::from_query(query) {
            Ok(read) => Ok(Self(read.into_inner())),
            Err(error) => {
                Err(Problem::query_invalid(culprit::<T>(query).unwrap_or_else(|| reason(&error))))
            }
        }
    }
}

/// The limit of a page, from 1 to 100; 20 by default.
pub(super) fn limit(asked: Option<u16>) -> Result<u16, Problem> {
    let limit = asked.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Problem::query_invalid(
            "the query parameter `limit` must be between 1 and 100",
        ));
    }
    Ok(limit)
}

/// The cursor of the next page, if there is one.
pub(super) fn next_cursor<T, C>(page: &Page<T>, cursor: impl FnOnce(&T) -> C) -> Option<C> {
    page.items.last().filter(|_| page.more).map(cursor)
}

/// What is wrong with the first parameter that is invalid by itself.
fn culprit<T: DeserializeOwned>(query: &str) -> Option<String> {
    parse(query.as_bytes()).find_map(|(name, value)| {
        let alone = Serializer::new(String::new()).append_pair(&name, &value).finish();
        let error = Query::<T>::from_query(&alone).err()?;
        Some(format!("the query parameter `{name}` is invalid: {}", reason(&error)))
    })
}

/// The error without the name of the part of the library that found it.
fn reason(error: &QueryPayloadError) -> String {
    let text = error.to_string();
    text.split_once(" error: ").map_or(text.clone(), |(_, reason)| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        limit: Option<u16>,
        name: Option<String>,
    }

    fn refusal(query: &str) -> String {
        Parameters::<Wanted>::read(query).err().map(|problem| problem.to_string()).unwrap()
    }

    #[test]
    fn a_refusal_names_the_parameter() {
        assert!(refusal("name=a&limit=many").contains("parameter `limit`"));
        assert!(refusal("limit=70000").contains("parameter `limit`"));
        assert!(refusal("limit=1&colour=green").contains("parameter `colour`"));
        assert!(refusal("limit=1&name=a%00b").contains("parameter `name`"));
        assert!(refusal("name=a&name=b").contains("duplicate field `name`"));
        assert!(!refusal("limit=70000").contains("deserialize"));
    }

    #[test]
    fn text_is_decoded_and_what_is_left_out_is_nothing() {
        let read = Parameters::<Wanted>::read("name=a%20b%26c").ok().unwrap().0;
        assert_eq!((read.name.as_deref(), read.limit), (Some("a b&c"), None));
    }
}
