//! Countries by their English names, as vendors write them in place of a code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::profile::{CountryCode, fold};

/// The code of a country that is written as a code or as its English name.
pub(super) fn country(written: &str) -> Option<CountryCode> {
    static NAMED: LazyLock<BTreeMap<String, CountryCode>> = LazyLock::new(|| {
        let named = NAMES.lines().filter_map(|line| line.trim().split_once(' '));
        let named = named.filter_map(|(code, names)| Some((CountryCode::parse(code)?, names)));
        named
            .flat_map(|(code, names)| names.split(';').map(move |name| (fold(name.trim()), code)))
            .collect()
    });
    let written = written.trim();
    CountryCode::parse(written).or_else(|| NAMED.get(&fold(written)).copied())
}

/// Short names of ISO 3166-1 and other common ones. `Congo`, `Korea` and `Guinea` alone name several countries or parts
/// of other names, so only complete names match.
const NAMES: &str = "\
AD Andorra
AE United Arab Emirates; UAE
AF Afghanistan
AG Antigua and Barbuda
AI Anguilla
AL Albania
AM Armenia
AO Angola
AQ Antarctica
AR Argentina
AS American Samoa
AT Austria
AU Australia
AW Aruba
AX Åland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina
BB Barbados
BD Bangladesh
BE Belgium
BF Burkina Faso
BG Bulgaria
BH Bahrain
BI Burundi
BJ Benin
BL Saint Barthélemy
BM Bermuda
BN Brunei; Brunei Darussalam
BO Bolivia; Bolivia, Plurinational State of
BQ Caribbean Netherlands; Bonaire, Sint Eustatius and Saba
BR Brazil
BS Bahamas; The Bahamas
BT Bhutan
BV Bouvet Island
BW Botswana
BY Belarus
BZ Belize
CA Canada
CC Cocos (Keeling) Islands
CD Democratic Republic of the Congo; Congo, Democratic Republic of the; DR Congo
CF Central African Republic
CG Republic of the Congo; Congo-Brazzaville
CH Switzerland
CI Côte d'Ivoire; Ivory Coast
CK Cook Islands
CL Chile
CM Cameroon
CN China; People's Republic of China
CO Colombia
CR Costa Rica
CU Cuba
CV Cabo Verde; Cape Verde
CW Curaçao
CX Christmas Island
CY Cyprus
CZ Czechia; Czech Republic
DE Germany; Deutschland
DJ Djibouti
DK Denmark
DM Dominica
DO Dominican Republic
DZ Algeria
EC Ecuador
EE Estonia
EG Egypt
EH Western Sahara
ER Eritrea
ES Spain
ET Ethiopia
FI Finland
FJ Fiji
FK Falkland Islands; Falkland Islands (Malvinas)
FM Micronesia; Micronesia, Federated States of
FO Faroe Islands
FR France
GA Gabon
GB United Kingdom; UK; Great Britain; United Kingdom of Great Britain and Northern Ireland; England; Scotland; Wales; Northern Ireland
GD Grenada
GF French Guiana
GG Guernsey
GH Ghana
GI Gibraltar
GL Greenland
GM Gambia; The Gambia
GN Guinea
GP Guadeloupe
GQ Equatorial Guinea
GR Greece
GS South Georgia and the South Sandwich Islands
GT Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana
HK Hong Kong; Hong Kong SAR China
HM Heard Island and McDonald Islands
HN Honduras
HR Croatia
HT Haiti
HU Hungary
ID Indonesia
IE Ireland; Republic of Ireland
IL Israel
IM Isle of Man
IN India
IO British Indian Ocean Territory
IQ Iraq
IR Iran; Iran, Islamic Republic of
IS Iceland
IT Italy
JE Jersey
JM Jamaica
JO Jordan
JP Japan
KE Kenya
KG Kyrgyzstan
KH Cambodia
KI Kiribati
KM Comoros
KN Saint Kitts and Nevis; St. Kitts and Nevis
KP North Korea; Korea, Democratic People's Republic of
KR South Korea; Korea, Republic of; Republic of Korea
KW Kuwait
KY Cayman Islands
KZ Kazakhstan
LA Laos; Lao People's Democratic Republic
LB Lebanon
LC Saint Lucia; St. Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia
LS Lesotho
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya
MA Morocco
MC Monaco
MD Moldova; Moldova, Republic of; Republic of Moldova
ME Montenegro
MF Saint Martin; Saint Martin (French part)
MG Madagascar
MH Marshall Islands
MK North Macedonia
ML Mali
MM Myanmar; Burma
MN Mongolia
MO Macao; Macau
MP Northern Mariana Islands
MQ Martinique
MR Mauritania
MS Montserrat
MT Malta
MU Mauritius
MV Maldives
MW Malawi
MX Mexico
MY Malaysia
MZ Mozambique
NA Namibia
NC New Caledonia
NE Niger
NF Norfolk Island
NG Nigeria
NI Nicaragua
NL Netherlands; The Netherlands; Holland
NO Norway
NP Nepal
NR Nauru
NU Niue
NZ New Zealand
OM Oman
PA Panama
PE Peru
PF French Polynesia
PG Papua New Guinea
PH Philippines; The Philippines
PK Pakistan
PL Poland
PM Saint Pierre and Miquelon
PN Pitcairn; Pitcairn Islands
PR Puerto Rico
PS Palestine; Palestine, State of; Palestinian Territories
PT Portugal
PW Palau
PY Paraguay
QA Qatar
RE Réunion
RO Romania
RS Serbia
RU Russia; Russian Federation
RW Rwanda
SA Saudi Arabia
SB Solomon Islands
SC Seychelles
SD Sudan
SE Sweden
SG Singapore
SH Saint Helena; Saint Helena, Ascension and Tristan da Cunha
SI Slovenia
SJ Svalbard and Jan Mayen
SK Slovakia
SL Sierra Leone
SM San Marino
SN Senegal
SO Somalia
SR Suriname
SS South Sudan
ST Sao Tome and Principe
SV El Salvador
SX Sint Maarten; Sint Maarten (Dutch part)
SY Syria; Syrian Arab Republic
SZ Eswatini; Swaziland
TC Turks and Caicos Islands
TD Chad
TF French Southern Territories
TG Togo
TH Thailand
TJ Tajikistan
TK Tokelau
TL Timor-Leste; East Timor
TM Turkmenistan
TN Tunisia
TO Tonga
TR Türkiye; Turkey
TT Trinidad and Tobago
TV Tuvalu
TW Taiwan
TZ Tanzania; Tanzania, United Republic of
UA Ukraine
UG Uganda
UM United States Minor Outlying Islands
US United States; United States of America; USA; U.S.A.; U.S.
UY Uruguay
UZ Uzbekistan
VA Vatican City; Holy See
VC Saint Vincent and the Grenadines; St. Vincent and the Grenadines
VE Venezuela; Venezuela, Bolivarian Republic of
VG British Virgin Islands
VI U.S. Virgin Islands
VN Vietnam; Viet Nam
VU Vanuatu
WF Wallis and Futuna
WS Samoa
XK Kosovo
YE Yemen
YT Mayotte
ZA South Africa
ZM Zambia
ZW Zimbabwe";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_and_its_name() {
        for (written, code) in [
            (" us ", Some("US")),
            ("United States", Some("US")),
            ("TÜRKIYE", Some("TR")),
            ("Côte d'Ivoire", Some("CI")),
            ("Korea, Republic of", Some("KR")),
            ("Georgia", None),
            ("Remote", None),
            ("", None),
        ] {
            let found = country(written);
            assert_eq!(found.as_ref().map(CountryCode::as_str), code, "{written}");
        }
    }

    #[test]
    fn every_line_names_a_country_and_no_name_is_given_twice() {
        let mut names = std::collections::BTreeSet::new();
        for line in NAMES.lines() {
            let (code, written) = line.split_once(' ').unwrap();
            assert!(CountryCode::parse(code).is_some(), "{line}");
            for name in written.split(';') {
                assert!(names.insert(fold(name.trim())), "{name}");
            }
        }
        // Georgia is left out, because it is also a state.
        assert_eq!(NAMES.lines().count(), 249);
    }
}
