//! What the coach asked about, from the coach's words alone: relatives by name or kinship word, and themes by cue words.
//! Works on any text; what it does not understand it leaves out.

use sarf_shared::discussion::{FactId, FactPerson, Persona};
use sarf_shared::family::kinship::{Step, Tie, kin, kin_plural, relation};

use super::lexicon::first_name;
use super::speech::has_word;

/// A theme of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Theme {
    Deaths,
    Moves,
    Marriages,
    Partings,
    Births,
    Symptoms,
    Anxiety,
    Functioning,
    Relations,
    /// What went on around the time just spoken of.
    Around,
    /// When something was.
    When,
    /// How the trouble began.
    Onset,
    /// What somebody is called.
    Names,
    /// How old somebody is.
    Ages,
    /// The wider family: who belongs to it.
    Family,
}

/// A question as understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The relatives asked about who exist.
    pub(crate) people: Vec<FactId>,
    /// Kinds of relative asked about whom the family does not have.
    pub(crate) absent: Vec<Absent>,
    /// Themes.
    pub(crate) themes: Vec<Theme>,
    /// Whether brothers and sisters were asked about as a group.
    pub(crate) siblings: bool,
    /// Whether children were asked about as a group.
    pub(crate) children: bool,
    /// Whether it goes on with what was just told ("after that death"), and is about nothing else.
    pub(crate) back: bool,
}

/// A kind of relative the client does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    Siblings,
    Children,
    Partner,
    AuntsUncles,
}

/// Words by which a question points back to what was just told.
const BACK: &[&str] = &[
    "like that",
    "that death",
    "that loss",
    "the loss",
    "that worry",
    "that tense",
    "the funeral",
    "the split",
    "the move",
    "the silence",
    "the illness",
    "those fights",
    "that stretch",
    "in that",
    "of that",
    "that was going on",
    "that arrangement",
    "the outside of",
    "got things moving",
    "does so much",
    "the baby arrived",
    "year with a baby",
    "that started",
    "who stayed behind",
];

const CUES: &[(Theme, &[&str])] = &[
    (
        Theme::Deaths,
        &[
            "die ",
            "die?",
            "die,",
            "died",
            "death",
            "dead",
            "passed",
            "lose ",
            "lost ",
            "loss",
            "funeral",
            "buried",
            "grief",
            "still living",
            "still alive",
            "became of",
        ],
    ),
    (Theme::Moves, &["move", "relocat", "leave home", "left home", "where did", "lived in", "settle"]),
    (Theme::Marriages, &["marr", "wedding", "meet", "met ", "together", "couple"]),
    (Theme::Partings, &["divorc", "separat", "split", "broke up", "break up", "apart", "end between"]),
    (Theme::Births, &["born", "birth", "pregnan", "came along", "baby", "arriv"]),
    (
        Theme::Symptoms,
        &[
            "sleep",
            "symptom",
            "health",
            "ill",
            "sick",
            "body",
            "pain",
            "doctor",
            "drink",
            "headache",
            "diagnos",
            "unwell",
            "trouble start",
            "physical",
            "hospital",
        ],
    ),
    (Theme::Anxiety, &["worr", "anxi", "nerv", "afraid", "scare", "fear", "stress", "tense", "on edge", "calm"]),
    (
        Theme::Functioning,
        &[
            "manag",
            "cope",
            "coping",
            "hold up",
            "held up",
            "holding",
            "get by",
            "got by",
            "function",
            "work",
            "carried on",
            "keep going",
            "kept going",
            "responsib",
            "day to day",
            "on their feet",
        ],
    ),
    (
        Theme::Relations,
        &[
            "get along",
            "got along",
            "close",
            "fight",
            "fought",
            "argu",
            "conflict",
            "distan",
            "touch",
            "speak to",
            "talk to",
            "talk with",
            "between you",
            "between them",
            "side",
            "left out",
            "in the middle",
            "tension",
            "relationship",
            "cut off",
            "turn to",
            "lean on",
            "each other",
            "react",
            "respond",
        ],
    ),
    (
        Theme::Around,
        &[
            "around that time",
            "around then",
            "going on",
            "at the time",
            "just before",
            "happened before",
            "else was happening",
            "else happened",
            "that year",
            "changed",
            "those months",
            "same time",
        ],
    ),
    (Theme::When, &["when did", "when was", "when were", "what year", "how long ago", "date", "how old were you"]),
    (Theme::Onset, &["start", "begin", "began", "first notice", "first time", "onset"]),
    (Theme::Names, &["name", "called"]),
    (
        Theme::Ages,
        &["how old", "what age", "years between", "older or younger", "their ages", "come in the line", "in order"],
    ),
    (
        Theme::Family,
        &[
            "who else belongs",
            "who else is",
            "who else lives",
            "at home",
            "lives with",
            "live with",
            "household",
            "grew up",
            "grow up",
            "belongs to",
        ],
    ),
];

