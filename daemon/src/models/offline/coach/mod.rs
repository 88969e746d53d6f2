//! The offline coach: works through the intake protocol over the talk alone. It follows the story first, gives the client's
//! words back, goes on with what was just said, bridges to what is missing, and asks one question a turn.

mod acknowledge;
mod listen;
mod questions;

use futures::future::FutureExt;
use sarf_shared::dialogue::{IntakeCategory as C, Speaker};
use sarf_shared::family::kinship::{Step, Tie};

use super::Offline;
use super::dice::Dice;
use super::live::stream;
use crate::models::{Call, CallContext, Coach, CoachPrompt, Reply, Usage};
use acknowledge::{BRIDGES, acknowledge, fresh_start};
use listen::{Cue, Ear, Relative, listen};
use questions::{COLLECT, Goal, MORE, STORY, follow};

impl Coach for Offline {
    fn reply<'a>(&'a self, prompt: &'a CoachPrompt<'a>, context: &'a CallContext) -> Call<'a, String> {
        async move {
            let value = reply(prompt, context.seed);
            stream(&value, context.live.as_ref());
            Ok(Reply { value, usage: Usage::default(), prompt_hash: None })
        }
        .boxed()
    }
}

/// The coach's turn; a pure function of what it sees and the seed.
pub(crate) fn reply(prompt: &CoachPrompt<'_>, seed: u64) -> String {
    let mut dice = Dice::new(seed, "coach");
    let texts = |speaker| prompt.talk.iter().filter(move |turn| turn.speaker == speaker).map(|turn| turn.text);
    let client: Vec<&str> = texts(Speaker::Subject).collect();
    let said = texts(Speaker::Coach).collect::<Vec<_>>().join("\n");
    let last = client.last().copied().unwrap_or_default();
    let ear = listen(&client);

    let Ask { words: question, cue, bridge } = question(&mut dice, prompt, &ear, &said);
    let mut parts: Vec<String> = Vec::new();
    if prompt.turn == 1 && dice.chance(60) {
        let welcome = [
            "Thanks for coming in with it.",
            "I'm glad you came.",
            "Thank you for laying it out.",
            "Good that you came in.",
        ];
        parts.push(dice.text(&welcome).to_owned());
    } else if (!bridge || dice.chance(55))
        && let Some(words) = acknowledge(&mut dice, &ear, cue.as_ref(), last, &said)
    {
        parts.push(words);
    }
    if bridge && dice.chance(50) {
        let left: Vec<&str> =
            BRIDGES.iter().copied().filter(|words| !said.contains(words) && !words.ends_with('?')).collect();
        if !left.is_empty() {
            parts.push(dice.text(&left).to_owned());
        }
    }
    parts.push(question);
    let text = parts.join(" ");
    if fresh_start(&text, &said) { text } else { format!("{} {text}", vary(&mut dice, &said)) }
}

/// A beginning nobody has used.
fn vary(dice: &mut Dice, said: &str) -> &'static str {
    let all = [
        "All right.",
        "Thank you.",
        "Yes.",
        "Mm, yes.",
        "Right, I have that.",
        "Noted.",
        "Okay, thank you.",
        "I'm listening.",
    ];
    let left: Vec<&str> = all.into_iter().filter(|words| !said.contains(words)).collect();
    dice.text(if left.is_empty() { &all } else { &left })
}

/// A question, what it goes on with, and whether it leaves the topic.
struct Ask {
    words: String,
    cue: Option<(Cue, String)>,
    bridge: bool,
}

fn question(dice: &mut Dice, prompt: &CoachPrompt<'_>, ear: &Ear, said: &str) -> Ask {
    let open: Vec<&Goal> = COLLECT.iter().filter(|goal| !asked(goal, said) && !ruled_out(goal, ear)).collect();
    let left = prompt.turns.saturating_sub(prompt.turn) as usize + 1;
    let story = STORY.iter().find(|goal| !asked(goal, said) && !ruled_out(goal, ear));
    if let Some(goal) = story.filter(|_| prompt.turn <= 4)
        && let Some(words) = word_goal(dice, goal, ear, said)
    {
        return Ask { words, cue: None, bridge: false };
    }
    // On with what was just said, unless the missing areas need every turn that is left.
    let follow =
        |dice: &mut Dice| word_follow(dice, ear, said).map(|(cue, words)| Ask { words, cue: Some(cue), bridge: false });
    if followed_in_a_row(said) == 0
        && open.len() <= left
        && (open.len() < left || dice.chance(50))
        && let Some(ask) = follow(dice)
    {
        return ask;
    }
    let goal = next_goal(dice, &open, prompt.missing, ear);
    if let Some(words) = goal.and_then(|goal| word_goal(dice, goal, ear, said)) {
        return Ask { words, cue: None, bridge: true };
    }
    follow(dice).unwrap_or_else(|| Ask { words: more(dice, ear, said), cue: None, bridge: true })
}

