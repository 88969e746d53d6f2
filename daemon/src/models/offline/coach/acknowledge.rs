//! What a coach says before it asks: the client's own words given back, an observation, a word that others know it too.
//! None of the robotic phrases of FACTS section 7, no theory.

use super::listen::{Cue, Ear, give_back};
use crate::models::offline::dice::Dice;

/// Words that go before a question. `cue` is what the question goes on with, if it does.
pub(crate) fn acknowledge(
    dice: &mut Dice,
    ear: &Ear,
    cue: Option<&(Cue, String)>,
    last: &str,
    said: &str,
) -> Option<String> {
    // Little was said: giving it back would be most of it over again.
    let long = last.split_whitespace().count() >= 34;
    let mut ways: Vec<String> = Vec::new();
    let cues: Vec<&(Cue, String)> = match cue {
        Some(cue) => vec![cue],
        None => ear.cues.iter().collect(),
    };
    for (cue, sentence) in cues {
        ways.extend(observations(*cue).iter().map(|words| (*words).to_owned()));
        if ear.dated.contains(cue) {
            ways.extend(of_a_time(*cue).iter().map(|words| (*words).to_owned()));
        }
        if long && let Some(clause) = give_back(sentence) {
            let large = capital(&clause);
            if said.contains(&clause) || said.contains(&large) {
                continue;
            }
            ways.push(format!("{large}."));
            ways.push(format!("I'm still with the part where {clause}."));
            ways.push(format!("You put it plainly: {clause}."));
            ways.push(format!("I want to be sure I have it: {clause}."));
            ways.push(format!("{large}, and I notice you went right on."));
            if matches!(cue, Cue::Death | Cue::Cutoff | Cue::Loss | Cue::Falling) {
                ways.push(format!("{large}. That is no small thing."));
            }
        }
    }
    if let ([a, b, ..], None) = (ear.latest.as_slice(), cue) {
        let (a, b) = (a.called(), b.called());
        for (frame, once) in [
            (format!("{} and {b}, I have them both on the page.", capital(&a)), "both on the page"),
            (format!("I'm keeping {a} and {b} apart in my notes."), "apart in my notes"),
            (format!("{} first, and then {b}.", capital(&a)), "first, and then"),
        ] {
            if !said.contains(once) {
                ways.push(frame);
            }
        }
    }
    if ways.is_empty() || dice.chance(12) {
        ways.extend(PLAIN.iter().map(|words| (*words).to_owned()));
    }
    let ways: Vec<&str> =
        ways.iter().map(String::as_str).filter(|words| !said.contains(words) && fresh_start(words, said)).collect();
    (!ways.is_empty()).then(|| dice.text(&ways).to_owned())
}

const PLAIN: &[&str] = &[
    "Thank you, that helps me see it.",
    "Take your time with it.",
    "I can follow that.",
    "That gives me a picture of the house.",
    "Good, that's clear.",
    "I didn't know that yet.",
    "You say that lightly.",
    "No hurry.",
    "I'm putting that on the page.",
    "Understood.",
    "It doesn't have to come in order.",
    "I see.",
    "We can leave that where it is.",
    "Fair enough.",
];

fn observations(cue: Cue) -> &'static [&'static str] {
    match cue {
        Cue::Death => &[
            "One death, and everybody had to find a new place.",
            "A lot of families go quiet after a death.",
            "That left a chair empty.",
        ],
        Cue::Cutoff => &[
            "A silence like that takes some keeping up.",
            "Many families have a door like that, and somebody standing on each side of it.",
            "I notice nobody has used the word goodbye.",
        ],
        Cue::Fight => &[
            "They keep at it, and neither walks away.",
            "It takes two to keep that going.",
            "A lot of people fight hardest with the ones they won't leave.",
        ],
        Cue::Parting => &[
            "One household became two.",
            "A lot of families rearrange themselves for years after that.",
            "That moved more people than the two of them.",
        ],
        Cue::Sickness => {
            &["The body keeps its own calendar, it seems.", "An illness has a way of taking a chair at the table."]
        }
        Cue::Worry => &[
            "It's not unusual for one person to carry the worry of several.",
            "The worry has an address, then.",
            "You keep watch, in a way.",
        ],
        Cue::Closeness => &[
            "Two close together and one looking on.",
            "I count three people in that.",
            "A lot of families settle into two and one.",
        ],
        Cue::Helping => &[
            "One does more and the other does less, and it fits together.",
            "I notice who does the work in that.",
            "Many families divide it up that way without a word.",
        ],
        Cue::Falling => &[
            "It all came to a standstill for a while.",
            "I notice how much stopped at once.",
            "A lot of people go under for a stretch like that.",
        ],
        Cue::Move => {
            &["A move changes who sees whom.", "Some distance in miles, at any rate.", "I'm drawing that on the map."]
        }
        Cue::Newborn => &["One more at the table.", "A new child shifts everybody along a place."],
        Cue::Loss => &[
            "That is a loss, whether or not people called it one.",
            "A lot of families never count it, and everybody remembers it.",
        ],
    }
}

/// Observations about something that was given a time.
fn of_a_time(cue: Cue) -> &'static [&'static str] {
    match cue {
        Cue::Death => &["I'm writing that year down.", "You have the year of that at once, I notice."],
        Cue::Sickness => &["It came at a particular moment, I notice.", "I'm noting when that was."],
        Cue::Fight | Cue::Cutoff | Cue::Parting | Cue::Move => &["I'm putting that on the line of years."],
        _ => &[],
    }
}

/// Words that lead over to a topic nobody has touched yet.
pub(crate) const BRIDGES: &[&str] = &[
    "Let me ask about another corner of the family.",
    "I'd like to widen the picture a little.",
    "May I go to a different part of the family?",
    "There is somebody we haven't come to yet.",
    "Before we go on, I'm missing a piece.",
    "Let me step back a generation or two.",
    "I want to fill in the map.",
    "Turning to a part we've left out so far.",
    "We can come back to this.",
    "I have a plain question.",
];

/// Whether the first five words have begun no earlier turn.
pub(crate) fn fresh_start(words: &str, said: &str) -> bool {
    let start: Vec<String> = words.split_whitespace().take(5).map(str::to_lowercase).collect();
    !said.lines().any(|turn| {
        let begin: Vec<String> = turn.split_whitespace().take(start.len()).map(str::to_lowercase).collect();
        begin == start
    })
}

/// The text with its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