/// Reads a coach's words. `previous` people are those the client spoke of last, for "he", "she" and "they".
///
/// What goes before the question ("It doesn't have to come in order.") asks nothing; it only says whom the question
/// points back to, where it names nobody itself.
pub(crate) fn hear(persona: &Persona, coach: &str, previous: &[FactId]) -> Heard {
    let asking: Vec<&str> =
        coach.split_inclusive(['.', '!', '?']).filter(|sentence| sentence.trim_end().ends_with('?')).collect();
    if asking.is_empty() {
        return listen(persona, coach, previous);
    }
    let mut heard = listen(persona, &asking.concat(), previous);
    if heard.people.is_empty() && heard.absent.is_empty() && heard.back {
        heard.people = listen(persona, coach, &[]).people;
    }
    heard
}

fn listen(persona: &Persona, text: &str, previous: &[FactId]) -> Heard {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let mut heard = Heard { back: BACK.iter().any(|words| lower.contains(words)), ..Heard::default() };
    for person in &persona.family.people {
        if has_word(text, first_name(person)) {
            add(&mut heard.people, &person.key);
        }
    }
    relatives(persona, &lower, &mut heard);
    for (theme, cues) in CUES {
        if cues.iter().any(|cue| at_word_start(&lower, cue)) {
            heard.themes.push(*theme);
        }
    }
    // "Is there a partner, and what have they made of it?" is not about those spoken of before.
    if heard.people.is_empty()
        && heard.absent.is_empty()
        && ["she", "he", "they", "her", "him", "them", "his", "their"].iter().any(|word| has_word(&lower, word))
    {
        heard.people.extend(previous.iter().cloned());
    }
    heard
}

fn add(to: &mut Vec<FactId>, key: &FactId) {
    if !to.contains(key) {
        to.push(key.clone());
    }
}

/// Whether a cue stands at the beginning of a word.
fn at_word_start(text: &str, cue: &str) -> bool {
    let padded = format!("{text} ");
    padded
        .match_indices(cue)
        .any(|(at, _)| !padded.get(..at).and_then(|rest| rest.chars().next_back()).is_some_and(char::is_alphanumeric))
}

