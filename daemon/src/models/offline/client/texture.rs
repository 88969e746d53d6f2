//! What a client says that is no fact: hesitations, doubts about the process, small scenes, ways of stopping. Nothing in
//! here names a person, a date or a shift, so that nothing is told that the persona does not hold.

use sarf_shared::simulation::{ArcPhase, Trait};

use super::super::dice::Dice;
use super::choose::Answered;

/// Where in a turn a saying goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before the answer, which came to this.
    Open(Answered),
    /// Between facts.
    Within,
    /// After the answer.
    Close,
}

const OPEN_EARLY: &[&str] = &[
    "Okay.",
    "Sure, I can start there.",
    "I wasn't expecting that one.",
    "That's a fair place to begin.",
    "Let me see how to put this.",
    "Um, all right.",
    "I suppose that matters.",
    "Hm, nobody has asked me that before.",
    "You want the short version, I guess.",
    "I'll try.",
    "Right, yes.",
    "Well, I'm not sure I can tell it in order.",
];

const OPEN_MIDDLE: &[&str] = &[
    "Huh.",
    "Oh, that.",
    "Yeah, well.",
    "Funny you should bring that up.",
    "I had to stop and count just now.",
    "That's a long story, I'll try to keep it short.",
    "Let me think.",
    "I know that much, at least.",
    "All right, here's how that went.",
    "I've told this so rarely that it comes out crooked.",
    "Some of this I only have from other people.",
    "You'd get a different version from everybody else at the table.",
    "That one I can answer.",
    "I was going to skip that part.",
    "Give me a second with that.",
    "Now that you ask.",
    "It's odd what stays with you.",
    "I'd have to ask around for the details, but roughly it goes like this.",
];

const OPEN_DEEP: &[&str] = &[
    "I was thinking about that on the drive over.",
    "That one is harder.",
    "I don't love talking about this, but fine.",
    "It's been going around in my head since we started.",
    "I said I wasn't going to get into that.",
    "Oh, boy.",
    "I keep coming back to the same corner, don't I.",
    "Honestly, I never put those next to each other.",
    "My throat just went dry, that's silly.",
    "You know, I'd forgotten half of it until you asked.",
    "Okay, this is the part I leave out when people ask.",
    "I'm surprised how clear that still is.",
    "Part of me wants to change the subject.",
    "That lands somewhere, I'll admit.",
];

const WITHIN: &[&str] = &[
    "I remember the kitchen light being on at odd hours.",
    "There was a lot of casserole in that house for a while.",
    "Nobody sat anybody down to explain it.",
    "You learned to read the sound of the car door.",
    "We were never a family that talked things over.",
    "Everybody just went on setting the table.",
    "I can still see the curtains in that room.",
    "People were polite, which was worse.",
    "There's a photograph of it somewhere, everybody squinting.",
    "The phone would ring and the whole room would go stiff.",
    "I was told to go outside and play, so I did.",
    "Some of that I may have in the wrong order.",
    "It got very quiet at supper.",
    "I'm not blaming anyone, I'm only telling you how it was.",
    "It was never mentioned at the table, not once.",
    "I noticed it and I didn't notice it, if you see what I mean.",
    "At the time it seemed like nothing.",
    "I can't say I thought much about it then.",
    "There was a smell of floor wax, of all things, that's what I remember.",
    "I kept busy, that's how I do it.",
    "The neighbors knew before we did, I think.",
    "It's strange to hear it out loud.",
    "I only pieced that together later.",
    "Somebody should have said something, and nobody did.",
    "I was in the hallway with my coat on for most of it.",
    "We had soup that night, I have no idea why I remember the soup.",
    "That's the official version, anyway.",
    "There were boxes in the hall for months.",
    "I remember the weather better than the words.",
    "Everybody had a job to do and did it.",
    "You could set your watch by it.",
    "I laughed at the time, and I don't know why.",
    "It's the small things that I hold on to, not the big ones.",
    "I was good at staying out of the way.",
    "There's more to it, there always is.",
    "The dog noticed first, if you ask me.",
    "I said fine when people asked, and they stopped asking.",
    "It took me a while to see that as a thing at all.",
];

