//! The lines of an F1 table: what is counted, what each is called, and which lines are sums of others.

use crate::family::{EventKind, Variable};
use crate::vocabulary;

vocabulary! {
    /// A line of an F1 table, in the order in which a table shows them.
    Line ("line of the F1 table") {
        /// People, events and pair bonds pooled.
        Aggregate = "aggregate",
        /// People.
        People = "people",
        /// Events of every kind.
        Events = "events",
        /// Events but shifts.
        Structural = "structural",
        /// Events in which two became a pair.
        Bonded = "bonded",
        /// Marriages.
        Married = "married",
        /// Births.
        Birth = "birth",
        /// Adoptions.
        Adopted = "adopted",
        /// Moves to another place.
        Moved = "moved",
        /// Separations.
        Separated = "separated",
        /// Divorces.
        Divorced = "divorced",
        /// Deaths.
        Death = "death",
        /// Shifts in SARF variables.
        Shift = "shift",
        /// Pair bonds.
        PairBonds = "pair_bonds",
        /// Links of a child to its parents; in no sum.
        ChildOf = "child_of",
        /// People of whom the symptom is coded at all.
        SymptomDetection = "symptom_detection",
        /// People of whom anxiety is coded at all.
        AnxietyDetection = "anxiety_detection",
        /// People of whom a relationship move is coded at all.
        RelationshipDetection = "relationship_detection",
        /// People of whom functioning is coded at all.
        FunctioningDetection = "functioning_detection",
        /// Words coded for symptom, of people for whom both sides code it.
        SymptomValue = "symptom_value",
        /// Words coded for anxiety, of people for whom both sides code it.
        AnxietyValue = "anxiety_value",
        /// Relationship kinds coded, of people for whom both sides code one.
        RelationshipValue = "relationship_value",
        /// Words coded for functioning, of people for whom both sides code it.
        FunctioningValue = "functioning_value",
        /// Targets and triangles of relationship moves, of people for whom both sides code one.
        RelationshipPeople = "relationship_people",
    }
}

impl Line {
    /// How many lines there are.
    pub const COUNT: usize = Line::ALL.len();

    /// The lines that count items: those that follow count people, over all of a person's shifts.
    pub const ITEMS: &[Line] = Line::ALL.split_at(Line::ChildOf as usize + 1).0;

    /// The line of an event kind.
    pub const fn of_kind(kind: EventKind) -> Line {
        match kind {
            EventKind::Bonded => Line::Bonded,
            EventKind::Married => Line::Married,
            EventKind::Birth => Line::Birth,
            EventKind::Adopted => Line::Adopted,
            EventKind::Moved => Line::Moved,
            EventKind::Separated => Line::Separated,
            EventKind::Divorced => Line::Divorced,
            EventKind::Shift => Line::Shift,
            EventKind::Death => Line::Death,
        }
    }

    /// The line that says of whom a variable was found.
    pub const fn detection(variable: Variable) -> Line {
        match variable {
            Variable::Symptom => Line::SymptomDetection,
            Variable::Anxiety => Line::AnxietyDetection,
            Variable::Relationship => Line::RelationshipDetection,
            Variable::Functioning => Line::FunctioningDetection,
        }
    }

    /// The line that says which words were coded for a variable.
    pub const fn value(variable: Variable) -> Line {
        match variable {
            Variable::Symptom => Line::SymptomValue,
            Variable::Anxiety => Line::AnxietyValue,
            Variable::Relationship => Line::RelationshipValue,
            Variable::Functioning => Line::FunctioningValue,
        }
    }

    /// The lines that an item of this line counts into too.
    pub const fn sums(self) -> &'static [Line] {
        match self {
            Line::People | Line::PairBonds | Line::Events => &[Line::Aggregate],
            Line::Structural | Line::Shift => &[Line::Events, Line::Aggregate],
            Line::Bonded
            | Line::Married
            | Line::Birth
            | Line::Adopted
            | Line::Moved
            | Line::Separated
            | Line::Divorced
            | Line::Death => &[Line::Structural, Line::Events, Line::Aggregate],
            _ => &[],
        }
    }

    /// How deep a table indents the line: 0 to 2.
    pub const fn depth(self) -> usize {
        match self.sums() {
            [Line::Structural, ..] => 2,
            [Line::Events, ..] => 1,
            _ => 0,
        }
    }

    /// What the items of the line are called, in the plural: it stands in the first column and in "no ... coded".
    pub const fn items(self) -> &'static str {
        match self {
            Line::Aggregate => "people, events and pair bonds",
            Line::People => "people",
            Line::Events => "events",
            Line::Structural => "structural events",
            Line::Bonded => "bondings",
            Line::Married => "marriages",
            Line::Birth => "births",
            Line::Adopted => "adoptions",
            Line::Moved => "moves",
            Line::Separated => "separations",
            Line::Divorced => "divorces",
            Line::Death => "deaths",
            Line::Shift => "shifts",
            Line::PairBonds => "pair bonds",
            Line::ChildOf => "parent-child links",
            Line::SymptomDetection => "people with a symptom",
            Line::AnxietyDetection => "people with anxiety",
            Line::RelationshipDetection => "people with a relationship move",
            Line::FunctioningDetection => "people with functioning",
            Line::SymptomValue => "symptom values",
            Line::AnxietyValue => "anxiety values",
            Line::RelationshipValue => "relationship kinds",
            Line::FunctioningValue => "functioning values",
            Line::RelationshipPeople => "targets and triangles",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_an_event_and_every_event_is_in_the_aggregate() {
        for kind in EventKind::ALL {
            let line = Line::of_kind(*kind);
            assert_eq!(line.as_str(), kind.as_str());
            assert!(line.sums().contains(&Line::Events) && line.sums().contains(&Line::Aggregate), "{line}");
            assert_eq!(line.sums().contains(&Line::Structural), kind.is_structural(), "{line}");
        }
        assert!(Line::ChildOf.sums().is_empty());
        assert_eq!((Line::ITEMS.first(), Line::ITEMS.last()), (Some(&Line::Aggregate), Some(&Line::ChildOf)));
        assert_eq!(
            Line::COUNT - Line::ITEMS.len(),
            2 * Variable::ALL.len() + 1,
            "detection, values, and whom moves aim at"
        );
    }
}
