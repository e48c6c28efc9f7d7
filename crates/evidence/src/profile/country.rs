//! ISO 3166-1 alpha-2 country codes.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use super::json_value::Json;
use super::read::{Notes, Pointer, Read};

/// Country or territory, as an ISO 3166-1 alpha-2 code in upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, min_length = 2, max_length = 2, example = "US")]
pub struct CountryCode([u8; 2]);

/// All assigned codes, and the user-assigned `XK` for Kosovo.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ \
                     BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
                     BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN \
                     CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE \
                     EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF \
                     GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
                     HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM \
                     JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
                     LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
                     ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
                     NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG \
                     PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
                     SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS \
                     ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
                     TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
                     VN VU WF WS YE YT ZA ZM ZW XK";

/// The codes in alphabetical order.
static KNOWN: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let codes = CODES.split(' ').filter_map(|code| code.as_bytes().try_into().ok());
    let mut codes: Vec<[u8; 2]> = codes.collect();
    codes.sort_unstable();
    codes
});

impl CountryCode {
    /// Accepts upper and lower case.
    pub fn parse(written: &str) -> Option<Self> {
        let bytes: [u8; 2] = written.as_bytes().try_into().ok()?;
        let code = bytes.map(|byte| byte.to_ascii_uppercase());
        KNOWN.binary_search(&code).is_ok().then_some(Self(code))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a code is two ASCII letters")
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CountryCode({self})")
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::parse(&written).ok_or_else(|| serde::de::Error::custom("not an ISO 3166-1 code"))
    }
}

impl Read for CountryCode {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let code = Self::parse(notes.text(value, at)?.trim());
        if code.is_none() {
            let detail = "must be an ISO 3166-1 alpha-2 code, such as US, KR or DE";
            notes.fault(at, "invalid_country", detail);
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assigned_codes_are_accepted() {
        assert_eq!(CountryCode::parse("kr").unwrap().as_str(), "KR");
        for bad in ["", "K", "USA", "ZZ", "U ", "é"] {
            assert_eq!(CountryCode::parse(bad), None, "{bad}");
        }
    }
}
