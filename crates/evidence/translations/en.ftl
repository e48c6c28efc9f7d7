# What sentences of evidence share. The sentences themselves stand beside their indicators.

## Lists: "a", "a and b", "a, b and c", "a, b, c and 4 more"

list-separator = { ", " }
list-last = { $items } and { $last }
list-more = { $items } and { $more } more

## Shared identifiers (`sharing::shared_with_others`)

# "2 other applicants", "at least 50 other applicants"
other-applicants = { $at_least ->
    [yes] at least { $others } other applicants
   *[no] { $others ->
        [one] one other applicant
       *[other] { $others } other applicants
    }
}

# For a miss: how it ends after "is also used" or "was seen", such as "by no other applicant"
by-too-few-applicants = { $why ->
    [confirmed] only by other members of a confirmed agency or household ({ $relations })
    [declared] only by applicants who declared the connection
    [hub] by { other-applicants }, too many to mean anything
    [few] only by { other-applicants }, too few to count
    [old] by { other-applicants }, too long ago to count
   *[none] by no other applicant
}

# A sentence of its own, after the one about sharing that nothing explains
sharing =
    .explained = It is also shared within a confirmed agency or household ({ $relations }). That is explained and does not count.

## Shares of sessions and messages (`reading::share_of_sessions`, `reading::Said`), at the start of a sentence

# "All 5 sessions", "The only session", "3 of 5 sessions", "None of the 5 sessions"
some-sessions = { $part ->
    [none] { $total ->
        [one] No session
       *[other] None of the { $total } sessions
    }
    [all] { $total ->
        [one] The only session
        [2] Both sessions
       *[other] All { $total } sessions
    }
   *[some] { $count } of { $total } sessions
}

# "2 of the applicant's 7 messages", "The applicant's only message", "None of the applicant's 7 messages"
some-messages = { $part ->
    [none] { $total ->
        [one] No message of the applicant
       *[other] None of the applicant’s { $total } messages
    }
    [all] { $total ->
        [one] The applicant’s only message
        [2] Both messages of the applicant
       *[other] All { $total } messages of the applicant
    }
   *[some] { $count } of the applicant’s { $total } messages
}

## Countries, as they read after "in"

