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
    "There's a chair nobody sits in, without anybody having said so.",
    "We divided up the dishes before we talked about anything.",
    "I remember the casseroles better than the prayers.",
    "Everybody was very good about the paperwork.",
    "You get a week, and then people expect you at work with a face on.",
    "I kept the coat, I couldn't tell you why.",
];
const MOVES: &[&str] = &[
    "You get used to the drive.",
    "It's the kind of place you leave and then talk about for the rest of your life.",
    "Half of us are packers and half of us are stayers.",
    "You find out who writes and who doesn't.",
    "I could still find my way around that house in the dark.",
    "Everybody says they'll visit.",
    "There are boxes I never opened.",
];
const BONDS: &[&str] = &[
    "They were a team when there was something to carry, otherwise not so much.",
    "I never saw them hold hands, but he always warmed up the car.",
    "From the outside it looked fine, and maybe it was.",
    "You don't ask people that, at least not where I come from.",
    "They could sit in a car for two hours without a word and call it a nice drive.",
    "There was a way of closing a cupboard that meant something.",
    "They never discussed it in front of us, and the walls were thin.",
    "If there was a good year I must have been at school.",
];
const SPLIT: &[&str] = &[
    "Everybody had a version and I knew all of them by heart.",
    "I learned to pack fast.",
    "It was handled, that's the word they'd use.",
    "I was good at carrying messages and bad at reading them.",
    "There were two of everything, toothbrushes, birthdays.",
    "Nobody shouted, I almost wish they had.",
];
const BODY: &[&str] = &[
    "Nobody goes to a doctor in this family until something falls off.",
    "It's worse on Sundays, for whatever reason.",
    "Some weeks I hardly notice it, and then it's back.",
    "I keep waiting for somebody to tell me what it is.",
    "When I'm busy I forget about it, so I stay busy.",
    "At home you were well until proven otherwise.",
    "I've been told it's nothing, by three people in white.",
    "It picks its moments, I'll say that.",
    "We're a family for hot water bottles and not for questions.",
];
const NERVES: &[&str] = &[
    "I come from people who check the stove twice.",
    "I get quiet, and then I clean something.",
    "My shoulders know about it before I do.",
    "I make a list, and then I worry about the list.",
    "I count things, it's silly, it helps.",
    "Somebody always has to know where everybody is.",
    "The phone rings after nine and the whole room looks at it.",
    "I'm fine as long as I have a list.",
];
const MANAGING: &[&str] = &[
    "Somebody always did the dishes, that's how you could tell who was holding it together.",
    "I get things done, that's never been the trouble.",
    "You'd be surprised how long a family can run on frozen food.",
    "There's always one who copes, and I suppose it was usually me.",
    "I go to work and I come home, and in between I'm fine.",
    "There was always clean laundry, I'll give us that.",
    "You learn to cook three things and you rotate them.",
    "Whoever had the car keys was in charge.",
    "It got done, don't ask me how.",
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
    "There are things you say in the car and not in the kitchen.",
    "Everybody knows who to call first, and it's never the same one as who you'd want.",
    "We're polite, and that takes some work.",
    "Somebody leaves the room and the others go on about the weather.",
    "You can tell by who does the dishes together.",
    "I couldn't give you a rule for it, it's more like traffic.",
    "It blows over, or it goes under, I never know which.",
];
const AFTER: &[&str] = &[
    "It went on, the way things do, with a bit less talking.",
    "People moved over one seat, so to speak.",
    "I'd have told you nothing changed, but the phone calls got shorter.",
    "For about a month everybody was very nice to each other.",
    "The first holiday was odd, and then it was just a holiday.",
    "Some of them got louder and some of them got busy.",
    "It's hard to say what was that and what was just time going by.",
    "We had the same conversations, only with longer gaps.",
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
    "You'd get a better answer from somebody who was paying attention.",
    "I turn that over now and then, and nothing falls out.",
    "Let me put that one on the pile.",
    "I know what you mean, I just don't have a picture for it.",
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
