//! What a coach has heard: relatives and their names, what the last turn was about, which words can be given back.
//! Reads the client's words only; nothing of the persona is known here.

use sarf_shared::family::kinship::{Step, Tie, kin, kin_plural};

/// A relative as heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relative {
    /// The way from the client, as far as the words said it.
    pub(crate) path: Vec<Step>,
    /// How the coach speaks of them: `your sister`, `your mother's brother`.
    pub(crate) words: String,
    /// The first name, once heard.
    pub(crate) name: Option<String>,
    /// Whether the client said that they died.
    pub(crate) gone: bool,
}

impl Relative {
    /// Name or kinship words, whichever the coach would use.
    pub(crate) fn called(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.words.clone())
    }
}

/// Words of a sentence about somebody's death that stand after who died.
const DIED: &[&str] = &[" died", " passed away"];
/// Words of such a sentence that stand before.
const LOST: &str = "we lost ";

/// Something in the last turn worth going on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    Death,
    Cutoff,
    Fight,
    Parting,
    Sickness,
    Worry,
    Closeness,
    Helping,
    Falling,
    Move,
    Newborn,
    Loss,
}

/// Words that stand for a cue; of `took+side` both parts must be there, in this order.
const CUES: &[(Cue, &[&str])] = &[
    (Cue::Loss, &["miscarr", "lost a pregnancy"]),
    (Cue::Death, &["died", "passed away", "we lost ", "funeral"]),
    (Cue::Cutoff, &["stopped speaking", "cut off", "never called again", "never spoke", "for good", "broke off"]),
    (Cue::Fight, &["fought", "fight", "argued", "argument", "shouting", "screaming", "at war"]),
    (Cue::Parting, &["divorc", "separated", "split up", "broke up"]),
    (Cue::Newborn, &["came along"]),
    (
        Cue::Sickness,
        &[
            "diagnosed",
            "sleep",
            "waking",
            "headache",
            "migraine",
            "in the hospital",
            "hospitalized",
            "panic",
            "drinking",
            "pains",
            "painful",
            "in pain",
            "stroke",
            "sick",
            "dizzy",
            "breakdown",
            "depress",
            "hives",
            "palpitation",
        ],
    ),
    (Cue::Worry, &["worr", "on edge", "anxious", "scared", "nerves"]),
    (
        Cue::Closeness,
        &[
            "sided with",
            "took +side",
            "left out",
            "shut out",
            "odd one out",
            "teamed up",
            "told everything",
            "complained to",
        ],
    ),
    (
        Cue::Helping,
        &[
            "took over",
            "did everything",
            "did all of",
            "leaned on",
            "handle everything",
            "whole life",
            "rent and",
            "left the bills",
            "took care of everything",
        ],
    ),
    (
        Cue::Falling,
        &[
            "let everything slide",
            "stopped opening",
            "could not make a decision",
            "quit working",
            "pile up",
            "hardly left",
            "keep a job",
        ],
    ),
    (Cue::Move, &["moved to", "moved out", "moved away", "moved in", "moved us"]),
];

/// Everything the coach works from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ear {
    /// All relatives so far, in the order of first mention.
    pub(crate) relatives: Vec<Relative>,
    /// Relatives of the last turn.
    pub(crate) latest: Vec<Relative>,
    /// Cues of the last turn with the sentence they stand in.
    pub(crate) cues: Vec<(Cue, String)>,
    /// Those of them that were given a time.
    pub(crate) dated: Vec<Cue>,
    /// Everything the client has said, in lower case.
    pub(crate) lower: String,
}

/// Listens to the client's turns.
pub(crate) fn listen(turns: &[&str]) -> Ear {
    let mut ear = Ear { lower: turns.join(" ").to_lowercase().replace('\u{2019}', "'"), ..Ear::default() };
    for (at, turn) in turns.iter().enumerate() {
        let found = relatives(turn);
        for relative in &found {
            remember(&mut ear.relatives, relative);
        }
        if at + 1 == turns.len() {
            for relative in found {
                let known = ear.relatives.iter().find(|known| same(known, &relative)).cloned();
                remember(&mut ear.latest, &known.unwrap_or(relative));
            }
            // A bare name counts when it was introduced earlier.
            for known in ear.relatives.clone() {
                if known.name.as_ref().is_some_and(|name| turn.contains(name.as_str())) {
                    remember(&mut ear.latest, &known);
                }
            }
            listen_for_cues(&mut ear, turn);
        }
        for sentence in sentences(turn) {
            bury(&mut ear, &sentence);
        }
    }
    ear
}