country-AD = Andorra
country-AE = the United Arab Emirates
country-AF = Afghanistan
country-AG = Antigua and Barbuda
country-AI = Anguilla
country-AL = Albania
country-AM = Armenia
country-AO = Angola
country-AQ = Antarctica
country-AR = Argentina
country-AS = American Samoa
country-AT = Austria
country-AU = Australia
country-AW = Aruba
country-AX = the Åland Islands
country-AZ = Azerbaijan
country-BA = Bosnia and Herzegovina
country-BB = Barbados
country-BD = Bangladesh
country-BE = Belgium
country-BF = Burkina Faso
country-BG = Bulgaria
country-BH = Bahrain
country-BI = Burundi
country-BJ = Benin
country-BL = Saint Barthélemy
country-BM = Bermuda
country-BN = Brunei
country-BO = Bolivia
country-BQ = the Caribbean Netherlands
country-BR = Brazil
country-BS = the Bahamas
country-BT = Bhutan
country-BV = Bouvet Island
country-BW = Botswana
country-BY = Belarus
country-BZ = Belize
country-CA = Canada
country-CC = the Cocos (Keeling) Islands
country-CD = the Democratic Republic of the Congo
country-CF = the Central African Republic
country-CG = the Republic of the Congo
country-CH = Switzerland
country-CI = Côte d’Ivoire
country-CK = the Cook Islands
country-CL = Chile
country-CM = Cameroon
country-CN = China
country-CO = Colombia
country-CR = Costa Rica
country-CU = Cuba
country-CV = Cape Verde
country-CW = Curaçao
country-CX = Christmas Island
country-CY = Cyprus
country-CZ = Czechia
country-DE = Germany
country-DJ = Djibouti
country-DK = Denmark
country-DM = Dominica
country-DO = the Dominican Republic
country-DZ = Algeria
country-EC = Ecuador
country-EE = Estonia
country-EG = Egypt
country-EH = Western Sahara
country-ER = Eritrea
country-ES = Spain
country-ET = Ethiopia
country-FI = Finland
country-FJ = Fiji
country-FK = the Falkland Islands
country-FM = Micronesia
country-FO = the Faroe Islands
country-FR = France
country-GA = Gabon
country-GB = the United Kingdom
country-GD = Grenada
country-GE = Georgia
country-GF = French Guiana
country-GG = Guernsey
country-GH = Ghana
country-GI = Gibraltar
country-GL = Greenland
country-GM = the Gambia
country-GN = Guinea
country-GP = Guadeloupe
country-GQ = Equatorial Guinea
country-GR = Greece
country-GS = South Georgia and the South Sandwich Islands
country-GT = Guatemala
country-GU = Guam
country-GW = Guinea-Bissau
country-GY = Guyana
country-HK = Hong Kong
country-HM = Heard Island and McDonald Islands
country-HN = Honduras
country-HR = Croatia
country-HT = Haiti
country-HU = Hungary
country-ID = Indonesia
country-IE = Ireland
country-IL = Israel
country-IM = the Isle of Man
country-IN = India
country-IO = the British Indian Ocean Territory
country-IQ = Iraq
country-IR = Iran
country-IS = Iceland
country-IT = Italy
country-JE = Jersey
country-JM = Jamaica
country-JO = Jordan
country-JP = Japan
country-KE = Kenya
country-KG = Kyrgyzstan
country-KH = Cambodia
country-KI = Kiribati
country-KM = the Comoros
country-KN = Saint Kitts and Nevis
country-KP = North Korea
country-KR = South Korea
country-KW = Kuwait
country-KY = the Cayman Islands
country-KZ = Kazakhstan
country-LA = Laos
country-LB = Lebanon
country-LC = Saint Lucia
country-LI = Liechtenstein
country-LK = Sri Lanka
country-LR = Liberia
country-LS = Lesotho
country-LT = Lithuania
country-LU = Luxembourg
country-LV = Latvia
country-LY = Libya
country-MA = Morocco
country-MC = Monaco
country-MD = Moldova
country-ME = Montenegro
country-MF = Saint Martin
country-MG = Madagascar
country-MH = the Marshall Islands
country-MK = North Macedonia
country-ML = Mali
country-MM = Myanmar
country-MN = Mongolia
country-MO = Macao
country-MP = the Northern Mariana Islands
country-MQ = Martinique
country-MR = Mauritania
country-MS = Montserrat
country-MT = Malta
country-MU = Mauritius
country-MV = the Maldives
country-MW = Malawi
country-MX = Mexico
country-MY = Malaysia
country-MZ = Mozambique
country-NA = Namibia
country-NC = New Caledonia
country-NE = Niger
country-NF = Norfolk Island
country-NG = Nigeria
country-NI = Nicaragua
country-NL = the Netherlands
country-NO = Norway
country-NP = Nepal
country-NR = Nauru
country-NU = Niue
country-NZ = New Zealand
country-OM = Oman
country-PA = Panama
country-PE = Peru
country-PF = French Polynesia
country-PG = Papua New Guinea
country-PH = the Philippines
country-PK = Pakistan
country-PL = Poland
country-PM = Saint Pierre and Miquelon
country-PN = the Pitcairn Islands
country-PR = Puerto Rico
country-PS = Palestine
country-PT = Portugal
country-PW = Palau
country-PY = Paraguay
country-QA = Qatar
country-RE = Réunion
country-RO = Romania
country-RS = Serbia
country-RU = Russia
country-RW = Rwanda
country-SA = Saudi Arabia
country-SB = the Solomon Islands
country-SC = the Seychelles
country-SD = Sudan
country-SE = Sweden
country-SG = Singapore
country-SH = Saint Helena
country-SI = Slovenia
country-SJ = Svalbard and Jan Mayen
country-SK = Slovakia
country-SL = Sierra Leone
country-SM = San Marino
country-SN = Senegal
country-SO = Somalia
country-SR = Suriname
country-SS = South Sudan
country-ST = São Tomé and Príncipe
country-SV = El Salvador
country-SX = Sint Maarten
country-SY = Syria
country-SZ = Eswatini
country-TC = the Turks and Caicos Islands
country-TD = Chad
country-TF = the French Southern Territories
country-TG = Togo
country-TH = Thailand
country-TJ = Tajikistan
country-TK = Tokelau
country-TL = Timor-Leste
country-TM = Turkmenistan
country-TN = Tunisia
country-TO = Tonga
country-TR = Türkiye
country-TT = Trinidad and Tobago
country-TV = Tuvalu
country-TW = Taiwan
country-TZ = Tanzania
country-UA = Ukraine
country-UG = Uganda
country-UM = the US Minor Outlying Islands
country-US = the United States
country-UY = Uruguay
country-UZ = Uzbekistan
country-VA = Vatican City
country-VC = Saint Vincent and the Grenadines
country-VE = Venezuela
country-VG = the British Virgin Islands
country-VI = the US Virgin Islands
country-VN = Vietnam
country-VU = Vanuatu
country-WF = Wallis and Futuna
country-WS = Samoa
country-XK = Kosovo
country-YE = Yemen
country-YT = Mayotte
country-ZA = South Africa
country-ZM = Zambia
country-ZW = Zimbabwe

