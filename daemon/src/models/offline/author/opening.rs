//! The first thing the client says, in the manner of its traits: the surface complaint, something of what is around it,
//! and why it came.

use sarf_shared::discussion::{FactId, Persona, Shifted};
use sarf_shared::family::{EventKind, VariableShift};
use sarf_shared::simulation::Trait;

use super::super::client::Speech;
use super::super::dice::Dice;
use super::plot::Plot;

const HELLO: &[&str] = &[
    "I'm not quite sure where to start.",
    "I almost cancelled this morning.",
    "My doctor gave me the number, and I carried it around for a month.",
    "A friend at work said this might help, and she's usually right.",
    "I've never done anything like this before.",
    "I told myself I'd give this one try.",
    "I don't really believe in this kind of thing, but here I am.",
    "They ran every test they have and found nothing.",
];

const PLAIN: &[&str] = &[
    "I'd like it to stop, that's all.",
    "I'm hoping there's something simple I can do about it.",
    "I keep telling people I'm fine and I'm clearly not.",
    "I can work, I can get through the day, but it's wearing me down.",
    "I used to be the one people came to.",
    "I don't know if it has anything to do with anything.",
    "I thought it would go away by itself, and it hasn't.",
];

const BRISTLE: &[&str] = &[
    "My doctor thinks it's stress, and I don't.",
    "It was somebody else's idea that I come here.",
    "I don't know that there's anything to talk about.",
    "I was told to come, so I came.",
];

const RAMBLE: &[&str] = &[
    "Sorry, that's a lot for the first minute.",
    "And I haven't even told you about the car.",
    "I know I jump around, people tell me that, just stop me.",
    "I told the whole thing to the woman at the pharmacy, too, I couldn't help it.",
    "I could talk for an hour about that alone.",
    "Anyway, I'm getting ahead of myself.",
    "I wrote a list for you and then left it on the counter.",
];

/// The opening and the facts it lets out.
pub(crate) fn opening(mut dice: Dice, persona: &Persona, plot: &Plot) -> (String, Vec<FactId>) {
    let has = |wanted: Trait| persona.traits.contains(&wanted);
    let brief = has(Trait::Terse) || has(Trait::Defensive);
    let long = has(Trait::Oversharing) && !brief;
    let mut hello = HELLO.to_vec();
    let mut plain = PLAIN.to_vec();
    let mut ramble = RAMBLE.to_vec();
    dice.shuffle(&mut hello);
    dice.shuffle(&mut plain);
    dice.shuffle(&mut ramble);
    let bristle = dice.text(BRISTLE);
    let evasive = has(Trait::Evasive);
    let greets = dice.chance(60);

    let mut speech = Speech::new(persona, dice, "", &[]);
    let own = speech.own().cloned();
    let complaint = persona
        .family
        .shifts
        .iter()
        .rfind(|shift| Some(&shift.person) == own.as_ref() && shift.shifted == Shifted::Symptom(VariableShift::Up));
    if !brief && greets {
        speech.say(hello.first().copied().unwrap_or_default());
    }
    if let Some(shift) = complaint {
        speech.tell_shift(shift);
    }
    if brief {
        speech.say(bristle);
        return (speech.text(), speech.fresh);
    }
    // The recent event is named by most, left for later by the evasive.
    if !evasive {
        let spark = persona.family.events.iter().find(|event| {
            event.date == plot.when.date
                && (event.person == plot.about
                    || event.child.as_ref() == Some(&plot.about)
                    || event.spouse.as_ref() == Some(&plot.about)
                    || event.kind == EventKind::Moved)
        });
        if let Some(event) = spark {
            speech.unfocus();
            speech.tell_event(event);
        }
    }
    speech.say(plain.first().copied().unwrap_or_default());
    if long {
        let near: Vec<_> =
            persona.family.shifts.iter().rev().filter(|shift| !speech.is_out(&shift.id)).take(3).collect();
        for shift in near {
            speech.unfocus();
            speech.tell_shift(shift);
            speech.say(ramble.pop().unwrap_or_default());
        }
        speech.say(plain.get(1).copied().unwrap_or_default());
        speech.say(ramble.pop().unwrap_or_default());
    }
    (speech.text(), speech.fresh)
}
