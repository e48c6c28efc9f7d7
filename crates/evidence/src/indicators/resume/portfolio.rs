//! Portfolio pages.

use chrono::Duration;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::elsewhere::host;
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::Portfolio;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[PORTFOLIO_SITE_THIN_OR_THROWAWAY];

const PORTFOLIO_SITE_THIN_OR_THROWAWAY: Indicator = Indicator {
    id: "portfolio_site_thin_or_throwaway",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "The portfolio looks like a throwaway page: free host, single page, new domain, dead links.",
    unit: "signs",
    question: "What is on the portfolio? Send `links.portfolios`.",
    innocent_explanations: "Juniors, and designers who are rebuilding their portfolio.",
    how_to_verify: "Ask the applicant to change a sentence on the page while you watch.",
    sources: &["US2022", "MAN24"],
    wording: "
    .hit = { $hosts_count ->
        [0] The portfolio
       *[other] The portfolio on { $hosts }
    } { $lacks ->
        [free_host] has only one page, its domain is younger than half a year, and at least half of the tested links are dead ({ $dead } of { $tried }).
        [single_page] is on a free host, its domain is younger than half a year, and at least half of the tested links are dead ({ $dead } of { $tried }).
        [young_domain] is on a free host, has only one page, and at least half of the tested links are dead ({ $dead } of { $tried }).
        [dead_links] is on a free host, has only one page, and its domain is younger than half a year.
       *[nothing] is on a free host, has only one page, its domain is younger than half a year, and at least half of the tested links are dead ({ $dead } of { $tried }).
    }
    .miss = { $hosts_count ->
        [0] The portfolio
       *[other] The portfolio on { $hosts }
    } shows { $signs ->
        [0] none
        [one] only one
       *[other] only { $signs }
    } of the four signs of a throwaway page (free host, single page, new domain, dead links).
",
    miss: MissRule::Counts,
    observe: portfolio_site_thin_or_throwaway,
    #[cfg(test)]
    examples: tests::portfolio_site_thin_or_throwaway,
};

/// Hosts that give addresses to anyone for free.
const FREE_HOSTS: [&str; 12] = [
    "000webhostapp.com",
    "carrd.co",
    "firebaseapp.com",
    "github.io",
    "herokuapp.com",
    "netlify.app",
    "onrender.com",
    "pages.dev",
    "surge.sh",
    "vercel.app",
    "web.app",
    "wixsite.com",
];

/// Three of four signs: a free host, a single page, a young domain, broken links. A beginner's page on a free host has
/// two.
fn portfolio_site_thin_or_throwaway(case: &Case<'_>) -> Finding {
    const SEVERAL: usize = 3;
    let portfolios = case.profile.links.iter().flat_map(|links| &links.portfolios).enumerate();
    let worst = portfolios
        .filter_map(|(i, portfolio)| Some((i, portfolio, signs(case, portfolio)?)))
        .max_by_key(|(.., signs)| signs.len());
    let Some((i, portfolio, signs)) = worst else { return Finding::Unknown };
    let hosts: Vec<String> = portfolio.url.iter().filter_map(host).collect();
    let evidence = Evidence::about([format!("/links/portfolios/{i}")]).with("hosts", hosts);
    if signs.len() < SEVERAL {
        return Finding::miss(evidence.with("signs", signs.len()));
    }
    let lacks = SIGNS.into_iter().find(|sign| !signs.contains(sign)).unwrap_or("nothing");
    let evidence = evidence.with("lacks", lacks);
    let links = portfolio.links_broken.zip(portfolio.links_checked);
    let evidence = match links.filter(|_| signs.contains(&DEAD_LINKS)) {
        Some((dead, tried)) => evidence.with("dead", dead.0).with("tried", tried.0),
        None => evidence,
    };
    Finding::hit(count(signs.len()), evidence)
}

const DEAD_LINKS: &str = "dead_links";
const SIGNS: [&str; 4] = ["free_host", "single_page", "young_domain", DEAD_LINKS];

