//! What people do when something shifts, as the persona's descriptions put it: a verb phrase in the past tense without
//! its subject, so that anybody may tell it (`{t}` the person it is aimed at, `{o}` the outsider of a triangle).
//!
//! `OWN` phrases hold no pronoun of the actor and so suit the client itself; the others speak of relatives.

use sarf_shared::family::RelationshipKind;

use super::super::dice::Dice;

/// Symptoms a client comes with.
pub(crate) const SYMPTOM_OWN: &[&str] = &[
    "stopped sleeping through the night",
    "started waking at three every morning",
    "started getting headaches that went on for days",
    "came down with stomach pains no doctor could explain",
    "had a panic attack in the supermarket",
    "broke out in hives from neck to knees",
    "started drinking a bottle of wine most nights",
    "lost fifteen pounds without trying",
    "started having dizzy spells at work",
    "ended up in the emergency room with chest pains",
    "started having palpitations at night",
    "threw out a disc and lay flat for a week",
    "started throwing up before work",
    "got migraines twice a week",
];

/// Symptoms of older relatives, years ago.
pub(crate) const SYMPTOM_ELDER: &[&str] = &[
    "was diagnosed with depression",
    "started drinking every day",
    "had a nervous breakdown",
    "was put on pills for high blood pressure",
    "developed a bleeding ulcer",
    "stopped eating and ended up in the hospital",
    "was diagnosed with diabetes",
    "came down with shingles",
    "had a heart attack",
    "started having panic attacks",
];

/// What a parent is found to have of late.
pub(crate) const DIAGNOSIS: &[&str] = &[
    "was diagnosed with dementia",
    "was diagnosed with Parkinson's",
    "had a stroke",
    "was diagnosed with breast cancer",
    "was diagnosed with leukemia",
    "was diagnosed with congestive heart failure",
];

/// Symptoms of children.
pub(crate) const SYMPTOM_CHILD: &[&str] = &[
    "started having stomach aches before school",
    "started getting into trouble at school",
    "stopped eating lunch and lost weight",
    "started having nightmares",
    "came down with asthma",
    "refused to go to school",
];

/// Anxiety, of the client or of anybody.
pub(crate) const ANXIETY_OWN: &[&str] = &[
    "could not stop worrying about {t}",
    "started checking the locks three times a night",
    "was on edge all the time",
    "panicked every time the phone rang",
    "worried about {t} day and night",
    "was scared to drive on the highway",
    "got so worried about {t} that nothing else mattered",
    "jumped at every little noise",
];

/// Functioning that fell.
pub(crate) const DOWN: &[&str] = &[
    "stopped opening the mail and let the bills pile up",
    "could not make a decision about anything",
    "stopped getting dressed in the morning",
    "fell behind with everything and forgot appointments",
    "sat in a chair all day and let everything slide",
    "quit working and hardly left the house",
    "could not keep a job",
];

/// Functioning that rose.
pub(crate) const UP: &[&str] = &[
    "went back to school and finished a degree",
    "got sober and found steady work",
    "sorted out the money and got back on track",
    "learned to drive and found a job",
    "started making clear decisions again",
    "took charge of things and kept a cool head",
];

/// Deeds of a relationship shift. The table is complete: a kind without a phrase is none.
pub(crate) fn relationship(dice: &mut Dice, kind: RelationshipKind) -> &'static str {
    use RelationshipKind as R;
    dice.text(match kind {
        R::Conflict => &[
            "fought with {t} about money every week",
            "had a screaming fight with {t}",
            "got into a shouting match with {t} over the house",
            "argued with {t} every single night",
            "fought with {t} about every little thing",
            "got into a terrible argument with {t} over the will",
        ],
        R::Distance => &[
            "stopped talking to {t} about anything that mattered",
            "went quiet on {t}",
            "started staying late at work to avoid {t}",
            "shut {t} out",
            "avoided {t} and talked about the weather",
            "kept {t} at arm's length",
        ],
        R::Cutoff => &[
            "stopped speaking to {t}",
            "cut off all contact with {t}",
            "broke with {t} and never called again",
            "walked out on {t} and never spoke to {t} again",
            "cut {t} off for good",
        ],
        R::Overfunctioning => &[
            "took over everything for {t}",
            "did all of {t}'s paperwork and cooking and bills",
            "ran {t}'s whole life",
            "started paying {t}'s rent and making {t}'s appointments",
            "did everything for {t}, down to the laundry",
        ],
        R::Underfunctioning => &[
            "let {t} handle everything",
            "leaned on {t} for every decision",
            "left the bills and the cooking to {t}",
            "stopped doing anything without help and let {t} take over",
        ],
        R::Projection => &[
            "worried about {t} and nobody else",
            "decided something was wrong with {t} and went from doctor to doctor",
            "fussed over {t} from morning to night",
        ],
        R::DefinedSelf => &[
            "said no to {t} without picking a fight and went on visiting",
            "told {t} calmly where things stood and still called every Sunday",
            "told {t} plainly what was and was not possible, and stayed for supper",
        ],
        R::Toward => &[
            "started calling {t} every day",
            "began spending every weekend with {t}",
            "started visiting {t} every week",
            "reached out to {t} again",
        ],
        R::Away => &[
            "pulled away from {t}",
            "called {t} less and less",
            "backed off from {t}",
            "stopped coming around to see {t}",
        ],
        R::Inside => &[
            "sided with {t} against {o}",
            "complained to {t} about {o} every evening",
            "told {t} everything and left {o} out",
            "took {t}'s side against {o} every time",
        ],
        R::Outside => &[
            "was left out of everything {t} and {o} did",
            "got shut out when {t} and {o} teamed up",
            "was the odd one out with {t} and {o}",
        ],
        R::Fusion => &["could not do a thing without {t}", "did nothing without asking {t} first"],
    })
}