## Profiles on other sites (`resume::elsewhere::with_sites`), at the start of a sentence

# "The profile on example.com", "A profile on another site", "2 profiles on other sites (example.com and example.org)"
other-profiles = { $count ->
    [one] { $sites_count ->
        [0] A profile on another site
       *[other] The profile on { $sites }
    }
   *[other] { $count } profiles on other sites{ $sites_count ->
        [0] { "" }
       *[other] { " " }({ $sites })
    }
}

attributed-by = { $sign ->
    [host] The code host attributes these commits to the account.
    [noreply] At least one of these commits is attributed only by the no-reply address that the code host gave the account.
    [email] At least one of these commits is attributed only by the account’s public e-mail address.
    [login] At least one of these commits is attributed only by an author name or address that is the account’s login.
   *[name] At least one of these commits is attributed only by an author name that is the account’s public name.
}

## Threat lists (`listed`)

# "the list “Example” v2", "the lists “Example” v2 and “Sample” v1"
named-lists = { $lists_count ->
    [one] the list { $lists }
   *[other] the lists { $lists }
}

# After a miss: the absence of a match proves nothing
no-clearance = This does not clear the applicant.

## E-mail addresses of the applicant (`contact::domains`), at the start of a sentence

# "The e-mail address at example.com", "The 2 e-mail addresses at example.com and example.org"
the-email-addresses = { $addresses ->
    [one] The e-mail address at { $domains }
   *[other] The { $addresses } e-mail addresses at { $domains }
}

## Reports by people (`reports::Report::evidence`), at the start of a sentence

# "A client (Kim Example) reported on 2026-05-01"
person-reported = { $role ->
    [client] A client
    [recruiter] A recruiter
    [moderator] A moderator
   *[identity_owner] The owner of the identity
}{ $named ->
    [yes] { " " }({ $observer })
   *[no] { "" }
} reported{ $date ->
    [unknown] { "" }
   *[other] { " " }on { $date }
}

## Notes of named observers (`interview::note_evidence`), at the start of a sentence

# "On 2026-05-01, R. Example noted"
observer-noted = { $date ->
    [unknown] { $observer } noted
   *[other] On { $date }, { $observer } noted
}

# "The named observers of 2 interviews did not note"
no-observer-noted = { $interviews ->
    [one] The named observer of one interview
   *[other] The named observers of { $interviews } interviews
} did not note