/// The signs of a page. `None` unless at least three were checked.
fn signs(case: &Case<'_>, portfolio: &Portfolio) -> Option<Vec<&'static str>> {
    const YOUNG: Duration = Duration::days(180);
    const MIN_LOOKED_FOR: usize = 3;
    let host = portfolio.url.as_ref().and_then(|url| url.url().host_str());
    let links = portfolio.links_checked.zip(portfolio.links_broken);
    let shown = [
        host.map(|host| FREE_HOSTS.iter().any(|free| is_under(host, free))),
        portfolio.pages.map(|pages| pages.0 <= 1.0),
        portfolio.domain_registered_at.map(|at| case.now - at < YOUNG),
        links.map(|(tried, dead)| tried.0 >= 2.0 && dead.0 * 2.0 >= tried.0),
    ];
    let looked_for = shown.iter().flatten().count();
    let signs = SIGNS.into_iter().zip(shown).filter(|(_, shown)| *shown == Some(true));
    (looked_for >= MIN_LOOKED_FOR).then(|| signs.map(|(sign, _)| sign).collect())
}

fn is_under(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn portfolio_site_thin_or_throwaway() -> Examples {
        let page = |page: Value| Fixture::new(json!({ "links": { "portfolios": [page] } }));
        let visited = |url: &str, pages: u32, dead: u32, domain: Value| {
            page(json!({
                "url": url, "pages": pages, "links_checked": 6, "links_broken": dead,
                "domain_registered_at": domain,
            }))
        };
        let (free, own) = ("https://sample.netlify.app", "https://www.example.com");
        let (old, new) = (json!("2015-01-01T00:00:00Z"), json!("2026-05-01T00:00:00Z"));
        let unnamed = json!({
            "pages": 1, "links_checked": 6, "links_broken": 5, "domain_registered_at": new,
        });
        let beginner = || visited("https://sample.github.io", 1, 0, Value::Null);
        let similar = json!({ "url": "https://notgithub.io", "pages": 1, "links_checked": 2, "links_broken": 2 });
        let established = json!({ "url": own, "pages": 12, "domain_registered_at": old });
        Examples::new()
            .hit("a single page on a free host, with dead links", visited(free, 1, 5, Value::Null))
            .value(3.0)
            .pointers(&["/links/portfolios/0"])
            .says("The portfolio on sample.netlify.app is on a free host, has only one page, and at least half of the tested links are dead (5 of 6).")
            .hit("a single page on a new domain, with dead links", visited(own, 1, 5, new.clone()))
            .says("The portfolio on example.com has only one page, its domain is younger than half a year, and at least half of the tested links are dead (5 of 6).")
            .hit("the address is not known", page(unnamed))
            .says("The portfolio has only one page, its domain is younger than half a year, and at least half of the tested links are dead (5 of 6).")
            .hit("a free host and a new domain, with dead links", visited(free, 4, 3, new.clone()))
            .says("The portfolio on sample.netlify.app is on a free host, its domain is younger than half a year, and at least half of the tested links are dead (3 of 6).")
            .hit("a single page on a free host and a new domain", visited(free, 1, 0, new.clone()))
            .says("The portfolio on sample.netlify.app is on a free host, has only one page, and its domain is younger than half a year.")
            .hit("all four", visited(free, 1, 5, new))
            .value(4.0)
            .says("The portfolio on sample.netlify.app is on a free host, has only one page, its domain is younger than half a year, and at least half of the tested links are dead (5 of 6).")
            .miss("an established page", page(established))
            .says("The portfolio on example.com shows none of the four signs of a throwaway page (free host, single page, new domain, dead links).")
            .miss("no free host, but a domain whose name ends like one", page(similar))
            .says("The portfolio on notgithub.io shows only 2 of the four signs of a throwaway page (free host, single page, new domain, dead links).")
            .miss("one sign", visited(own, 1, 0, old))
            .says("The portfolio on example.com shows only one of the four signs of a throwaway page (free host, single page, new domain, dead links).")
            .unknown("only the address is known", page(json!({ "url": free })))
            .innocent("a beginner's page whose links work", beginner())
    }
}
