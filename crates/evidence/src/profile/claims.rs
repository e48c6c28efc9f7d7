//! The person's claims. Indicators look for contradictions to them; a claim is never evidence by itself.

use chrono::{DateTime, Duration, Months, NaiveDate, Utc};

use super::read::{Ignored, choices, sections};
use super::{
    CountryCode, EmailAddress, ExternalId, Ip, PartialDate, PersonName, PhoneNumber, ShortText,
    Years, Zone,
};

sections! {
    /// What applicants claim about themselves. Indicators look for facts that contradict it.
    pub struct Claims {
        /// The applicant's name.
        pub name: Option<PersonName>,
        /// Country they say they live in.
        pub country: Option<CountryCode>,
        /// State or province they say they live in.
        pub region: Option<ShortText>,
        /// City they say they live in.
        pub city: Option<ShortText>,
        /// Since when they say they live there. Sessions and commits before that are not compared with the claimed
        /// place. Without it, only the last 180 days are.
        pub resident_since: Option<PartialDate>,
        /// Time zone they say they work in.
        pub time_zone: Option<Zone>,
        /// Years of work experience they claim.
        pub years_of_experience: Option<Years>,
        /// The agency they say they work for. It is shown to reviewers and explains nothing until you confirm the agency
        /// (`POST /v1/relations`).
        pub declared_agency: Option<ShortText>,
        /// `external_id`s of accounts they declare as related, such as a partner's. They are shown to reviewers and explain
        /// nothing until you confirm the household (`POST /v1/relations`).
        #[schema(max_items = 100)]
        pub related_accounts: Vec<ExternalId>,
        /// Stays in other countries they told you about, such as travel or a move.
        #[schema(max_items = 100)]
        pub stays: Vec<Stay>,
        /// Whether the profile shows a photo of a person.
        pub photo_shown: Option<bool>,
        /// People named as professional references.
        #[schema(max_items = 20)]
        pub references: Vec<Reference>,
        /// Referrals between this account and others.
        #[schema(max_items = 100)]
        pub referrals: Vec<Referral>,
    }

    /// A referral between two accounts.
    pub struct Referral {
        /// `external_id` of the other account.
        pub external_id: ExternalId,
        /// Which of the two referred the other.
        pub direction: Option<ReferralDirection>,
    }

    /// A professional reference. The name and company are stored but not evaluated.
    #[schema(as = ProfessionalReference)]
    pub struct Reference [20] {
        /// Name of the reference. Stored, not evaluated.
        pub name: Ignored,
        /// Employer of the reference. Stored, not evaluated.
        pub company: Ignored,
        /// E-mail address of the reference.
        pub email: Option<EmailAddress>,
        /// Phone number in international form, such as `+1 555 555 0123`.
        pub phone: Option<PhoneNumber>,
        /// IP address the reference was submitted from, if it was submitted online.
        pub ip: Option<Ip>,
    }

    /// A stay in another country that the applicant declared.
    #[schema(as = DeclaredStay)]
    pub struct Stay {
        /// Country of the stay.
        pub country: Option<CountryCode>,
        /// First day of the stay, as a date or time. A stay without any date or of more than 180 days is not compared.
        pub from: Option<PartialDate>; decisive,
        /// Last day of the stay, as a date or time. Leave it out while the stay continues.
        pub until: Option<PartialDate>; decisive,
    }
}

choices! {
    /// `referred_by`: the other account referred this one. `referred`: this account referred the other.
    pub enum ReferralDirection {
        /// The other account referred this one.
        ReferredBy = "referred_by",
        /// This account referred the other.
        Referred = "referred",
    }
}

impl Claims {
    /// From when on the claimed place can be compared with what happened. Without a date, people are taken to have
    /// lived there for half a year: a longer time would hold a move against them.
    pub fn resident_from(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        const ASSUMED: Duration = Duration::days(180);
        let stated = self.moved(now).and_then(first_day_after);
        stated.map_or(now - ASSUMED, |day| day.and_time(chrono::NaiveTime::MIN).and_utc())
    }

    /// When they say they moved there. A date in the future explains nothing, so it counts as none.
    pub fn moved(&self, now: DateTime<Utc>) -> Option<PartialDate> {
        let latest = now.date_naive() + Duration::days(1);
        self.resident_since.filter(|date| first_day(*date).is_some_and(|day| day <= latest))
    }

    /// Whether the claimed place can be compared with what happened at a time.
    pub fn apply_at(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        at >= self.resident_from(now)
    }

    /// Whether a country fits the claims at a time. `None` if no country is claimed, or none for that time, or if a stay there
    /// has no clear dates.
    pub fn fits(
        &self,
        country: CountryCode,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<bool> {
        if self.country.is_none() || !self.apply_at(at, now) {
            return None;
        }
        self.covers(country, at)
    }

    /// Whether the person claims to be in `country` at that time, as residence or as a stay. The residence counts at
    /// any time: [`Claims::fits`] takes moves into account. `None` if a stay there has no clear dates.
    pub fn covers(&self, country: CountryCode, at: DateTime<Utc>) -> Option<bool> {
        if self.country.is_some_and(|claimed| claimed.includes(country)) {
            return Some(true);
        }
        let there = |stay: &&Stay| stay.country.is_some_and(|claimed| claimed.includes(country));
        let mut covers = Some(false);
        for stay in self.stays.iter().filter(there) {
            match stay.covers(at) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => covers = None,
            }
        }
        covers
    }
}