/// Whether any wording of a goal stands in what the coach said.
fn asked(goal: &Goal, said: &str) -> bool {
    goal.fresh.iter().chain(goal.known).chain(goal.told).chain(goal.gone).any(|wording| used(wording, said))
}

/// Whether a wording was used, whatever name stood in it.
fn used(wording: &str, said: &str) -> bool {
    wording.split("{x}").all(|part| said.contains(part.trim()))
}

/// Whether the client has said that there is nobody to ask about.
fn ruled_out(goal: &Goal, ear: &Ear) -> bool {
    let none: &[&str] = match goal.category {
        Some(C::Siblings) => &["only child", "just me", "only me", "no brothers", "no siblings"],
        Some(C::Children) => {
            &["don't have kids", "no children", "never had any kids", "no kids", "don't have children"]
        }
        _ => &[],
    };
    none.iter().any(|words| ear.lower.contains(words))
}

/// How many of the latest coach turns went on with what was said, counted back from the last.
fn followed_in_a_row(said: &str) -> usize {
    let all = || CUES_ALL.iter().flat_map(|cue| follow(*cue));
    said.lines().rev().take_while(|turn| all().any(|wording| used(wording, turn))).count()
}

const CUES_ALL: &[Cue] = &[
    Cue::Death,
    Cue::Cutoff,
    Cue::Fight,
    Cue::Parting,
    Cue::Sickness,
    Cue::Worry,
    Cue::Closeness,
    Cue::Helping,
    Cue::Falling,
    Cue::Move,
    Cue::Newborn,
    Cue::Loss,
];

/// A question that goes on with a cue of the last turn; at most two of a kind in a talk.
fn word_follow(dice: &mut Dice, ear: &Ear, said: &str) -> Option<((Cue, String), String)> {
    let mut open: Vec<(&(Cue, String), &str)> = Vec::new();
    for cue in &ear.cues {
        let wordings = follow(cue.0);
        if wordings.iter().filter(|wording| used(wording, said)).count() < 2 {
            open.extend(wordings.iter().filter(|wording| !used(wording, said)).map(|wording| (cue, *wording)));
        }
    }
    dice.one(&open).map(|(cue, words)| ((*cue).clone(), (*words).to_owned()))
}

/// The next area: one that lies near what was just said, else one that is still missing, else the first left.
fn next_goal<'g>(dice: &mut Dice, open: &[&'g Goal], missing: &[C], ear: &Ear) -> Option<&'g Goal> {
    let near = |goal: &&&Goal| match goal.category {
        Some(C::Mother | C::MaternalGrandparents) => {
            ear.latest.iter().any(|relative| relative.path.first() == Some(&Step::MOTHER))
        }
        Some(C::Father | C::PaternalGrandparents) => {
            ear.latest.iter().any(|relative| relative.path.first() == Some(&Step::FATHER))
        }
        Some(C::Siblings) => {
            ear.latest.iter().any(|relative| relative.path.iter().any(|step| step.tie == Tie::Sibling))
        }
        Some(C::Children) => {
            ear.latest.iter().any(|relative| relative.path.first().is_some_and(|step| step.tie == Tie::Child))
        }
        _ => false,
    };
    if dice.chance(60)
        && let Some(goal) = open.iter().find(near)
    {
        return Some(goal);
    }
    let wanted = open.iter().find(|goal| goal.category.is_some_and(|category| missing.contains(&category)));
    if dice.chance(70) { wanted.or(open.first()).copied() } else { open.first().copied() }
}