const CLOSE_EARLY: &[&str] = &[
    "I'm not sure what that has to do with anything.",
    "That's about all there is to that.",
    "I don't usually talk about family with people.",
    "Anyway, that's the outline.",
    "I'd rather figure out how to fix it, to be honest.",
    "I hope that's the kind of thing you wanted to hear about.",
    "It doesn't seem like much when I say it out loud.",
    "I don't know where you're going with this, but all right.",
    "There you have it.",
    "I thought we'd be talking about coping tips, I guess.",
    "You can tell I haven't rehearsed this.",
    "That's the part I can explain, at least.",
];

const CLOSE_MIDDLE: &[&str] = &[
    "I never really asked about it.",
    "You'd have to ask the others for their side.",
    "It's a small thing, maybe.",
    "I didn't cry then and I'm not going to now.",
    "I don't know why I'm telling you that.",
    "After that we went back to talking about the weather.",
    "I lose the thread there, sorry.",
    "It's all a bit mixed together in my head.",
    "Nobody has ever lined it up like that for me.",
    "I'd have said none of it mattered, a month ago.",
    "That is what I know, the rest is rumor.",
    "I'm leaving something out, I can feel it, but I don't know what.",
    "That was just how things were done.",
    "It still annoys me, I notice.",
    "I could go on, but I'd only be repeating myself.",
    "Ask me again tomorrow and I'd tell it differently.",
    "I got used to it.",
    "That's where my memory stops.",
    "I haven't said that to anybody in a long time.",
    "Some of it was even funny.",
];

const CLOSE_DEEP: &[&str] = &[
    "I wish I'd understood that sooner.",
    "I'm a bit tired now, to be honest with you.",
    "That's the piece I never told anyone.",
    "I think I was the one keeping it quiet, if I'm honest.",
    "I always thought that had to do with me.",
    "So there it is, and I'm still sitting here.",
    "I could call, I suppose, and I might.",
    "It makes a kind of sense, and I don't like it.",
    "I'd like to leave it there for a minute.",
    "Then again, I've been wrong about that before.",
    "I can feel my shoulders coming up just saying it.",
    "Maybe that's why I never look at those pictures.",
    "I don't have an ending for that one.",
    "It's easier to be annoyed than sad, I've noticed that much.",
    "I went and made coffee the last time I thought about it.",
    "Not everything has to be gone into today.",
];

const DEFENSIVE: &[&str] = &[
    "I don't see why that matters, but fine.",
    "You make it sound like somebody did something wrong.",
    "I handled it, for the record.",
    "I'm not here to run anybody down.",
    "Every family has that, as far as I know.",
    "I didn't come here to be told it's my fault.",
    "I'd do it the same way again, by the way.",
    "Look, I'm answering, but I don't see the point yet.",
];

const EVASIVE: &[&str] = &[
    "It's complicated, and I'd rather not go into all of it.",
    "There's not much to say about that, really.",
    "I don't think about it.",
    "We can come back to that some other time.",
    "It was fine, mostly.",
    "I honestly couldn't tell you more than that.",
    "I'd sooner stay with the thing I came for.",
    "It's all a long time ago now.",
];

const EMOTIONAL: &[&str] = &[
    "Sorry, give me a second, it gets me every time.",
    "I could scream when I think about it, I really could.",
    "God, I'm tearing up, and it's only Tuesday.",
    "I laugh about it and then I'm furious, in the same minute.",
    "It just hit me again, sorry.",
    "My hands are shaking a little, look at that.",
    "I loved that house so much it hurts to say so.",
    "I hate that it still gets to me.",
];

const TANGENTIAL: &[&str] = &[
    "That reminds me of something else, actually.",
    "I passed the old house last week and they've painted it yellow, of all colors.",
    "Sorry, I'm wandering, what was I saying.",
    "There was a whole business with the garage door around then, too, but that's another story.",
    "My neighbor has the same thing with her people, it's a whole saga.",
    "I saw a program about this once, with penguins.",
    "This has nothing to do with it, but the parking out there is impossible.",
    "I was going somewhere with this and it's gone.",
];

