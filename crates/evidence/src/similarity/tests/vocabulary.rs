//! Vocabulary of resumes in several trades and two languages. Everything here occurs in many resumes.

pub(super) struct Trade {
    pub(super) title: &'static str,
    /// The skill list that everyone in the trade sends.
    pub(super) skills: &'static str,
    pub(super) verbs: &'static [&'static str],
    pub(super) things: &'static [&'static str],
    pub(super) means: &'static [&'static str],
    /// Sentences that everyone in the trade uses word for word.
    pub(super) stock: &'static [&'static str],
}

/// A language: its headings, connecting words, declarations and trades.
pub(super) struct Language {
    pub(super) headings: [&'static str; 5],
    pub(super) with: &'static str,
    pub(super) result: &'static str,
    pub(super) closing: &'static [&'static str],
    pub(super) trades: &'static [Trade],
}

/// The thresholds were tuned on this language.
pub(super) const ENGLISH: Language = Language {
    headings: [
        "Professional Summary",
        "Technical Skills",
        "Work Experience",
        "Education",
        "Declaration",
    ],
    with: "with",
    result: "which cut the time for it by",
    closing: &[
        "I hereby declare that the information furnished above is true to the best of my knowledge and belief.",
        "References are available upon request.",
    ],
    trades: &[
        Trade {
            title: "Java developer",
            skills: "Core Java, J2EE, Spring Boot, Spring MVC, Hibernate, JPA, REST, Maven, Jenkins, Git, Oracle, MySQL, Tomcat, JUnit",
            verbs: &[
                "built",
                "migrated",
                "refactored",
                "tuned",
                "documented",
                "secured",
                "automated",
                "tested",
            ],
            things: &[
                "the claims module",
                "the order service",
                "a rules engine",
                "the tenant console",
                "the nightly batch",
                "the tax interface",
                "a document store",
                "the pricing cache",
                "the login flow",
                "the message queue",
            ],
            means: &[
                "Spring Boot",
                "Hibernate",
                "Kafka",
                "Oracle",
                "Camel",
                "Quartz",
                "Redis",
                "JUnit",
            ],
            stock: &[
                "Involved in requirement gathering, analysis, design, development and unit testing of the application.",
                "Worked in an agile environment with daily stand-ups, sprint planning and retrospectives.",
                "Developed REST services using Spring Boot and deployed them on Tomcat.",
                "Fixed defects raised by the testing team within the agreed time.",
            ],
        },
        Trade {
            title: "Test engineer",
            skills: "Manual testing, Selenium WebDriver, TestNG, Cucumber, JIRA, Postman, JMeter, SQL, Agile, SDLC, STLC, Bugzilla",
            verbs: &[
                "wrote", "ran", "reviewed", "scripted", "planned", "measured", "traced", "repaired",
            ],
            things: &[
                "the regression suite",
                "smoke tests of the portal",
                "load tests of the gateway",
                "a test data factory",
                "acceptance tests",
                "the defect board",
                "device tests",
                "the release checklist",
                "interface tests",
            ],
            means: &["Selenium", "JMeter", "Cucumber", "Postman", "Appium", "TestNG", "SQL"],
            stock: &[
                "Prepared test cases and test scenarios from the business requirement documents.",
                "Executed test cases and reported defects in JIRA, followed up until closure.",
                "Took part in the daily scrum meetings and sprint reviews with the onshore team.",
            ],
        },
    ],
};

/// The thresholds were not tuned on this language.
pub(super) const GERMAN: Language = Language {
    headings: ["Kurzprofil", "Kenntnisse", "Beruflicher Werdegang", "Ausbildung", "Erklärung"],
    with: "mit",
    result: "und senkte damit den Aufwand um",
    closing: &[
        "Ich versichere, dass die vorstehenden Angaben vollständig und wahrheitsgemäß sind.",
        "Zeugnisse reiche ich auf Wunsch gerne nach.",
    ],
    trades: &[
        Trade {
            title: "Systemadministratorin",
            skills: "Linux, Windows Server, VMware, Ansible, Docker, Nagios, Bash, PowerShell, DNS, LDAP, Netzwerktechnik, Datensicherung",
            verbs: &[
                "betreute",
                "erneuerte",
                "plante",
                "überwachte",
                "verlegte",
                "prüfte",
                "beschrieb",
            ],
            things: &[
                "die Datensicherung",
                "das Rechenzentrum in der Zweigstelle",
                "den Mailverbund",
                "die Rechteverwaltung",
                "vierzig virtuelle Maschinen",
                "die Fernwartung",
                "das Ticketsystem",
                "die Notfallpläne",
            ],
            means: &["Ansible", "VMware", "Nagios", "Docker", "PowerShell", "Zabbix"],
            stock: &[
                "Betreuung der Anwenderinnen und Anwender im First und Second Level Support.",
                "Mitarbeit in Projekten zur Einführung neuer Arbeitsplatzrechner an mehreren Standorten.",
                "Erstellung und Pflege der technischen Dokumentation für den laufenden Betrieb.",
            ],
        },
        Trade {
            title: "Buchhalter",
            skills: "DATEV, SAP FI, Excel, Anlagenbuchhaltung, Mahnwesen, Umsatzsteuer, Monatsabschluss, Kostenrechnung, Zahlungsverkehr",
            verbs: &["führte", "prüfte", "stellte", "ordnete", "klärte", "übernahm"],
            things: &[
                "die Kreditoren von drei Gesellschaften",
                "den Jahresabschluss",
                "die Reisekosten",
                "das Mahnwesen",
                "die Anlagenkartei",
                "offene Posten aus Vorjahren",
                "die Zollabrechnung",
                "die Budgetplanung",
            ],
            means: &["DATEV", "SAP FI", "Excel", "Lexware", "Diamant"],
            stock: &[
                "Eigenständige Bearbeitung der laufenden Geschäftsvorfälle in der Finanzbuchhaltung.",
                "Vorbereitung der Monats- und Jahresabschlüsse nach HGB gemeinsam mit dem Steuerberater.",
                "Ansprechpartner für Banken, Behörden und Wirtschaftsprüfer.",
            ],
        },
    ],
};