/// A goal in words: by name where the relative is known, and never for what has been told.
fn word_goal(dice: &mut Dice, goal: &Goal, ear: &Ear, said: &str) -> Option<String> {
    let who = about(goal, ear);
    let told = told(goal, ear);
    let gone = who.is_some_and(|who| who.gone) && !goal.gone.is_empty();
    let list = match (told, who.is_some()) {
        _ if gone => goal.gone,
        (true, _) if !goal.told.is_empty() => goal.told,
        (_, true) if !goal.known.is_empty() => goal.known,
        _ => goal.fresh,
    };
    let wordings: Vec<&str> = list.iter().copied().filter(|wording| !used(wording, said)).collect();
    let wording = dice.one(&wordings)?;
    Some(wording.replace("{x}", &who.map(Relative::called).unwrap_or_default()))
}

/// Whether what a goal asks first (names, mostly) has been told already.
fn told(goal: &Goal, ear: &Ear) -> bool {
    let named = |path: &[Step]| ear.relatives.iter().any(|relative| relative.path == path && relative.name.is_some());
    match goal.category {
        Some(C::PresentingProblem) => dated(&ear.lower),
        Some(C::Mother) => named(&[Step::MOTHER]),
        Some(C::Father) => named(&[Step::FATHER]),
        Some(C::ParentsStatus) => {
            ear.lower.contains("my parents") || ear.lower.contains("mom and dad") || ear.lower.contains("mum and dad")
        }
        Some(C::MaternalGrandparents) => named(&[Step::MOTHER, Step::MOTHER]) && named(&[Step::MOTHER, Step::FATHER]),
        Some(C::PaternalGrandparents) => named(&[Step::FATHER, Step::MOTHER]) && named(&[Step::FATHER, Step::FATHER]),
        Some(C::Children) => ear.relatives.iter().any(|relative| {
            relative.path.len() == 1
                && relative.name.is_some()
                && relative.path.iter().all(|step| step.tie == Tie::Child)
        }),
        _ => false,
    }
}

/// Whether a text says when: a year, a month or "ago".
fn dated(lower: &str) -> bool {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    words().any(|word| MONTHS.contains(&word) || word == "ago" || (word.len() == 4 && word.parse::<u32>().is_ok()))
        || lower.contains("last year")
        || lower.contains("in may")
}

/// The relative a goal is about, if one was mentioned.
fn about<'e>(goal: &Goal, ear: &'e Ear) -> Option<&'e Relative> {
    let fits = |path: &[Step]| match goal.category {
        Some(C::Mother) => path == [Step::MOTHER],
        Some(C::Father) => path == [Step::FATHER],
        Some(C::Siblings) => {
            path.len() == 1 && path.iter().all(|step| matches!(step.tie, Tie::Sibling | Tie::HalfSibling))
        }
        Some(C::Children) => path.len() == 1 && path.iter().all(|step| step.tie == Tie::Child),
        Some(C::Spouse) => {
            path.len() == 1 && path.iter().all(|step| matches!(step.tie, Tie::Spouse | Tie::Partner | Tie::Engaged))
        }
        Some(C::MaternalGrandparents) => {
            matches!(path, [first, Step { tie: Tie::Parent, .. }] if *first == Step::MOTHER)
        }
        Some(C::PaternalGrandparents) => {
            matches!(path, [first, Step { tie: Tie::Parent, .. }] if *first == Step::FATHER)
        }
        Some(C::AuntsUncles) => path.len() == 2 && path.last().is_some_and(|step| step.tie == Tie::Sibling),
        _ => false,
    };
    ear.relatives.iter().find(|relative| fits(&relative.path))
}

fn more(dice: &mut Dice, ear: &Ear, said: &str) -> String {
    // "What is she doing these days?" is not asked about the dead.
    let living = ear.relatives.iter().filter(|relative| !relative.gone);
    let named: Vec<&Relative> = living.filter(|relative| relative.name.is_some() || relative.path.len() == 1).collect();
    let who = dice.one(&named).map_or_else(|| "your mother".to_owned(), |relative| relative.called());
    let left: Vec<&str> = MORE.iter().copied().filter(|wording| !used(wording, said)).collect();
    let wording = if left.is_empty() { "What else should I know about {x}?" } else { dice.text(&left) };
    wording.replace("{x}", &who)
}
