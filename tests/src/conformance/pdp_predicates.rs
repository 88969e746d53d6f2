//! Where answers of the `pdp` room differ from the recorded ones on purpose: predicates over the input.
//!
//! Each says, from the input alone, that the recorded rule meets the listed defect there. What a predicate does not
//! cover is equal.

use std::collections::{BTreeSet, HashMap};

use sarf_shared::family::{Event, EventKind, Family, Gender, ItemId, PairBond, Person};
use sarf_shared::pdp::{CALLS, Deltas, Extraction, Pdp, Progress, Surroundings, apply, repair, repeated_event};
use sarf_shared::scoring::compat::names::{Name, THRESHOLD, similarity};
use serde_json::Value;

use super::deviations::Predicate;
use super::pdp::{family, read};

/// Every predicate of the room, by its name in `deviations.toml`.
pub const PREDICATES: &[Predicate] = &[
    ("half_null_bond", |op, input| half_null_bond(op, input).unwrap_or(false)),
    ("updates_a_pending_item", |op, input| updates_a_pending_item(op, input).unwrap_or(false)),
    ("renumbers_an_update_or_a_repeated_id", |op, input| renumbers(op, input).unwrap_or(false)),
    ("event_at_another_time_than_the_committed_one", |op, input| another_time(op, input).unwrap_or(false)),
    ("name_within_another_name", |op, input| name_within_another(op, input).unwrap_or(false)),
    ("parents_lose_their_bond", |op, input| parents_lose_bond(op, input).unwrap_or(false)),
    ("null_relationship_list", |_, input| null_list(input)),
    ("repeated_birth_with_null_certainty", |op, input| null_certainty(op, input).unwrap_or(false)),
    ("refers_to_zero_or_to_an_uncommitted_target", |op, input| dangling(op, input).unwrap_or(false)),
];

/// What can go wrong while reading an input; such an input is covered by nothing.
pub(super) type Read<T> = Result<T, serde_json::Error>;

/// One run of the extraction loop over recorded responses.
struct Loop {
    family: Option<Family>,
    pdp: Pdp,
    extraction: Extraction,
}

impl Loop {
    fn read(input: &Value) -> Read<Self> {
        let pdp = read(input.get("diagram").unwrap_or(&Value::Null), "pdp")?;
        let mut this =
            Loop { family: family(input)?, pdp, extraction: Extraction { as_recorded: true, ..Extraction::default() } };
        let responses: Vec<Deltas> = read(input, "responses")?;
        while let Progress::Ask { attempts } = this.progress() {
            let Some(reply) = responses.get(attempts.len()).or(responses.last()) else { break };
            this.extraction.replies.push(reply.clone());
        }
        Ok(this)
    }

    fn progress(&self) -> Progress {
        self.extraction.progress(self.family.as_ref(), &self.pdp)
    }

    fn accepted(&self) -> Option<Deltas> {
        match self.progress() {
            Progress::Accepted { deltas, .. } => Some(deltas),
            _ => None,
        }
    }

    fn around(&self) -> Surroundings<'_> {
        Surroundings { family: self.family.as_ref(), pdp: &self.pdp }
    }
}

/// Pool and deltas that an operation applies, if it comes to that.
fn applied(op: &str, input: &Value) -> Read<Option<(Pdp, Deltas)>> {
    Ok(match op {
        "extract_and_validate" => {
            let run = Loop::read(input)?;
            run.accepted().map(|deltas| (run.pdp, deltas))
        }
        "cleanup_pair_bonds" => Some((read(input, "pdp")?, Deltas::default())),
        _ => Some((read(input, "pdp")?, read(input, "deltas")?)),
    })
}

/// Every set of deltas an operation judges, with what surrounds it.
fn judged(op: &str, input: &Value) -> Read<(Option<Family>, Pdp, Vec<Deltas>)> {
    if op == "extract_and_validate" {
        let run = Loop::read(input)?;
        return Ok((run.family, run.pdp, run.extraction.replies));
    }
    Ok((family(input)?, read(input, "pdp")?, vec![read(input, "deltas")?]))
}

/// D3: a bond lacks an end when the pool is cleaned up.
fn half_null_bond(op: &str, input: &Value) -> Read<bool> {
    let Some((pdp, deltas)) = applied(op, input)? else { return Ok(false) };
    let staged = |id: ItemId| pdp.pair_bonds.iter().any(|bond| bond.id == id);
    let new = deltas.pair_bonds.iter().filter(|bond| !staged(bond.id));
    // Only what is pending is taken out by its id; a committed id is queued for deletion.
    let is_taken_out = |id: ItemId| id.is_pending() && deltas.delete.contains(&id);
    let lacking = |bond: &PairBond| bond.dyad().is_none() && !is_taken_out(bond.id);
    Ok(pdp.pair_bonds.iter().chain(new).any(lacking))
}

