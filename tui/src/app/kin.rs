//! The family after a statement as a small tree: pair bonds with their children under them, then who stands alone,
//! then what shifted.

use std::collections::{HashMap, HashSet};

use sarf_shared::family::{EventKind, ItemId, PairBond};
use sarf_shared::pdp::{Deltas, Pdp};

use super::sentences::{names, year};
use crate::theme::Glyphs;
use crate::words::Names;

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KinLine {
    /// Branches before the words.
    pub branch: String,
    /// The words.
    pub words: String,
    /// A year or mark after them.
    pub aside: String,
}

/// The tree of a family.
pub fn tree(pool: &Pdp, glyphs: &Glyphs) -> Vec<KinLine> {
    let mut walk = Walk {
        pool,
        glyphs,
        names: names(pool, &Deltas::default()),
        years: years(pool),
        drawn: HashSet::new(),
        bonds_drawn: HashSet::new(),
        lines: Vec::new(),
    };
    // A bond neither of whose people has parents here is where a branch of the family begins.
    let rooted = |id: Option<ItemId>| {
        id.and_then(|id| pool.people.iter().find(|person| person.id == id))
            .is_none_or(|person| person.parents.is_none())
    };
    for bond in pool.pair_bonds.iter().filter(|bond| rooted(bond.person_a) && rooted(bond.person_b)) {
        walk.bond(bond, None, "");
    }
    // Circles and ends that name nobody would hide bonds: what is left is drawn as well.
    for bond in &pool.pair_bonds {
        walk.bond(bond, None, "");
    }
    let alone: Vec<ItemId> = pool.people.iter().map(|person| person.id).collect();
    for id in alone {
        if walk.drawn.insert(id) {
            let line = KinLine { branch: String::new(), words: walk.names.of(id), aside: walk.year_of(id) };
            walk.lines.push(line);
        }
    }
    walk.lines
}

/// How many shifts there are, in all and by variable: symptom, anxiety, relationship, functioning.
pub fn shifts(pool: &Pdp) -> (usize, [usize; 4]) {
    let shifts = || pool.events.iter().filter(|event| event.kind == EventKind::Shift);
    let of = [
        shifts().filter(|event| event.symptom.is_some()).count(),
        shifts().filter(|event| event.anxiety.is_some()).count(),
        shifts().filter(|event| event.relationship.is_some()).count(),
        shifts().filter(|event| event.functioning.is_some()).count(),
    ];
    (shifts().count(), of)
}

/// Years of birth by person, and years of ending by pair.
struct Years {
    birth: HashMap<ItemId, String>,
    death: HashMap<ItemId, String>,
    ended: HashMap<(ItemId, ItemId), String>,
}

fn years(pool: &Pdp) -> Years {
    let mut years = Years { birth: HashMap::new(), death: HashMap::new(), ended: HashMap::new() };
    for event in &pool.events {
        let when = year(event).unwrap_or_default();
        match event.kind {
            EventKind::Birth | EventKind::Adopted => {
                years.birth.extend(event.child.map(|child| (child, when)));
            }
            EventKind::Death => {
                years.death.extend(event.person.map(|person| (person, when)));
            }
            EventKind::Separated | EventKind::Divorced => {
                if let (Some(a), Some(b)) = (event.person, event.spouse) {
                    years.ended.insert((a.min(b), a.max(b)), when);
                }
            }
            _ => {}
        }
    }
    years
}

struct Walk<'a> {
    pool: &'a Pdp,
    glyphs: &'a Glyphs,
    names: Names,
    years: Years,
    drawn: HashSet<ItemId>,
    bonds_drawn: HashSet<ItemId>,
    lines: Vec<KinLine>,
}