fn relatives(persona: &Persona, lower: &str, heard: &mut Heard) {
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut whose: Vec<Step> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if let Some(owner) = word.strip_suffix("'s").or_else(|| word.strip_suffix("s'"))
            && let Some(row) = kin(owner).or_else(|| kin_plural(&format!("{owner}s")))
        {
            let a_parent = *row.path == [Step::MOTHER] || *row.path == [Step::FATHER];
            let next = |n: usize| words.get(at + n).copied().unwrap_or_default();
            let relative = |word: &str| kin(bare(word)).is_some() || kin_plural(bare(word)).is_some();
            if a_parent && ["side", "family", "people", "folks"].contains(&next(1)) {
                whose.clear();
                side(persona, row.path, heard);
            } else if relative(next(1)) || relative(next(2)) {
                whose.extend(row.path.iter().copied());
            } else {
                // "your mother's name" asks about her.
                let mut path = std::mem::take(&mut whose);
                path.extend(row.path.iter().copied());
                for person in related(persona, &path) {
                    add(&mut heard.people, &person.key);
                }
            }
            continue;
        }
        let row = kin(word).map(|row| (row, false)).or_else(|| kin_plural(word).map(|row| (row, true)));
        let Some((row, _)) = row else { continue };
        let mut path = std::mem::take(&mut whose);
        path.extend(row.path.iter().copied());
        let found = related(persona, &path);
        let sort = path.last().map(|step| (path.len(), step.tie));
        match sort {
            Some((1, Tie::Sibling)) => heard.siblings = true,
            Some((1, Tie::Child)) => heard.children = true,
            _ => {}
        }
        if found.is_empty() {
            let absent = match sort {
                Some((1, Tie::Sibling)) => Some(Absent::Siblings),
                Some((1, Tie::Child)) => Some(Absent::Children),
                Some((1, Tie::Spouse | Tie::Partner)) if !has_partner(persona) => Some(Absent::Partner),
                Some((1, Tie::ParentSibling)) | Some((2, Tie::Sibling)) => Some(Absent::AuntsUncles),
                _ => None,
            };
            if let Some(absent) = absent.filter(|absent| !heard.absent.contains(absent)) {
                heard.absent.push(absent);
            }
        }
        for person in found {
            add(&mut heard.people, &person.key);
        }
    }
    // One kind of sibling asked for, the other there: "brothers or sisters" is one question.
    if !heard.people.is_empty() && heard.siblings {
        let any = persona.family.people.iter().any(|person| {
            heard.people.contains(&person.key)
                && relation(&person.relation)
                    .is_some_and(|own| own.len() == 1 && own.iter().all(|step| step.tie == Tie::Sibling))
        });
        if any {
            heard.absent.retain(|absent| *absent != Absent::Siblings);
        }
    }
    if heard.people.iter().any(|key| {
        persona
            .family
            .people
            .iter()
            .any(|person| &person.key == key && relation(&person.relation).is_some_and(|own| own.len() == 2))
    }) {
        heard.absent.retain(|absent| *absent != Absent::AuntsUncles);
    }
}

/// A word without the possessive.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word)
}

/// Whoever stands in the relation asked for.
fn related<'p>(persona: &'p Persona, path: &[Step]) -> Vec<&'p FactPerson> {
    let people = persona.family.people.iter();
    people.filter(|person| relation(&person.relation).is_some_and(|own| fits(path, &own))).collect()
}

/// Everybody on one parent's side.
fn side(persona: &Persona, whose: &[Step], heard: &mut Heard) {
    for person in &persona.family.people {
        if relation(&person.relation).is_some_and(|own| own.len() >= 2 && own.starts_with(whose)) {
            add(&mut heard.people, &person.key);
        }
    }
}

fn has_partner(persona: &Persona) -> bool {
    persona.family.people.iter().any(|person| {
        relation(&person.relation).is_some_and(|own| {
            own.len() == 1 && own.iter().all(|step| matches!(step.tie, Tie::Spouse | Tie::Partner | Tie::Engaged))
        })
    })
}

/// Whether the relation asked for (which may leave gender or side open) is that of a person.
fn fits(asked: &[Step], own: &[Step]) -> bool {
    let loose = |asked: &Step, own: &Step| {
        let same = asked.tie == own.tie
            || (asked.tie == Tie::Sibling && own.tie == Tie::HalfSibling)
            || (asked.tie == Tie::Spouse && matches!(own.tie, Tie::Partner | Tie::Engaged))
            || (asked.tie == Tie::Partner && matches!(own.tie, Tie::Spouse | Tie::Engaged));
        same && (asked.gender.is_none() || own.gender.is_none() || asked.gender == own.gender)
    };
    match asked {
        [Step { tie: Tie::Grandparent, gender }] => {
            matches!(own, [a, b] if a.tie == Tie::Parent && b.tie == Tie::Parent && (gender.is_none() || *gender == b.gender))
        }
        [Step { tie: Tie::ParentSibling, gender }] => {
            matches!(own, [a, b] if a.tie == Tie::Parent && b.tie == Tie::Sibling && (gender.is_none() || *gender == b.gender))
        }
        [first, Step { tie: Tie::Grandparent, .. }] => matches!(own, [a, b, ..] if a == first && b.tie == Tie::Parent),
        _ => asked.len() == own.len() && asked.iter().zip(own).all(|(asked, own)| loose(asked, own)),
    }
}