impl Stay {
    /// Whether a time is within the stay. `None` if it has no dates or is longer than people travel: such a stay can be
    /// declared to fit everything.
    pub fn covers(&self, at: DateTime<Utc>) -> Option<bool> {
        const MAX: Duration = Duration::days(180);
        /// Dates are those of some time zone.
        const TOLERANCE: Duration = Duration::days(1);
        let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let from = self.from.and_then(first_day).map(|day| midnight(day) - TOLERANCE);
        let until = self.until.and_then(first_day_after).map(|day| midnight(day) + TOLERANCE);
        if from.is_some_and(|from| at < from) || until.is_some_and(|until| at > until) {
            return Some(false);
        }
        let known = match (from, until) {
            (Some(from), Some(until)) => until - from,
            (Some(from), None) => at - from,
            (None, Some(until)) => until - at,
            (None, None) => return None,
        };
        (known <= MAX + TOLERANCE * 3).then_some(true)
    }
}

/// The first day that a date can mean.
pub fn first_day(date: PartialDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

/// The first day after a date of which the day or the month may be missing.
fn first_day_after(date: PartialDate) -> Option<NaiveDate> {
    let first = first_day(date)?;
    match (date.month, date.day) {
        (_, Some(_)) => first.succ_opt(),
        (Some(_), None) => first.checked_add_months(Months::new(1)),
        (None, None) => first.checked_add_months(Months::new(12)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::profile;

    fn claims(claims: Value) -> Claims {
        let document = json!({ "external_id": "case", "claims": claims }).to_string();
        profile::parse(document.as_bytes()).unwrap().0.claims.unwrap()
    }

    fn time(written: &str) -> DateTime<Utc> {
        written.parse().unwrap()
    }

    #[test]
    fn a_claim_says_nothing_about_the_time_before_a_move() {
        let now = time("2026-06-01T12:00:00Z");
        let fits = |since: Value, country: &str, at: &str| {
            let claims = claims(json!({ "country": "CA", "resident_since": since }));
            claims.fits(CountryCode::parse(country).unwrap(), time(at), now)
        };
        for (since, before, after) in [
            (Value::Null, "2025-12-02T00:00:00Z", "2025-12-04T00:00:00Z"),
            ("2026-03-09".into(), "2026-03-09T23:00:00Z", "2026-03-10T00:00:00Z"),
            ("2026-03".into(), "2026-03-31T23:00:00Z", "2026-04-01T00:00:00Z"),
            ("2019".into(), "2019-12-31T23:00:00Z", "2020-01-01T00:00:00Z"),
            ("2026-03-09T10:00:00Z".into(), "2026-03-09T23:00:00Z", "2026-03-10T00:00:00Z"),
        ] {
            assert_eq!(fits(since.clone(), "IN", before), None, "{since} {before}");
            assert_eq!(fits(since.clone(), "IN", after), Some(false), "{since} {after}");
            assert_eq!(fits(since.clone(), "CA", after), Some(true), "{since} {after}");
        }
    }

    #[test]
    fn nothing_contradicts_a_missing_claim() {
        let now = time("2026-06-01T12:00:00Z");
        let none = claims(json!({ "stays": [{ "country": "PT" }] }));
        assert_eq!(none.fits(CountryCode::parse("IN").unwrap(), now, now), None);
    }

    #[test]
    fn a_territory_with_its_own_code_belongs_to_the_claimed_country() {
        let country = |code: &str| CountryCode::parse(code).unwrap();
        let now = time("2026-06-01T12:00:00Z");
        let covers = |claimed: &str, found: &str| {
            claims(json!({ "country": claimed })).covers(country(found), now)
        };
        for (claimed, found, is_covered) in
            [("US", "PR", true), ("FR", "RE", true), ("PR", "US", false), ("FR", "PR", false)]
        {
            assert_eq!(covers(claimed, found), Some(is_covered), "{claimed} {found}");
        }
    }

    #[test]
    fn a_stay_counts_on_its_days_and_without_clear_dates_it_is_unknown() {
        let country = CountryCode::parse("CN").unwrap();
        let covers = |stay: Value, at: &str| {
            claims(json!({ "country": "US", "stays": [stay] })).covers(country, time(at))
        };
        let plain = json!({ "country": "CN", "from": "2026-04-20", "until": "2026-05-20" });
        assert_eq!(covers(plain.clone(), "2026-05-20T23:00:00Z"), Some(true));
        assert_eq!(covers(plain.clone(), "2026-05-25T23:00:00Z"), Some(false));
        assert_eq!(covers(plain, "2026-04-10T00:00:00Z"), Some(false));
        let open = json!({ "country": "CN", "from": "2026-04-20T08:00:00Z" });
        assert_eq!(covers(open.clone(), "2026-05-20T23:00:00Z"), Some(true));
        assert_eq!(covers(open, "2027-05-20T23:00:00Z"), None);
        assert_eq!(covers(json!({ "country": "CN" }), "2026-05-20T23:00:00Z"), None);
        let years = json!({ "country": "CN", "from": "2020", "until": "2030" });
        assert_eq!(covers(years, "2026-05-20T23:00:00Z"), None);
    }

    #[test]
    fn a_move_in_the_future_explains_nothing() {
        let now = time("2026-06-01T12:00:00Z");
        let from = |since: &str| {
            let claims = claims(json!({ "country": "US", "resident_since": since }));
            claims.resident_from(now)
        };
        assert_eq!(from("2027-01"), from("2026-06-09"));
        assert_eq!(from("2027-01"), now - Duration::days(180));
        assert!(from("2026-06") > now, "the month of the move has not ended");
    }
}
