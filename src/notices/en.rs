//! English.

use super::{ForApplicant, ForReviewer, Page, Texts};

pub(super) static TEXTS: Texts = Texts {
    reviewer: ForReviewer {
        title: "What the check found",
        result: "Result",
        score: "The evidence alone weighs {score} on a scale from 0 to 99.",
        bands: [
            "Too little is known to say anything. This is not a low score.",
            "Nothing was found that calls for more.",
            "Something should be cleared up.",
            "There is strong evidence of at least two independent kinds.",
        ],
        recommendations: [
            "The recommendation is to go on.",
            "The recommendation is to ask for what is missing, or to settle what was found.",
            "The recommendation is that a person looks.",
        ],
        found: "What was found",
        family: "{family}: {hits} red flags were seen, {misses} were looked for and not seen.",
        families: [
            "Sign-ins",
            "Contact details",
            "Resume and photo",
            "Code hosting",
            "Conduct on the platform",
            "Identity checks",
            "Payment",
            "Shipping",
            "Interviews",
            "Work after hiring",
        ],
        nothing: "No red flag was seen.",
        linked: "Something personal is shared with at least one other applicant, and nobody declared it. Look at the ring.",
        not_used: "What was not used",
        not_used_lines: &[
            "Nationality, ethnic origin, language, accent, age, sex, looks, and the country of a school.",
            "Names were only compared with each other. What is unknown added nothing.",
        ],
        decide: "What you decide",
        decide_lines: &[
            "The score decides nothing. Every red flag has innocent explanations; the case says which, and which check would settle it.",
            "A verdict that somebody is fake takes a second person. Say “unsure” when it cannot be told.",
        ],
    },
    applicant: ForApplicant {
        title: "About the check of your profile",
        result: "What happened",
        recommendations: [
            "The details of your profile were checked by a program. It sees no reason to stop.",
            "The details of your profile were checked by a program. Some of them should be confirmed before things go on.",
            "The details of your profile were checked by a program. It recommends that a person takes a closer look.",
        ],
        found: "What was found",
        families: [
            "Where, when or with which devices your account was used does not fit what your profile says.",
            "Your contact details, or changes to them, raise questions.",
            "Parts of your resume, photo or work history could not be reconciled with each other.",
            "The public code accounts in your profile raise questions.",
            "Messages, applications or ratings of your account raise questions.",
            "An identity check left questions open.",
            "Details of where you are to be paid raise questions.",
            "Details of where equipment is to be sent raise questions.",
            "Something in an interview raised questions.",
            "Something in how the work is done raised questions.",
        ],
        nothing: "Nothing was found that needs to be cleared up.",
        little: "There was too little information to say anything. This is no finding against you.",
        closer: "Some details of your profile should be looked at by a person.",
        no_proof: "None of this proves anything against you. There are often good reasons for it, and you can give them.",
        not_used: "What was not used",
        not_used_lines: &[
            "Your nationality, ethnic origin, language, accent, age, sex, looks and the country of your school were not used.",
            "Your name was only compared with the names on your own documents and accounts. Missing details did not count against you.",
        ],
        decide: "Who decides",
        decide_lines: &[
            "People decide. The program recommends and cannot turn anybody down.",
            "If somebody finds that an identity is not genuine, a second person must agree.",
        ],
        contest: "How to contest this",
        contest_lines: &[
            "You can disagree and have it looked at again. Use the form behind the link that you were sent, or write to the platform that you applied to.",
            "Say in your own words what is wrong. You can correct facts and explain what looked odd.",
            "Somebody who was not involved before will look at it. Then the platform tells you the outcome.",
        ],
    },
    page: Page {
        heading: "Contest this",
        statement: "What is wrong, in your own words",
        corrections: "Which facts should be corrected, and how (you can leave this empty)",
        send: "Send",
        thanks: [
            "We received your statement",
            "Somebody who was not involved before will read it. The platform will tell you the outcome. This link cannot be used again.",
        ],
        used: "This link was used already. If you want to add something, write to the platform.",
        expired: "This link is no longer valid. Ask the platform for a new one.",
        running: "This is being looked at again already. If you want to add something, write to the platform.",
        empty: "Please write what is wrong, in at most 4000 characters each.",
    },
};