const OVERSHARING: &[&str] = &[
    "And that isn't even the worst of it.",
    "I tell this to everybody, I told the man at the tire shop.",
    "Stop me if this is too much.",
    "I know I'm going on, I do this.",
    "Let me back up, because it won't make sense otherwise.",
    "I haven't even gotten to the good part.",
    "I talk like other people knit, I know that.",
    "There's a whole other thing about the car, but I'll spare you.",
];

const MATURE: &[&str] = &[
    "I had my own part in that, I know.",
    "Looking back I could have picked up the phone too.",
    "I try to see it from the other side of the table.",
    "It isn't as simple as one person being at fault.",
    "I've had some time to think about my end of it.",
    "I did what I do, I went and organized something.",
];

/// Ways of beginning that promise a story; said only where one follows.
const PROMISING: &[&str] = &[
    "Sure, I can start there.",
    "I had to stop and count just now.",
    "You want the short version, I guess.",
    "Well, I'm not sure I can tell it in order.",
    "That's a long story, I'll try to keep it short.",
    "All right, here's how that went.",
    "I've told this so rarely that it comes out crooked.",
    "Some of this I only have from other people.",
    "You'd get a different version from everybody else at the table.",
    "I'd have to ask around for the details, but roughly it goes like this.",
    "I don't love talking about this, but fine.",
    "I said I wasn't going to get into that.",
    "You know, I'd forgotten half of it until you asked.",
    "Okay, this is the part I leave out when people ask.",
    "I'm surprised how clear that still is.",
    "I was going to skip that part.",
];

/// Ways of beginning that promise an answer.
const KNOWING: &[&str] = &["That one I can answer.", "I know that much, at least.", "That's a fair place to begin."];

/// Whether a saying keeps its word at this place.
fn fits(words: &str, place: Place) -> bool {
    match place {
        Place::Open(Answered::Story) | Place::Within | Place::Close => true,
        Place::Open(Answered::Plainly) => !PROMISING.contains(&words),
        Place::Open(Answered::Aside | Answered::No) => !PROMISING.contains(&words) && !KNOWING.contains(&words),
    }
}

/// Sayings that have not been used in this discussion.
pub(crate) fn saying(
    dice: &mut Dice,
    place: Place,
    phase: ArcPhase,
    traits: &[Trait],
    told: &str,
    now: &str,
) -> Option<&'static str> {
    let base: &[&[&str]] = match (place, phase) {
        (Place::Open(_), ArcPhase::Early) => &[OPEN_EARLY],
        (Place::Open(_), ArcPhase::Middle) => &[OPEN_MIDDLE],
        (Place::Open(_), ArcPhase::Deep) => &[OPEN_DEEP, OPEN_MIDDLE],
        (Place::Within, _) => &[WITHIN],
        (Place::Close, ArcPhase::Early) => &[CLOSE_EARLY],
        (Place::Close, ArcPhase::Middle) => &[CLOSE_MIDDLE],
        (Place::Close, ArcPhase::Deep) => &[CLOSE_DEEP, CLOSE_MIDDLE],
    };
    let own = traits.iter().filter_map(|own| {
        Some(match (own, place) {
            (Trait::Defensive, Place::Open(_) | Place::Close) => DEFENSIVE,
            (Trait::Evasive, Place::Close) => EVASIVE,
            (Trait::Emotional, Place::Within | Place::Close) => EMOTIONAL,
            (Trait::Tangential, Place::Within | Place::Close) => TANGENTIAL,
            (Trait::Oversharing, Place::Within | Place::Close) => OVERSHARING,
            (Trait::Mature | Trait::HighFunctioning, Place::Within | Place::Close) => MATURE,
            _ => return None,
        })
    });
    let own: Vec<&[&str]> = own.collect();
    let fresh = |lists: &[&[&'static str]]| -> Vec<&'static str> {
        lists
            .iter()
            .flat_map(|list| list.iter().copied())
            .filter(|saying| fits(saying, place) && !told.contains(saying) && !now.contains(saying))
            .collect()
    };
    let own_left = fresh(&own);
    if !own_left.is_empty() && dice.chance(45) {
        return dice.one(&own_left).copied();
    }
    let left = fresh(base);
    dice.one(&left).copied()
}
