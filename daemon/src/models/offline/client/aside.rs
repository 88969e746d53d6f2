//! What a client adds to a fact it has just told: a scene, a detail, how it was taken. Each belongs to one sort of fact, so
//! that it follows from what was said; none holds a date, a name or a fact of its own. `{she}`, `{her}` and `{him}` stand
//! for the person the fact is about.

use chrono::Datelike;
use sarf_shared::discussion::{FactEvent, FactShift, Shifted};
use sarf_shared::family::{EventKind, Gender, RelationshipKind as R, VariableShift as V};

use super::speech::{Case, Speech, capital, pronoun};

const DEATH_BEFORE: &[&str] = &[
    "I never met {him}, I only know the photograph.",
    "That was before my time, so I have it secondhand.",
    "I wasn't born yet, but I grew up with the story.",
    "I never knew {him}, and people didn't say much.",
    "All I have of {him} is a watch and a few sentences.",
];
const DEATH_CHILD: &[&str] = &[
    "I was sent to the neighbors for the day, and I had pancakes there.",
    "They thought I was too little for the funeral.",
    "I remember the shoes they made me wear to the church.",
    "I counted the cars outside instead of going in.",
    "Nobody explained it, one day there was just a coat missing from the hall.",
];
const DEATH: &[&str] = &[
    "The kitchen was full of casseroles and nobody ate.",
    "I did the phone calls, somebody had to.",
    "We went back to work the week after, all of us.",
    "I still have {her} sweater in a bag.",
    "There was an argument about the music for the service, of all things.",
    "I kept thinking I should have driven up the weekend before.",
    "At the lunch afterward everybody talked about the food.",
    "I didn't cry at the church, I cried in the parking lot of a hardware store.",
    "For a while I kept {her} number in my phone.",
    "It was quiet in that house afterward in a way I can't describe.",
    "People said {she} looked peaceful, and I thought, no, {she} looks gone.",
];
const WED_OLD: &[&str] = &[
    "There's one picture of it, everybody squinting into the sun.",
    "It was a small thing, a lunch and a borrowed car.",
    "The families weren't exactly in love with the idea.",
    "I've only heard the story about the cake that fell.",
    "They never told it the same way twice.",
];
const WED_OWN: &[&str] = &[
    "It rained, and we had it in a tent.",
    "I was so nervous I forgot the middle of my own sentence.",
    "It was the happiest I'd seen both families in one room.",
    "We had about forty people and a terrible band.",
    "My shoes hurt and I didn't care.",
];
const WED_AGAIN: &[&str] = &[
    "I wore a suit that didn't fit and smiled for the pictures.",
    "Nobody asked us kids what we thought about it.",
    "I sat at the far end of the table.",
    "It was all very quick, and everybody was very polite.",
];
const WED_OTHER: &[&str] = &[
    "I sat at the far end of the table, next to somebody's aunt.",
    "I had to make a speech and I read it off a napkin.",
    "My shoes hurt and I smiled for the pictures.",
    "It rained, and everybody said that was lucky.",
];
const PAIRED: &[&str] = &[
    "It started with a ride home, nothing romantic.",
    "It was easy in the beginning, it really was.",
    "We never saw the need to make it official.",
];
const PART_PARENTS: &[&str] = &[
    "They told us in the living room, with the television still on.",
    "I had a bag packed at the door every other Friday.",
    "Somebody carried the big chair out and it left four dents in the carpet.",
    "I took messages from one kitchen to the other.",
    "I was almost relieved, and I felt terrible about that.",
    "At school I said they were just busy.",
    "There was a list of who got what, down to the waffle iron.",
];
const PART_OWN: &[&str] = &[
    "We divided the books on a Sunday afternoon, very civilized.",
    "I slept on a friend's sofa with my feet on a box.",
    "The quiet was what I noticed, the first evening.",
    "I told people it was mutual, and it was and it wasn't.",
    "I still catch myself buying the wrong brand of coffee.",
];
const PART_OTHER: &[&str] = &[
    "Everybody saw it coming but the two of them.",
    "At Christmas there was one chair too many.",
    "I heard about it over the phone, like the weather.",
];
const AGE: &[&str] = &[
    "You wouldn't think it to look at {him}.",
    "{She} hates it when I bring that up.",
    "I always have to count on my fingers.",
    "I forget the birthday every other year.",
];
const CHILD: &[&str] = &[
    "{She}'s the funny one.",
    "We drove there at ten miles an hour, with the hazard lights on.",
    "I walked the hall with {him} for most of a year.",
    "{She} came out looking cross and {she}'s kept it up.",
    "The whole family was in the corridor with balloons.",
    "{She} has my chin, poor thing.",
];
const LOSS: &[&str] = &[
    "We'd already told people, so then we had to untell them.",
    "There was a crib in a box, and it stayed in the box.",
    "Nobody brings a casserole for that.",
    "I went back to work on the Monday.",
    "We never gave it a name, not out loud.",
];
const MOVE_OWN: &[&str] = &[
    "I had two suitcases and a lamp.",
    "I told myself it was for the job.",
    "I didn't know a soul there.",
    "They waved from the porch, and nobody said what they were thinking.",
    "I liked that nobody knew my people there.",
    "I cried at a gas station on the way and then I was fine.",
];
const MOVE_OTHER: &[&str] = &[
    "We helped load the truck and ate pizza on the floor.",
    "{She} calls on Sundays, mostly.",
    "{She} said it was for work, and I believe about half of that.",
    "The house felt lopsided afterward.",
    "We said we'd visit all the time, and you know how that goes.",
];
const MOVE_ALL: &[&str] = &[
    "I sat in the back with the cat on my lap.",
    "I had to change schools in the middle of the year.",
    "We ate off boxes for a month.",
    "{She} said it was for work, and I believe about half of that.",
    "I drew a map of the old street so I wouldn't forget it.",
    "My mattress went on the roof of the car.",
];
const MOVE_PAST: &[&str] = &[
    "We helped load the truck and ate pizza on the floor.",
    "{She} said it was for work, and I believe about half of that.",
    "The house felt lopsided afterward.",
    "We said we'd visit all the time, and you know how that goes.",
];
const MOVE_IN: &[&str] = &[
    "It was only going to be for a few weeks.",
    "The spare room was my office, so now I work at the kitchen table.",
    "{She} brought the good chair and a cat nobody had mentioned.",
    "I said yes before I'd thought about it, on the phone, standing up.",
    "There's a second toothbrush cup and everything has an opinion attached.",
];
const SICK_OWN: &[&str] = &[
    "I thought it was the coffee, so I gave up coffee.",
    "The doctor shrugged and gave me a leaflet.",
    "I didn't tell anybody at work.",
    "I lay there listening to the refrigerator.",
    "It comes and goes, mostly it comes.",
    "I looked it up on my phone, which was a mistake.",
    "I made a little chart of it, I'm that kind of person.",
    "I was ashamed of it, to be honest.",
];
const SICK_CHILD: &[&str] = &[
    "They took me to a man with cold hands, who said I'd grow out of it.",
    "I remember missing a lot of Mondays.",
    "I got ginger ale and the good blanket, so it had its points.",
    "The school nurse and I were on first-name terms.",
];
const SICK_OTHER: &[&str] = &[
    "We found out by accident, from a bill on the counter.",
    "{She} never said a word about it {self}.",
    "I sat in a waiting room with a fish tank for what felt like a week.",
    "The word wasn't used at home, they said tired.",
    "I remember a row of brown bottles by the sink.",
    "Everybody walked on tiptoe after that.",
    "I learned to cook that winter, mostly eggs.",
];
const WORRIED: &[&str] = &[
    "I know it makes no sense, and knowing that doesn't help.",
    "I'd get up and walk around the block with my phone in my hand.",
    "I caught myself counting stairs.",
    "I must have asked the same thing ten times a day.",
    "People told me to relax, which is a wonderful thing to be told.",
    "All day long I listened with one ear for the door.",
];
const DOWN: &[&str] = &[
    "The laundry sat in the machine until it smelled.",
    "There were envelopes behind the toaster.",
    "Somebody from the office called to ask, twice.",
    "You could come in and nothing in the room had moved since the morning.",
    "Dinner was cereal, and we thought that was great.",
    "I remember the blinds being down in the daytime.",
];
const UP: &[&str] = &[
    "It surprised everybody, me included.",
    "There was suddenly a calendar on the wall.",
    "I think about that more than about the bad part, lately.",
    "It wasn't dramatic, it was one small thing after another.",
    "Nobody threw a party for it, but you could breathe.",
];
const FIGHT: &[&str] = &[
    "It always began with something small, a dish or a door.",
    "You could hear it from the driveway.",
    "Neither of them can leave the last word alone.",
    "The next morning it was as if nothing had been said.",
    "I can tell you every line of it, it never changes.",
    "There was a plate involved, once.",
];
const FIGHT_OWN: &[&str] = &[
    "It always begins with something small, a dish or a door.",
    "I can hear myself getting louder and I can't stop.",
    "The next morning we talk about the weather.",
    "I say things, and then I drive around for an hour.",
    "Neither of us can leave the last word alone.",
];
const FIGHT_THEN: &[&str] = &[
    "It always began with something small, a dish or a door.",
    "I could hear myself getting louder and I couldn't stop.",
    "There was a plate involved, once.",
    "Neither of us could leave the last word alone.",
    "By breakfast we were talking about the weather.",
    "I slammed a lot of doors in those days.",
];
const COOL_THEN: &[&str] = &[
    "Not in a mean way, more like a radio turned down.",
    "It was all please and thank you.",
    "You got an answer, but it was about the car.",
    "I noticed it first at dinner, all you could hear was forks.",
    "I could have asked, and I didn't.",
];
const COOL: &[&str] = &[
    "Not in a mean way, more like a radio turned down.",
    "You get an answer, but it's about the car.",
    "We're very polite with each other, you'd be impressed.",
    "I noticed it first at dinner, all you could hear was forks.",
    "I told myself it was work.",
    "I could have asked, and I didn't.",
];
const CUT: &[&str] = &[
    "There's still a Christmas card every year that nobody opens.",
    "Over a bill, some say, and others say it was a toast at a christening.",
    "At family things they're never in the same room.",
    "Nobody says the name at the table.",
    "People walk around it like a hole in the floor.",
    "I don't think anybody remembers how it began.",
];
const OVER: &[&str] = &[
    "It's easier to do it than to watch it not get done.",
    "There are lists on the refrigerator for it.",
    "Nobody ever asked for it, it just became the arrangement.",
    "There are three sets of keys on that ring.",
    "It looks like kindness, and some of it is.",
];
const UNDER: &[&str] = &[
    "It was comfortable, I suppose, until it wasn't.",
    "One day you can't find the fuse box in your own cellar.",
    "It happened a spoonful at a time.",
    "It's like having a driver, you forget the way.",
];
const FOCUS: &[&str] = &[
    "Every cough was a project.",
    "There was a folder for it, with tabs.",
    "The rest of us could have been on fire.",
    "You could see the shoulders go up whenever that came into the room.",
];
const STAND: &[&str] = &[
    "No shouting, nothing, just said it and passed the potatoes.",
    "I was impressed and a little jealous.",
    "There was a silence, and then somebody asked about dessert.",
    "It took the air out of the room for a minute.",
];
const NEAR: &[&str] = &[
    "I told myself it was to help.",
    "It was nice, I won't say it wasn't.",
    "Half an hour about nothing, mostly recipes.",
    "It got to be a habit, like brushing your teeth.",
];
const THREE: &[&str] = &[
    "Somebody always ends up on the edge of the picture.",
    "It's the three of us again and again, in different seats.",
    "You could feel the room divide up.",
    "Two on the sofa and one in the doorway, that's how I see it.",
    "Afterward nobody said anything, but everybody knew.",
    "It sounds petty when I say it.",
];
const STUCK: &[&str] = &[
    "They finished each other's shopping lists.",
    "It was hard to tell where one stopped.",
    "Even the phone calls were a kind of roll call.",
];

