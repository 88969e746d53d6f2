//! Items in running text, the actor first: "Michael → distance → Client, about 2024-04". Pure.
//!
//! For sentences that speak of an item, such as why it is not matched; `sentence` writes items as rows of a list. Who is
//! called how is the caller's to say.

use super::{DateCertainty, Event, EventKind, ItemId, PairBond, Variable};

/// An event: who, what, whom, when.
pub fn event(event: &Event, name: impl Fn(ItemId) -> String) -> String {
    let what = what(event, name);
    match date(event) {
        Some(date) => format!("{what}, {date}"),
        None => what,
    }
}

/// An event without its date.
pub fn what(event: &Event, name: impl Fn(ItemId) -> String) -> String {
    let who = |id: Option<ItemId>| id.map_or_else(|| "somebody".to_owned(), &name);
    let list = |ids: &[ItemId]| ids.iter().map(|id| name(*id)).collect::<Vec<_>>().join(" and ");
    match event.kind {
        EventKind::Shift => shift(event, &who(event.person), &list),
        kind if kind.is_offspring() => {
            let parents: Vec<String> = [event.person, event.spouse].into_iter().flatten().map(&name).collect();
            match parents.as_slice() {
                [] => format!("{} → {kind}", who(event.child)),
                parents => format!("{} → {kind}, child of {}", who(event.child), parents.join(" and ")),
            }
        }
        kind => match event.spouse {
            Some(spouse) => format!("{} → {kind} → {}", who(event.person), name(spouse)),
            None => format!("{} → {kind}", who(event.person)),
        },
    }
}

fn shift(event: &Event, actor: &str, list: &impl Fn(&[ItemId]) -> String) -> String {
    let mut said: Vec<String> = Vec::new();
    for (variable, value) in [
        (Variable::Symptom, event.symptom),
        (Variable::Anxiety, event.anxiety),
        (Variable::Functioning, event.functioning),
    ] {
        said.extend(value.map(|value| format!("{variable} {value}")));
    }
    if let Some(kind) = event.relationship {
        let mut words = kind.to_string();
        if !event.relationship_targets.is_empty() {
            words = format!("{words} → {}", list(&event.relationship_targets));
        }
        if !event.relationship_triangles.is_empty() {
            words = format!("{words} (with {})", list(&event.relationship_triangles));
        }
        said.push(words);
    }
    if said.is_empty() {
        said.push("shift".to_owned());
    }
    format!("{actor} → {}", said.join(", "))
}

/// When: "2024-04-02", "2024" where only the year is certain, "about 2024-04"; `None` where no date is known.
pub fn date(event: &Event) -> Option<String> {
    let text = event.date_time.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
    // Coders write a year as its 1 January and a month as its first day (coding rule 8).
    let year = text.strip_suffix("-01-01");
    match event.date_certainty {
        Some(DateCertainty::Certain) => Some(year.unwrap_or(text).to_owned()),
        Some(DateCertainty::Unknown) => None,
        Some(DateCertainty::Approximate) | None => {
            let month = text.strip_suffix("-01").filter(|rest| rest.len() == "2024-04".len());
            Some(format!("about {}", year.or(month).unwrap_or(text)))
        }
    }
}

/// A pair bond: "Ann and Bob, married".
pub fn pair_bond(bond: &PairBond, name: impl Fn(ItemId) -> String) -> String {
    let who = |id: Option<ItemId>| id.map_or_else(|| "somebody".to_owned(), &name);
    let married = match bond.married {
        Some(true) => ", married",
        Some(false) => ", never married",
        None => "",
    };
    format!("{} and {}{married}", who(bond.person_a), who(bond.person_b))
}

/// A child-of link: "Tim, child of Ann and Bob".
pub fn child_of(child: ItemId, parents: &PairBond, name: impl Fn(ItemId) -> String) -> String {
    let who = |id: Option<ItemId>| id.map_or_else(|| "somebody".to_owned(), &name);
    format!("{}, child of {} and {}", name(child), who(parents.person_a), who(parents.person_b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::{RelationshipKind, VariableShift};

    fn name(id: ItemId) -> String {
        match id.0 {
            1 => "Client",
            -1 => "Michael",
            -2 => "Mom",
            _ => "Dad",
        }
        .to_owned()
    }

    #[test]
    fn a_shift_says_who_does_what_to_whom_and_when() {
        let mut shift = Event::new(ItemId(-9), EventKind::Shift);
        shift.person = Some(ItemId(-1));
        shift.relationship = Some(RelationshipKind::Distance);
        shift.relationship_targets = vec![ItemId::SUBJECT];
        shift.date_time = Some("2024-04-01".to_owned());
        shift.date_certainty = Some(DateCertainty::Approximate);
        assert_eq!(event(&shift, name), "Michael → distance → Client, about 2024-04");
        shift.relationship_triangles = vec![ItemId(-2)];
        shift.anxiety = Some(VariableShift::Up);
        shift.date_certainty = Some(DateCertainty::Unknown);
        assert_eq!(event(&shift, name), "Michael → anxiety up, distance → Client (with Mom)");
    }

    #[test]
    fn structural_events_name_the_one_they_happen_to_first() {
        let mut birth = Event::new(ItemId(-9), EventKind::Birth);
        birth.child = Some(ItemId(-1));
        birth.person = Some(ItemId(-2));
        birth.spouse = Some(ItemId(-3));
        birth.date_time = Some("1985-01-01".to_owned());
        assert_eq!(event(&birth, name), "Michael → birth, child of Mom and Dad, 1985");
        let mut married = Event { kind: EventKind::Married, child: None, ..birth };
        assert_eq!(what(&married, name), "Mom → married → Dad");
        married.person = None;
        assert_eq!(what(&married, name), "somebody → married → Dad");
    }
}