impl Walk<'_> {
    fn year_of(&self, id: ItemId) -> String {
        let birth = self.years.birth.get(&id).map(String::as_str).unwrap_or_default();
        match self.years.death.get(&id) {
            Some(death) if death.is_empty() => format!("{birth} died"),
            Some(death) => format!("{birth} died {death}"),
            None => birth.to_owned(),
        }
        .trim()
        .to_owned()
    }

    /// Draws a bond, `first` of its people named first, and its children under it.
    fn bond(&mut self, bond: &PairBond, first: Option<ItemId>, indent: &str) {
        if !self.bonds_drawn.insert(bond.id) {
            return;
        }
        let (a, b) = if first.is_some() && first == bond.person_b {
            (bond.person_b, bond.person_a)
        } else {
            (bond.person_a, bond.person_b)
        };
        self.drawn.extend(a.into_iter().chain(b));
        let ended = bond.dyad().and_then(|dyad| self.years.ended.get(&dyad)).cloned();
        let sign = if ended.is_some() { self.glyphs.broken_bond } else { self.glyphs.bond };
        let name = |id: Option<ItemId>| id.map_or_else(|| "?".to_owned(), |id| self.names.of(id));
        let words = format!("{} {sign} {}", name(a), name(b));
        let line = KinLine { branch: indent.to_owned(), words, aside: ended.unwrap_or_default() };
        self.lines.push(line);
        let children: Vec<ItemId> =
            self.pool.people.iter().filter(|person| person.parents == Some(bond.id)).map(|person| person.id).collect();
        let (branch, last_branch, through) = self.glyphs.tree;
        // Under a bond that hangs on a branch itself, the branch sign gives way to what runs on beneath it.
        let base = indent.replace(branch, through).replace(last_branch, &" ".repeat(last_branch.chars().count()));
        for (place, child) in children.iter().enumerate() {
            let sign = if place + 1 == children.len() { last_branch } else { branch };
            self.child(*child, &format!("{base}{sign}"));
        }
    }

    fn child(&mut self, id: ItemId, indent: &str) {
        let pool = self.pool;
        let own = |bond: &&PairBond| bond.person_a == Some(id) || bond.person_b == Some(id);
        let mut bonds =
            pool.pair_bonds.iter().filter(own).filter(|bond| !self.bonds_drawn.contains(&bond.id)).peekable();
        if bonds.peek().is_none() {
            self.drawn.insert(id);
            let line = KinLine { branch: indent.to_owned(), words: self.names.of(id), aside: self.year_of(id) };
            self.lines.push(line);
            return;
        }
        let bonds: Vec<&PairBond> = bonds.collect();
        for bond in bonds {
            self.bond(bond, Some(id), indent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use sarf_shared::family::{Event, Person};

    fn person(id: i64, name: &str, parents: Option<i64>) -> Person {
        Person { name: Some(name.into()), parents: parents.map(ItemId), ..Person::new(ItemId(id)) }
    }

    fn text(pool: &Pdp) -> Vec<String> {
        let line = |line: KinLine| format!("{}{} {}", line.branch, line.words, line.aside).trim_end().to_owned();
        tree(pool, Theme::new(true, false).glyphs).into_iter().map(line).collect()
    }

    #[test]
    fn three_generations_stand_under_one_another_and_an_ended_bond_is_marked() {
        let divorce = Event {
            person: Some(ItemId(-1)),
            spouse: Some(ItemId(-2)),
            date_time: Some("1997".into()),
            ..Event::new(ItemId(-20), EventKind::Divorced)
        };
        let birth = Event {
            child: Some(ItemId(-5)),
            date_time: Some("2012-03-01".into()),
            ..Event::new(ItemId(-21), EventKind::Birth)
        };
        let pool = Pdp {
            people: vec![
                person(-1, "Carol", None),
                person(-2, "Richard", None),
                person(-3, "Michael", Some(-10)),
                person(-4, "Dana", None),
                person(-5, "Emma", Some(-11)),
                person(-6, "Ruth", Some(-10)),
                person(-7, "Ben", None),
            ],
            pair_bonds: vec![
                PairBond::new(ItemId(-10), ItemId(-1), ItemId(-2)),
                PairBond::new(ItemId(-11), ItemId(-4), ItemId(-3)),
            ],
            events: vec![divorce, birth],
            ..Pdp::default()
        };
        assert_eq!(text(&pool), ["Carol ─×─ Richard 1997", "├ Michael ── Dana", "│ └ Emma 2012", "└ Ruth", "Ben"]);
    }

    #[test]
    fn a_family_that_goes_in_a_circle_is_drawn_once_and_ends() {
        let pool = Pdp {
            people: vec![person(-1, "A", Some(-10)), person(-2, "B", Some(-10))],
            pair_bonds: vec![PairBond::new(ItemId(-10), ItemId(-1), ItemId(-2))],
            ..Pdp::default()
        };
        assert_eq!(text(&pool).iter().filter(|line| line.contains("A ── B")).count(), 1);
    }
}
