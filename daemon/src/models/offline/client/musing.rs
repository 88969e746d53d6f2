//! What a client says when it has no fact to a question: something about how it was, by theme. Holds no name, no date and
//! nothing that could be coded.

use sarf_shared::simulation::ArcPhase;

use super::super::dice::Dice;
use super::hear::{Heard, Theme};

const DEATHS: &[&str] = &[
    "We're not good at funerals, we're good at sandwiches.",
    "You were allowed to be sad until about the Tuesday.",
    "I don't think we ever finished with that, we only stopped mentioning it.",
    "Somebody put the coats in the attic and that was the end of it.",
];
const MOVES: &[&str] = &[
    "You get used to the drive.",
    "It's the kind of place you leave and then talk about for the rest of your life.",
    "Half of us are packers and half of us are stayers.",
];
const BONDS: &[&str] = &[
    "They were a team when there was something to carry, otherwise not so much.",
    "I never saw them hold hands, but he always warmed up the car.",
    "From the outside it looked fine, and maybe it was.",
    "You don't ask people that, at least not where I come from.",
];
const SPLIT: &[&str] = &[
    "Everybody had a version and I knew all of them by heart.",
    "I learned to pack fast.",
    "It was handled, that's the word they'd use.",
];
const BODY: &[&str] = &[
    "Nobody goes to a doctor in this family until something falls off.",
    "It's worse on Sundays, for whatever reason.",
    "Some weeks I hardly notice it, and then it's back.",
    "I keep waiting for somebody to tell me what it is.",
    "When I'm busy I forget about it, so I stay busy.",
];
const NERVES: &[&str] = &[
    "I come from people who check the stove twice.",
    "I get quiet, and then I clean something.",
    "My shoulders know about it before I do.",
    "I make a list, and then I worry about the list.",
];
const MANAGING: &[&str] = &[
    "Somebody always did the dishes, that's how you could tell who was holding it together.",
    "I get things done, that's never been the trouble.",
    "You'd be surprised how long a family can run on frozen food.",
    "There's always one who copes, and I suppose it was usually me.",
    "I go to work and I come home, and in between I'm fine.",
];
const TIES: &[&str] = &[
    "We don't fight so much as stop passing the salt.",
    "I could draw you a map of who sits next to whom.",
    "It depends on the day, and on who else is in the room.",
    "Everybody calls me to ask about everybody else.",
    "I tell one of them and by evening they all have it.",
    "We're close, I'd say, as long as nobody brings up certain things.",
    "If one of them is upset, you hear it from another one.",
    "You learn where not to step.",
];
const AFTER: &[&str] = &[
    "It went on, the way things do, with a bit less talking.",
    "People moved over one seat, so to speak.",
    "I'd have told you nothing changed, but the phone calls got shorter.",
    "For about a month everybody was very nice to each other.",
];
const PLAIN: &[&str] = &[
    "I'd have to think about that, and I'm not sure I want to.",
    "I've never been asked that, so I don't have it ready.",
    "I don't have a clean answer for you.",
    "If I knew that I probably wouldn't be here.",
    "You'd think I'd know, and I don't.",
    "I can see why you'd ask, I just don't have much to put there.",
    "That's a blank, honestly, I see the room and nothing in it.",
    "I've told you most of what I have on that.",
    "Give me a week and I'll come up with something.",
    "I keep starting a sentence about that and then it goes nowhere.",
];

/// Something on the themes asked about that was not said before. `blank`: nothing else has been said to the question, so
/// that having no answer may be admitted.
pub(crate) fn musing(
    dice: &mut Dice,
    heard: &Heard,
    phase: ArcPhase,
    told: &str,
    now: &str,
    blank: bool,
) -> Option<&'static str> {
    let mut lists: Vec<&[&'static str]> = Vec::new();
    for theme in &heard.themes {
        lists.push(match theme {
            Theme::Deaths => DEATHS,
            Theme::Moves => MOVES,
            Theme::Marriages => BONDS,
            Theme::Partings => SPLIT,
            Theme::Symptoms | Theme::Onset => BODY,
            Theme::Anxiety => NERVES,
            Theme::Functioning => MANAGING,
            Theme::Relations => TIES,
            Theme::Around => AFTER,
            _ => continue,
        });
    }
    if blank && (lists.is_empty() || (phase == ArcPhase::Early && dice.chance(25))) {
        lists.push(PLAIN);
    }
    let fresh = |lists: &[&[&'static str]]| -> Vec<&'static str> {
        lists
            .iter()
            .flat_map(|list| list.iter().copied())
            .filter(|words| !told.contains(words) && !now.contains(words))
            .collect()
    };
    let left = fresh(&lists);
    if !left.is_empty() {
        return dice.one(&left).copied();
    }
    if blank { dice.one(&fresh(&[PLAIN])).copied() } else { None }
}