/// D9: a row would change a pending item of its kind.
fn updates_a_pending_item(op: &str, input: &Value) -> Read<bool> {
    let Some((pdp, deltas)) = applied(op, input)? else { return Ok(false) };
    let people = deltas.people.iter().any(|row| {
        pdp.people.iter().find(|known| known.id == row.id).is_some_and(|known| known.clone().take_set_fields(row))
    });
    let events = deltas.events.iter().any(|row| {
        pdp.events.iter().find(|known| known.id == row.id).is_some_and(|known| known.clone().take_set_fields(row))
    });
    let bonds = deltas.pair_bonds.iter().any(|row| {
        pdp.pair_bonds.iter().find(|known| known.id == row.id).is_some_and(|known| known.clone().take_set_fields(row))
    });
    Ok(people || events || bonds)
}

/// D10: ids are reassigned where a row updates a pending item of its kind, or where two rows of a kind share an id.
fn renumbers(op: &str, input: &Value) -> Read<bool> {
    let (pdp, deltas) = match op {
        "extract_and_validate" => {
            let run = Loop::read(input)?;
            let mut attempts = run.extraction.attempts(run.family.as_ref(), &run.pdp);
            match attempts.pop() {
                Some(last) if attempts.len() + 1 == CALLS && !last.errors.is_empty() => (run.pdp, last.deltas),
                _ => return Ok(false),
            }
        }
        _ => (read::<Pdp>(input, "pdp")?, read::<Deltas>(input, "deltas")?),
    };
    let kind = |rows: Vec<ItemId>, staged: Vec<ItemId>| {
        let mut seen = BTreeSet::new();
        rows.iter().any(|id| staged.contains(id) || (id.is_pending() && !seen.insert(*id)))
    };
    let people = kind(ids(&deltas.people, |row| row.id), ids(&pdp.people, |row| row.id));
    let events = kind(ids(&deltas.events, |row| row.id), ids(&pdp.events, |row| row.id));
    let bonds = kind(ids(&deltas.pair_bonds, |row| row.id), ids(&pdp.pair_bonds, |row| row.id));
    Ok(people || events || bonds)
}

fn ids<T>(rows: &[T], id: impl Fn(&T) -> ItemId) -> Vec<ItemId> {
    rows.iter().map(id).collect()
}

/// D11: an event has the kind and people of a committed one, but not its time (or, for a shift, not its variables).
fn another_time(op: &str, input: &Value) -> Read<bool> {
    let (Some(family), pdp, replies) = judged(op, input)? else { return Ok(false) };
    let undated = Family { events: Vec::new(), ..family.clone() };
    let around = Surroundings { family: Some(&undated), pdp: &pdp };
    Ok(replies.into_iter().any(|mut deltas| {
        if op != "validate_pdp_deltas" {
            repair::drop_committed(&around, &mut deltas);
        }
        deltas.events.iter().any(|event| {
            let people = people_of(event);
            let committed = people.iter().flatten().all(|id| id.0 >= 0);
            let like = |known: &Event| known.kind == event.kind && people_of(known) == people;
            people.is_some() && committed && family.events.iter().any(like) && repeated_event(&family, event).is_none()
        })
    }))
}

/// The people by whom the recorded rule knows an event, dates aside.
fn people_of(event: &Event) -> Option<Vec<ItemId>> {
    match event.kind {
        EventKind::Birth | EventKind::Adopted => Some(vec![event.child?]),
        EventKind::Shift | EventKind::Death => Some(vec![event.person?]),
        _ => {
            let (a, b) = (event.person?, event.spouse?);
            Some(vec![a.min(b), a.max(b)])
        }
    }
}

/// D12: a new person's name is part of a committed name, or the other way round, without being the one short form of
/// it: the longer name does not begin with it, somebody else's begins so too, or only one of them says whose relative
/// somebody is. Or it is like the name of the coach, or of the marked subject without a word in common.
fn name_within_another(op: &str, input: &Value) -> Read<bool> {
    let (Some(family), _, replies) = judged(op, input)? else { return Ok(false) };
    let known: Vec<Called<'_>> = family.people.iter().map(Called::of).collect();
    Ok(replies.iter().any(|deltas| {
        let new = deltas.people.iter().filter(|row| row.id.is_pending()).map(Called::of);
        let new: Vec<Called<'_>> = new.filter(|one| !one.words.is_empty()).collect();
        let begins =
            |people: &[Called<'_>], name: &[String]| people.iter().filter(|one| one.words.starts_with(name)).count();
        new.iter().any(|one| {
            known.iter().filter(|other| !other.words.is_empty()).any(|other| {
                if Gender::contradicts(one.row.gender, other.row.gender) {
                    return false;
                }
                if one.is_like_only(other) {
                    return true;
                }
                let holds = |long: &Called<'_>, short: &Called<'_>| short.words.iter().all(|w| long.words.contains(w));
                let (long, short) = match (holds(one, other), holds(other, one)) {
                    (true, false) => (&one.words, &other.words),
                    (false, true) => (&other.words, &one.words),
                    _ => return false,
                };
                let only_form = long.starts_with(short) && begins(&new, short) == 1 && begins(&known, short) == 1;
                !only_form || one.is_somebodys() != other.is_somebodys()
            })
        })
    }))
}

/// A person with the words of the name, as it is compared.
struct Called<'a> {
    row: &'a Person,
    words: Vec<String>,
}

