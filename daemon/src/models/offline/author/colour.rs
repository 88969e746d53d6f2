//! What people did for a living and what one remembers of them: the sentences of the background that hold no codable
//! fact, so that a client may say them without giving anything away.

use sarf_shared::family::Gender;

use super::super::dice::Dice;

const TRADES: &[&str] = &[
    "drove a school bus",
    "ran a dry cleaner's on the corner",
    "taught fourth grade",
    "kept the books for a lumber yard",
    "worked nights at the cannery",
    "fixed televisions in the basement",
    "sold insurance door to door",
    "sewed curtains for half the town",
    "cut hair in the front room",
    "worked the line at the tire plant",
    "was a nurse on the children's ward",
    "delivered the mail",
    "laid tile",
    "cooked at the high school",
    "painted houses",
    "managed a hardware store",
    "drove a long-haul truck",
    "worked at the county clerk's office",
    "repaired boat engines",
    "was a bank teller",
    "did the flowers for the church",
    "worked for the railroad",
    "ran a small bakery",
    "translated for the court",
    "grew tomatoes for the market",
    "was a pharmacist",
    "cleaned offices downtown",
    "played the organ on Sundays",
];

const WAYS: &[&str] = &[
    "hummed while doing the dishes",
    "never raised a voice in that house",
    "kept every receipt in a shoebox",
    "always had the radio on",
    "could not sit through a meal without getting up",
    "smelled of coffee and machine oil",
    "wrote everything down in a little green notebook",
    "had a laugh you could hear across the street",
    "kept peppermints in every coat",
    "saved string and paper bags",
    "would rather fix a fence than talk",
    "let the dog sleep on the good sofa",
    "read the obituaries out loud at breakfast",
    "never left a table without wiping it",
    "told the same three stories every Christmas",
    "drove with both hands on the wheel and never over fifty",
    "had an opinion on everybody's garden",
    "kept the porch light on all night",
    "slept in the recliner more than in the bed",
    "walked two miles every morning in any weather",
    "cheated at cards and denied it",
    "played the same record over and over",
    "kept a drawer full of birthday cards, already signed",
    "polished shoes on Saturday nights",
];

const CHILD_WAYS: &[&str] = &[
    "collects bottle caps",
    "wants to be a vet",
    "sleeps with the light on",
    "asks questions nobody can answer",
    "eats nothing but noodles",
    "knows every bus line in the city by heart",
    "draws on everything",
    "has the loudest laugh in the house",
];

/// A bag of sayings from which each is taken once.
pub(crate) struct Colours {
    trades: Vec<&'static str>,
    ways: Vec<&'static str>,
    child_ways: Vec<&'static str>,
}

impl Colours {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let mut colours = Colours { trades: TRADES.to_vec(), ways: WAYS.to_vec(), child_ways: CHILD_WAYS.to_vec() };
        dice.shuffle(&mut colours.trades);
        dice.shuffle(&mut colours.ways);
        dice.shuffle(&mut colours.child_ways);
        colours
    }

    /// What somebody worked at.
    pub(crate) fn trade(&mut self) -> Option<&'static str> {
        self.trades.pop()
    }

    /// What one remembers of somebody.
    pub(crate) fn way(&mut self) -> Option<&'static str> {
        self.ways.pop()
    }

    /// What a child is like.
    pub(crate) fn child(&mut self, gender: Gender) -> Option<&'static str> {
        if gender == Gender::Miscarriage { None } else { self.child_ways.pop() }
    }
}