/// Notes what in the last turn can be gone on with.
fn listen_for_cues(ear: &mut Ear, turn: &str) {
    let all = sentences(turn);
    for (at, sentence) in all.iter().enumerate() {
        let lower = sentence.to_lowercase().replace('\u{2019}', "'");
        let stands = |words: &[&str]| words.iter().any(|word| holds(&lower, word));
        for (cue, words) in CUES {
            // What somebody died of is no illness to ask about, and "we don't fight" is no fight.
            let not = match cue {
                Cue::Sickness => DIED.iter().any(|word| lower.contains(word)) || lower.contains(LOST),
                Cue::Fight => lower.contains("n't fight") || lower.contains("never f"),
                _ => false,
            };
            if not || !stands(words) || ear.cues.iter().any(|(had, _)| had == cue) {
                continue;
            }
            ear.cues.push((*cue, sentence.clone()));
            let next = all.get(at + 1).filter(|next| next.starts_with("That was") || next.starts_with("It was"));
            if timed(&lower) || next.is_some_and(|next| timed(&next.to_lowercase())) {
                ear.dated.push(*cue);
            }
        }
    }
}

/// Whether a text holds all parts of a cue, one after the other.
fn holds(text: &str, cue: &str) -> bool {
    let mut rest = text;
    cue.split('+').all(|part| match rest.split_once(part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Whether a sentence says when something was.
fn timed(lower: &str) -> bool {
    lower.contains(|c: char| c.is_ascii_digit())
        || [" ago", "last year", "this year", "when i was"].iter().any(|words| lower.contains(words))
}

/// Notes who died, where a sentence says so: the last one named before "died", or after "we lost".
fn bury(ear: &mut Ear, sentence: &str) {
    let lower = sentence.to_lowercase();
    let died = DIED.iter().find_map(|word| lower.find(word)).and_then(|at| sentence.get(..at));
    let lost = lower.find(LOST).and_then(|at| sentence.get(at + LOST.len()..));
    let Some(clause) = died.or(lost) else { return };
    let who = relatives(clause).pop();
    let at = match &who {
        Some(who) => ear.relatives.iter().position(|known| same(known, who)),
        None => ear.relatives.iter().position(|known| {
            known.name.as_ref().is_some_and(|name| clause.split_whitespace().next_back() == Some(name.as_str()))
        }),
    };
    if let Some(known) = at.and_then(|at| ear.relatives.get_mut(at)) {
        known.gone = true;
    }
}

fn same(a: &Relative, b: &Relative) -> bool {
    a.path == b.path && (a.name.is_none() || b.name.is_none() || a.name == b.name)
}

fn remember(list: &mut Vec<Relative>, relative: &Relative) {
    match list.iter_mut().find(|known| same(known, relative)) {
        Some(known) => {
            if known.name.is_none() {
                known.name.clone_from(&relative.name);
            }
        }
        None => list.push(relative.clone()),
    }
}

/// Sentences, split after a full stop, question or exclamation mark.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['.', '!', '?'])
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Relatives in a text: `my sister Anna`, `Mom`, `my dad's brother Leo`, `Aunt Pam`.
fn relatives(text: &str) -> Vec<Relative> {
    let text = text.replace('\u{2019}', "'");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    // Whose the next relative is: "my dad's mother" is two steps, "my dad's mother's name" is about the second.
    let mut owner: Option<Vec<Step>> = None;
    for (at, raw) in words.iter().enumerate() {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = word.strip_suffix("'s").unwrap_or(word);
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map(|word| word.to_lowercase()).unwrap_or_default();
        if word.ends_with("'s")
            && let Some(row) = kin(bare)
            && (*row.path == [Step::MOTHER] || *row.path == [Step::FATHER])
        {
            let mut path = owner.take().unwrap_or_default();
            path.extend(row.path.iter().copied());
            let name = if words.get(at + 1) == Some(&"name") { said_name(&words, at) } else { None };
            found.push(relative(path.clone(), name));
            owner = Some(path);
            continue;
        }
        let Some(row) = kin(word) else {
            if kin_plural(word).is_none() {
                owner = None;
            }
            continue;
        };
        let own = ["my", "our"].contains(&before.as_str())
            || owner.is_some()
            || (row.address && bare.starts_with(char::is_uppercase))
            || (row.before_name && bare.starts_with(char::is_uppercase))
            || ["older", "younger", "little", "big"].contains(&before.as_str());
        if !own {
            owner = None;
            continue;
        }
        let mut path = owner.take().unwrap_or_default();
        path.extend(row.path.iter().copied());
        // A comma or full stop after the word ends it: "my brother, Leo" is read, "my brother. Leo" is not.
        let ends = raw.ends_with(['.', '!', '?', ';', ':']);
        let next = if ends { None } else { name_at(&words, at + 1).or_else(|| said_name(&words, at)) };
        let name = next.or_else(|| name_before(&words, at));
        found.push(relative(path, name));
    }
    found
}

/// The word at a place, if it is a name.
fn name_at(words: &[&str], at: usize) -> Option<String> {
    let word = words.get(at)?.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word.strip_suffix("'s").unwrap_or(word);
    is_name(word).then(|| word.to_owned())
}

/// `my mother is called Ana`, `Mom's name was Ana`, `my father is Ben`.
fn said_name(words: &[&str], at: usize) -> Option<String> {
    let mut place = at + 1;
    let mut link = false;
    while let Some(word) = words.get(place).filter(|word| ["is", "was", "called", "named", "name"].contains(word)) {
        link |= ["is", "was", "called", "named"].contains(word);
        place += 1;
    }
    if link { name_at(words, place) } else { None }
}

/// `Ana, that's my mother`, `Ben, that was my mom's brother`.
fn name_before(words: &[&str], at: usize) -> Option<String> {
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let mut first = at.checked_sub(1)?;
    if word(first).ends_with("'s") {
        first = first.checked_sub(1)?;
    }
    let from = if ["my", "our"].contains(&word(first)) { first.checked_sub(1)? } else { return None };
    let (that, name) = match *words.get(from)? {
        "that's" => (true, from.checked_sub(1)?),
        "was" | "is" => (words.get(from.checked_sub(1)?) == Some(&"that"), from.checked_sub(2)?),
        _ => (false, 0),
    };
    if that && words.get(name).is_some_and(|word| word.ends_with(',')) { name_at(words, name) } else { None }
}

/// A capitalised word that is no sentence word, month or kinship word.
fn is_name(word: &str) -> bool {
    const NOT: &[&str] = &[
        "I",
        "I'm",
        "I'd",
        "I've",
        "I'll",
        "The",
        "That",
        "It",
        "She",
        "He",
        "They",
        "We",
        "And",
        "But",
        "My",
        "God",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Christmas",
        "Easter",
        "Thanksgiving",
    ];
    word.chars().count() > 1 && word.starts_with(char::is_uppercase) && !NOT.contains(&word) && kin(word).is_none()
}

fn relative(path: Vec<Step>, name: Option<String>) -> Relative {
    let words = format!("your {}", spoken(&path));
    Relative { path, words, name, gone: false }
}

/// `mother's brother` rather than `maternal uncle`: how one says it.
fn spoken(path: &[Step]) -> String {
    match path {
        [first, rest @ ..]
            if !rest.is_empty()
                && (*first == Step::MOTHER || *first == Step::FATHER)
                && first.tie == Tie::Parent
                && matches!(rest, [Step { tie: Tie::Parent | Tie::Sibling, .. }]) =>
        {
            let own = sarf_shared::family::kinship::phrase(std::slice::from_ref(first));
            format!("{own}'s {}", sarf_shared::family::kinship::phrase(rest))
        }
        _ => sarf_shared::family::kinship::phrase(path),
    }
}

/// A sentence in the second person, to be given back: short, about somebody, without hedges.
pub(crate) fn give_back(sentence: &str) -> Option<String> {
    const HEDGES: &[&str] = &[
        "know", "guess", "sorry", "think", "suppose", "honest", "maybe", "why", " say", " said", "ask", "wait", "no,",
        "you", "anyway", "mean", "wish", "?", "\"", ",",
    ];
    let clause = sentence.trim_end_matches(['.', '!', '?']).trim();
    let clause = clause.strip_prefix("And ").or_else(|| clause.strip_prefix("Then ")).unwrap_or(clause);
    let lower = clause.to_lowercase();
    let first = clause.split_whitespace().next()?;
    let starts = ["i", "my", "we", "our", "mom", "dad", "mum"].contains(&first.to_lowercase().as_str())
        || (is_name(first)
            && !["There", "In", "Around", "On", "Back", "About", "Last", "When", "Nobody", "Everybody"]
                .contains(&first));
    let fits = (4..=14).contains(&clause.split_whitespace().count())
        && starts
        && !HEDGES.iter().any(|hedge| lower.contains(hedge));
    fits.then(|| {
        let second = second_person(clause);
        // "Piet and you" is not how one says it.
        match second.split_once(" and you ") {
            Some((other, rest)) if !other.contains(' ') => format!("you and {other} {rest}"),
            _ => second,
        }
    })
}

/// I becomes you, my becomes your.
fn second_person(clause: &str) -> String {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let tail: String = word.chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let after_i = at > 0 && matches!(words.get(at - 1).copied(), Some("I"));
        let swapped = match core {
            "I" => "you",
            "I'm" => "you're",
            "I'd" => "you'd",
            "I've" => "you've",
            "my" | "My" | "our" | "Our" => "your",
            "me" | "us" => "you",
            "we" | "We" => "you",
            "mine" => "yours",
            "myself" => "yourself",
            "was" if after_i => "were",
            "am" if after_i => "are",
            "Mom" | "Mum" => "your mother",
            "Dad" => "your father",
            other => other,
        };
        out.push(format!("{swapped}{}", tail.chars().rev().collect::<String>()));
    }
    out.join(" ")
}

#[cfg(test)]
mod tests;
