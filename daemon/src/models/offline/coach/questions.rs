//! The questions of the protocol (FACTS section 5): what is asked, in several wordings each. `{x}` is the relative the
//! question is about, by name once it is known.

use sarf_shared::dialogue::IntakeCategory as C;

use super::listen::Cue;

/// Something to be asked once.
pub(crate) struct Goal {
    /// Its category, where it has one.
    pub(crate) category: Option<C>,
    /// Wordings when nothing about it has been said.
    pub(crate) fresh: &'static [&'static str],
    /// Wordings when the relative has been mentioned.
    pub(crate) known: &'static [&'static str],
    /// Wordings when the names and facts it would ask for first have been told; empty: `known` will do.
    pub(crate) told: &'static [&'static str],
    /// Wordings when the relative it is about has died.
    pub(crate) gone: &'static [&'static str],
}

/// The first questions: the story the client came with.
pub(crate) const STORY: &[Goal] = &[
    Goal {
        category: Some(C::PresentingProblem),
        fresh: &[
            "When did it start, as near as you can place it?",
            "When did you first notice it?",
            "Can you take me back to the first time, when did it begin?",
            "I'd like to get the beginning right: when did that start?",
        ],
        known: &[],
        told: &[
            "What was the day like when it started?",
            "Take me to the first time, the day it started: where were you, and who was around?",
            "How did it begin, that first time, and who was the first to hear of it?",
            "Who was with you when it started, and what did they do?",
        ],
        gone: &[],
    },
    Goal {
        category: Some(C::EventSymptomConnections),
        fresh: &[
            "What else was going on in the family around that time?",
            "What was happening in the family around then, even if it seems unrelated?",
            "Around that time, had anything changed for anybody in the family?",
            "What had happened before that, in the months leading up to it?",
        ],
        known: &[],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::Spouse),
        fresh: &[
            "Who is at home with you, a husband or wife, a partner?",
            "Who do you live with, is there a partner in the picture?",
            "Is there a partner, and what have they made of it?",
        ],
        known: &[
            "How has it been between you and {x} since?",
            "What does {x} do when you're at your worst with it?",
            "How did you and your partner meet, and how are you and {x} with each other these days?",
        ],
        told: &[],
        gone: &[],
    },
];

/// Questions a category is opened with.
pub(crate) const COLLECT: &[Goal] = &[
    Goal {
        category: Some(C::Mother),
        fresh: &[
            "What is your mother like, and how are you and she with each other?",
            "How would you describe your mother, and what is her name?",
            "Where is your mother in all this?",
        ],
        known: &[
            "What is your mother's name, and what has she been through herself?",
            "How have you and your mother got along over the years?",
            "What kind of stretch has your mother had herself, when was she at her worst and her best?",
        ],
        told: &[
            "What has your mother been through herself, when was she at her worst and her best?",
            "How have you and your mother got along over the years?",
            "Who does your mother turn to when things go wrong?",
        ],
        gone: &[
            "What was your mother like, and how did you and she get along?",
            "What had your mother been through herself, when was she at her worst and her best?",
            "Who did your mother turn to when things went wrong?",
        ],
    },
    Goal {
        category: Some(C::Father),
        fresh: &[
            "And your father, what is he like and what is his name?",
            "How would you describe your father?",
            "Where was your father in all of this?",
        ],
        known: &[
            "What is your father's name, and how did he manage when things got hard?",
            "How have you and your father got along over the years?",
            "What has life asked of your father, and how has he held up?",
        ],
        told: &[
            "How did your father manage when things got hard?",
            "How have you and your father got along over the years?",
            "What has life asked of your father?",
        ],
        gone: &[
            "What was your father like, and how did you and he get along?",
            "How did your father manage when things got hard?",
            "What did life ask of your father while he was there?",
        ],
    },
    Goal {
        category: Some(C::ParentsStatus),
        fresh: &[
            "When did your parents get together, and are they still married?",
            "How did your parents meet and marry, and did it last?",
            "What has their marriage been like, your parents', are they still together?",
        ],
        known: &[],
        told: &[
            "What was the marriage of your parents like from where you sat?",
            "How did your parents deal with trouble between them?",
        ],
        gone: &[],
    },
    Goal {
        category: Some(C::Siblings),
        fresh: &[
            "Do you have brothers or sisters, and where do you come in the line?",
            "Are there any brothers and sisters, and what are their ages?",
            "Who did you grow up with, were there brothers or sisters?",
        ],
        known: &[
            "How many brothers and sisters are there in all, and how old is everybody?",
            "Is {x} the only one, or are there more brothers and sisters, older or younger?",
            "Among the brothers and sisters, who was close to whom?",
        ],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::Children),
        fresh: &[
            "Do you have children, and when were they born?",
            "Are there children, and how are they doing?",
            "Are there any kids in the picture, what are their names?",
        ],
        known: &[
            "How old are your children now, and how are they doing with all this?",
            "What are your kids' names and ages?",
            "How is {x} doing, and are there other children?",
        ],
        told: &[
            "How are your children taking it, and which of them do you worry about?",
            "How are your kids with each other, and with you?",
        ],
        gone: &[],
    },
    Goal {
        category: Some(C::MaternalGrandparents),
        fresh: &[
            "What do you know about your mother's parents, their names, are they still living?",
            "Who were your mother's parents, and what became of them?",
            "Can we go a generation back: who were your mother's mother and your mother's father?",
        ],
        known: &[
            "What became of your mother's parents, and what were their names?",
            "How did your mother's parents get along, and when did they die?",
        ],
        told: &[
            "What was it like in the house of your mother's parents?",
            "How did your mother get along with your mother's parents?",
        ],
        gone: &[],
    },
    Goal {
        category: Some(C::PaternalGrandparents),
        fresh: &[
            "And your father's parents, who were they and are they still living?",
            "Who were the people on your father's side, his mother and father?",
            "What do you know about your father's parents, and what became of them?",
        ],
        known: &[
            "What became of your father's parents, and what were their names?",
            "And what were your father's parents like with each other?",
        ],
        told: &[
            "What was it like in the house of your father's parents?",
            "How did your father get along with your father's parents?",
        ],
        gone: &[],
    },
    Goal {
        category: Some(C::AuntsUncles),
        fresh: &[
            "Did your parents have brothers or sisters, any aunts and uncles you know?",
            "Are there aunts or uncles on either side, and who still talks to whom?",
            "Who are your aunts and uncles, and how do they get along with your parents?",
        ],
        known: &[
            "What part has {x} played in the family, and are there other aunts or uncles?",
            "What about your aunts and uncles, who is in touch with whom?",
        ],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::NodalEvents),
        fresh: &[
            "Which deaths or moves shook the family, as you look back?",
            "Who has died or moved away in your lifetime that mattered to the whole family?",
            "What were the big events in the family while you grew up, deaths, moves, weddings?",
        ],
        known: &[],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::FamilyFunctioning),
        fresh: &[
            "Who in the family could not cope for a while, and who managed everything meanwhile?",
            "When things got hard, who held up and who did not?",
            "Day to day, who manages and who gets looked after in the family?",
        ],
        known: &[],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::RelationshipPatterns),
        fresh: &[
            "Who is close to whom in the family, and who tends to be left out?",
            "Who fights with whom in the family, and who keeps out of it?",
            "When there is a conflict, who ends up in the middle and who keeps a distance?",
        ],
        known: &[],
        told: &[],
        gone: &[],
    },
    Goal {
        category: Some(C::SymptomTimeline),
        fresh: &[
            "Since it began, when has it been better or worse?",
            "Has anybody else in the family had trouble with health or with nerves, and when?",
            "Before that, had you ever been ill or anxious in that way, and when?",
        ],
        known: &[],
        told: &[],
        gone: &[],
    },
];

