//! Portfolio pages.

use chrono::Duration;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::Portfolio;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[PORTFOLIO_SITE_THIN_OR_THROWAWAY];

const PORTFOLIO_SITE_THIN_OR_THROWAWAY: Indicator = Indicator {
    id: "portfolio_site_thin_or_throwaway",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Very simple portfolio on throwaway host, young domain, dead links.",
    unit: "signs",
    question: "What is on the portfolio page? Send `links.portfolios`.",
    innocent_explanations: "Juniors; designers mid-rebuild.",
    how_to_verify: "Ask them to change a sentence on the page while you look.",
    sources: &["US2022", "MAN24"],
    wording: "",
    miss: MissRule::Counts,
    observe: portfolio_site_thin_or_throwaway,
    #[cfg(test)]
    examples: None,
};

/// Hosts that give anybody an address for nothing.
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

/// Three of four: a free host, one page, a young domain, links that lead nowhere. A beginner's page on a
/// free host has two.
fn portfolio_site_thin_or_throwaway(case: &Case<'_>) -> Finding {
    const SEVERAL: usize = 3;
    let portfolios = case.profile.links.iter().flat_map(|links| &links.portfolios).enumerate();
    let worst = portfolios
        .filter_map(|(i, portfolio)| Some((i, signs(case, portfolio)?)))
        .max_by_key(|(_, signs)| signs.len());
    let Some((i, signs)) = worst else { return Finding::Unknown };
    let list = if signs.is_empty() { "nothing unusual".to_owned() } else { signs.join(", ") };
    let evidence =
        Evidence::stored(format!("portfolio: {list}"), [format!("/links/portfolios/{i}")]);
    if signs.len() >= SEVERAL {
        Finding::hit(count(signs.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// What is seen of a page; nothing unless two things at least were looked for.
fn signs(case: &Case<'_>, portfolio: &Portfolio) -> Option<Vec<&'static str>> {
    const YOUNG: Duration = Duration::days(180);
    const NEEDED: usize = 2;
    let host = portfolio.url.as_ref().and_then(|url| url.url().host_str());
    let free = host.map(|host| FREE_HOSTS.iter().any(|free| is_under(host, free)));
    let thin = portfolio.pages.map(|pages| pages.0 <= 1.0);
    let young = portfolio.domain_registered_at.map(|at| case.now - at < YOUNG);
    let links = portfolio.links_checked.zip(portfolio.links_broken);
    let dead = links.map(|(tried, dead)| tried.0 >= 2.0 && dead.0 * 2.0 >= tried.0);
    let all = [
        (free, "on a free host"),
        (thin, "a single page"),
        (young, "its domain is younger than half a year"),
        (dead, "half of its links are dead"),
    ];
    let looked = all.iter().filter(|(seen, _)| seen.is_some()).count();
    let seen = all.into_iter().filter(|(seen, _)| *seen == Some(true)).map(|(_, says)| says);
    (looked > NEEDED).then(|| seen.collect())
}

fn is_under(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests;