impl<'a> Called<'a> {
    fn of(row: &'a Person) -> Self {
        let name = Name::new(row.name.as_deref());
        Called { row, words: name.as_str().split_whitespace().map(str::to_owned).collect() }
    }

    /// "Sarah's mother".
    fn is_somebodys(&self) -> bool {
        self.row.name.as_deref().is_some_and(|name| name.contains("'s ") || name.contains("\u{2019}s "))
    }

    /// Whether the names are like in letters, and the other is the coach or, without a common word, the marked subject.
    fn is_like_only(&self, other: &Called<'_>) -> bool {
        let (one, name) = (Name::new(self.row.name.as_deref()), Name::new(other.row.name.as_deref()));
        let coach = other.row.id == ItemId::COACH && matches!(other.row.name.as_deref(), Some("Coach" | "Assistant"));
        let strange = other.row.primary && !self.words.iter().any(|word| other.words.contains(word));
        one != name && (coach || strange) && similarity(&one, &name) >= THRESHOLD
    }
}

/// D17: a pending person's parents are a pending bond that does not outlast the operation.
fn parents_lose_bond(op: &str, input: &Value) -> Read<bool> {
    let Some((pdp, deltas)) = applied(op, input)? else { return Ok(false) };
    let before: BTreeSet<ItemId> = pdp.pair_bonds.iter().chain(&deltas.pair_bonds).map(|bond| bond.id).collect();
    let after: BTreeSet<ItemId> = apply(&pdp, &deltas).pair_bonds.iter().map(|bond| bond.id).collect();
    let people = pdp.people.iter().chain(&deltas.people).filter(|row| !deltas.delete.contains(&row.id));
    Ok(people.filter_map(|row| row.parents).any(|bond| before.contains(&bond) && !after.contains(&bond)))
}

/// Everybody an event names.
pub(super) fn mentions(event: &Event) -> Vec<Option<ItemId>> {
    let lists = event.relationship_targets.iter().chain(&event.relationship_triangles).copied().map(Some);
    [event.person, event.spouse, event.child].into_iter().chain(lists).collect()
}

/// D18: a relationship list is given as null, anywhere in the input.
fn null_list(input: &Value) -> bool {
    match input {
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            let is_list = matches!(key.as_str(), "relationshipTargets" | "relationshipTriangles");
            (is_list && value.is_null()) || null_list(value)
        }),
        Value::Array(items) => items.iter().any(null_list),
        _ => false,
    }
}

/// D19: of a child's births, more than one, one has a certainty of null.
fn null_certainty(op: &str, input: &Value) -> Read<bool> {
    let (family, pdp, replies) = judged(op, input)?;
    let around = Surroundings { family: family.as_ref(), pdp: &pdp };
    Ok(replies.into_iter().any(|mut deltas| {
        if op == "extract_and_validate" {
            repair::drop_committed(&around, &mut deltas);
            repair::drop_unresolved(&around, &mut deltas);
        }
        let mut births: HashMap<ItemId, (usize, bool)> = HashMap::new();
        for event in deltas.events.iter().filter(|event| event.kind == EventKind::Birth) {
            if let Some(child) = event.child {
                let (count, null) = births.entry(child).or_default();
                *count += 1;
                *null |= event.date_certainty.is_none();
            }
        }
        births.values().any(|(count, null)| *count > 1 && *null)
    }))
}

/// D20: something refers to id zero, or a target or triangle to a committed person who does not exist. In the
/// extraction loop only the accepted reply counts: the others fail for other reasons, as recorded.
fn dangling(op: &str, input: &Value) -> Read<bool> {
    let (family, deltas) = if op == "extract_and_validate" {
        let run = Loop::read(input)?;
        let (Some(_), Some(mut deltas)) = (run.accepted(), run.extraction.replies.last().cloned()) else {
            return Ok(false);
        };
        repair::drop_committed(&run.around(), &mut deltas);
        repair::drop_unresolved(&run.around(), &mut deltas);
        (run.family, deltas)
    } else {
        (family(input)?, read::<Deltas>(input, "deltas")?)
    };
    let zero = |slots: &[Option<ItemId>]| slots.contains(&Some(ItemId(0)));
    let nobody = |id: ItemId| {
        id.is_committed() && family.as_ref().is_some_and(|family| !family.people.iter().any(|row| row.id == id))
    };
    Ok(deltas.pair_bonds.iter().any(|row| zero(&[row.person_a, row.person_b]))
        || deltas.events.iter().any(|row| {
            let lists = row.relationship_targets.iter().chain(&row.relationship_triangles);
            zero(&mentions(row)) || lists.into_iter().any(|id| nobody(*id))
        }))
}