/// Days after which a fight or a distance is told as over.
const PAST: i64 = 1_100;

impl Speech<'_> {
    /// Adds something to an event just told, unless everything fitting was said before.
    pub(crate) fn aside_event(&mut self, event: &FactEvent, told: &str) -> bool {
        let about = event.child.as_ref().unwrap_or(&event.person);
        let own = self.is_own(&event.person) || event.spouse.as_ref().is_some_and(|spouse| self.is_own(spouse));
        let born =
            self.own().and_then(|own| self.person(own)).and_then(|own| own.birth).map_or(0, |birth| birth.year());
        let at = event.date.year() - born;
        let parents = ["mother", "father"];
        let is_parents = |key| self.person(key).is_some_and(|person| parents.contains(&person.relation.as_str()));
        let pair_of_parents = is_parents(&event.person) && event.spouse.as_ref().is_some_and(is_parents);
        let one_of_parents = is_parents(&event.person) || event.spouse.as_ref().is_some_and(is_parents);
        let lists: &[&str] = match event.kind {
            EventKind::Death if at <= 0 => DEATH_BEFORE,
            EventKind::Death if at < 14 => DEATH_CHILD,
            EventKind::Death => DEATH,
            EventKind::Married if own => WED_OWN,
            EventKind::Married if at > 0 && one_of_parents => WED_AGAIN,
            EventKind::Married if at > 0 => WED_OTHER,
            EventKind::Married => WED_OLD,
            EventKind::Bonded if own => PAIRED,
            EventKind::Divorced | EventKind::Separated if own => PART_OWN,
            EventKind::Divorced | EventKind::Separated if pair_of_parents => PART_PARENTS,
            EventKind::Divorced | EventKind::Separated => PART_OTHER,
            EventKind::Birth if self.person(about).is_some_and(|person| person.gender == Gender::Miscarriage) => {
                if own { LOSS } else { &[] }
            }
            EventKind::Birth | EventKind::Adopted if own => CHILD,
            EventKind::Birth
                if !self.is_own(about) && self.person(about).is_some_and(|person| person.death.is_none()) =>
            {
                AGE
            }
            EventKind::Moved if event.description.contains("in with") => MOVE_IN,
            EventKind::Moved if event.description.contains("with the family") => MOVE_ALL,
            EventKind::Moved if own => MOVE_OWN,
            EventKind::Moved if self.person(about).is_some_and(|person| person.death.is_some()) => MOVE_PAST,
            EventKind::Moved => MOVE_OTHER,
            _ => &[],
        };
        let gender = self.person(about).map_or(Gender::Unknown, |person| person.gender);
        self.add(lists, gender, told)
    }

    /// Adds something to a shift just told.
    pub(crate) fn aside_shift(&mut self, shift: &FactShift, told: &str) -> bool {
        let own = self.is_own(&shift.person);
        let born = self.own().and_then(|own| self.person(own)).and_then(|own| own.birth);
        let past = (self.persona.as_of - shift.date).num_days() > PAST;
        let young = born.is_some_and(|born| shift.date.year() - born.year() < 18);
        let lists: &[&str] = match &shift.shifted {
            Shifted::Symptom(V::Up) if own && young => SICK_CHILD,
            Shifted::Symptom(V::Up) if own => SICK_OWN,
            Shifted::Symptom(V::Up) => SICK_OTHER,
            Shifted::Anxiety(V::Up) if own => WORRIED,
            Shifted::Functioning(V::Down) => DOWN,
            Shifted::Functioning(V::Up) => UP,
            Shifted::Relationship { kind, targets, .. } => {
                let ours = own || targets.iter().any(|target| self.is_own(target));
                match kind {
                    R::Conflict if ours && past => FIGHT_THEN,
                    R::Conflict if ours => FIGHT_OWN,
                    R::Conflict => FIGHT,
                    R::Distance | R::Away if ours && past => COOL_THEN,
                    R::Distance | R::Away if ours => COOL,
                    R::Cutoff => CUT,
                    R::Overfunctioning => OVER,
                    R::Underfunctioning => UNDER,
                    R::Projection => FOCUS,
                    R::DefinedSelf => STAND,
                    R::Toward if own => NEAR,
                    R::Inside | R::Outside => THREE,
                    R::Fusion => STUCK,
                    _ => &[],
                }
            }
            _ => &[],
        };
        let gender = self.person(&shift.person).map_or(Gender::Unknown, |person| person.gender);
        self.add(lists, gender, told)
    }

    fn add(&mut self, lists: &[&str], gender: Gender, told: &str) -> bool {
        let now = self.text();
        // The same saying of a man and of a woman is still the same saying.
        let used = |words: &&&str| {
            [Gender::Female, Gender::Male, Gender::Unknown].iter().any(|gender| {
                let said = fill(words, *gender);
                told.contains(&said) || now.contains(&said)
            })
        };
        let left: Vec<&str> = lists.iter().filter(|words| !used(words)).copied().collect();
        let words = fill(self.dice.text(&left), gender);
        self.say(&words);
        !words.is_empty()
    }
}

/// A saying about a person of a gender.
fn fill(words: &str, gender: Gender) -> String {
    let she = pronoun(gender, Case::Subject);
    let own = match gender {
        Gender::Male => "himself",
        Gender::Female => "herself",
        _ => "themselves",
    };
    words
        .replace("{She}", &capital(she))
        .replace("{she}", she)
        .replace("{her}", pronoun(gender, Case::Possessive))
        .replace("{him}", pronoun(gender, Case::Object))
        .replace("{self}", own)
}