/// Questions that go on with what was just said.
pub(crate) fn follow(cue: Cue) -> &'static [&'static str] {
    match cue {
        Cue::Death => &[
            "What changed between the rest of the family after that death?",
            "How did each of you react in the months after the funeral?",
            "Who took it hardest when that death came, and who kept things going?",
        ],
        Cue::Cutoff => &[
            "What led up to the silence, and who else has taken a side?",
            "Who carries the news back and forth now that they don't speak to each other?",
            "What was it about, in the end, and has anybody tried to get in touch?",
        ],
        Cue::Fight => &[
            "When a fight like that starts, who else gets pulled in?",
            "What happens the day after one of those fights?",
            "How does an argument like that usually end, and who gives in?",
        ],
        Cue::Parting => &[
            "What was going on between them before the split?",
            "Where did everybody live after the split, and how did they manage?",
            "How did the others take it when the two of them split?",
        ],
        Cue::Sickness => &[
            "Who in the family worries most when somebody is unwell?",
            "What did the others do when that started?",
            "How did people react to the illness, who came closer and who stayed away?",
        ],
        Cue::Worry => &[
            "When you worry like that, who do you turn to?",
            "Who else in the family carries that worry?",
            "What do the people around you do when you're that tense?",
        ],
        Cue::Closeness => &[
            "And the one who is on the outside of that, how do they respond?",
            "What happens between the two of them when the third comes into the room?",
            "How long has it been arranged that way among the three of them?",
        ],
        Cue::Helping => &[
            "What would happen if the one who does so much stopped doing it?",
            "How did it come about that one does so much and the other so little?",
            "When did that arrangement begin, with one of you carrying the other?",
        ],
        Cue::Falling => &[
            "Who stepped in while that was going on?",
            "What got things moving again, if they did?",
            "How did the rest of the family manage in that stretch?",
        ],
        Cue::Move => &[
            "What was the move like for those who stayed behind?",
            "Who was in favor of the move and who was against it?",
            "What happened between people after the move?",
        ],
        Cue::Newborn => &[
            "What changed between people when the baby arrived?",
            "How did the household manage in that first year with a baby?",
        ],
        Cue::Loss => &["What did each of you do with that loss?", "Who knew about the loss, and who was never told?"],
    }
}

/// Questions for when everything has been asked once.
pub(crate) const MORE: &[&str] = &[
    "Who else belongs to the family that we haven't named yet?",
    "Which year in the family would you call the hardest, and what happened in it?",
    "If {x} were sitting here, what would they add?",
    "When you think about the next few months, who are you most worried about?",
    "What have you tried with your family that went differently from how it usually goes?",
    "Who in the family has taken a stand and stayed in touch all the same?",
    "When was everybody last in one room, and who sat with whom?",
    "How did {x} manage in the worst of it?",
    "Who do people in the family lean on when something goes wrong?",
    "What happened in the family the year before you were born?",
    "Who has pulled away over the years, and from whom?",
    "What is {x} doing these days?",
];
