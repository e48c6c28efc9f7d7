use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn a_thin_page_with_dead_links_is_a_hit_and_a_beginners_page_is_not() {
    let id = "portfolio_site_thin_or_throwaway";
    let page = |page: Value| Fixture::new(json!({ "links": { "portfolios": [page] } })).state(id);
    let thin = json!({ "url": "https://sample.netlify.app", "pages": 1, "links_checked": 6, "links_broken": 5 });
    assert_eq!(page(thin), Hit);
    let beginner = json!({ "url": "https://sample.github.io", "pages": 1, "links_checked": 6, "links_broken": 0 });
    assert_eq!(page(beginner), Miss);
    let old = json!({ "url": "https://example.com", "pages": 12, "domain_registered_at": "2015-01-01T00:00:00Z" });
    assert_eq!(page(old), Miss);
    assert_eq!(page(json!({ "url": "https://sample.netlify.app" })), Unknown);
    let host =
        json!({ "url": "https://notgithub.io", "pages": 1, "links_checked": 2, "links_broken": 2 });
    assert_eq!(page(host), Miss, "another domain that ends alike is no free host");
}
