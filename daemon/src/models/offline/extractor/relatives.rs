//! Finds the relative a kinship word names, and makes the person with the links coding rule 7 asks for: a parent brings
//! the other parent and their bond, a sibling shares the parents' bond, a spouse brings a bond.

use sarf_shared::family::kinship::{Kin, Step, Tie};
use sarf_shared::family::{EventKind, Gender};

use super::ages;
use super::names;
use super::world::{Who, World};

/// A name as said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// First name.
    pub given: String,
    /// Family name.
    pub last: Option<String>,
}

/// What stood around the kinship word.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The relative's name.
    pub name: Option<Name>,
    /// "Former", "ex", "first", "late".
    pub former: bool,
    /// "New", "second", "another": not the one known so far.
    pub another: bool,
    /// "On my mother's side": the gender of the parent on whose side.
    pub side: Option<Gender>,
    /// In a list of relatives of both genders.
    pub mixed: bool,
    /// The word used for a grandparent ("gram"): families keep one word for each.
    pub form: Option<String>,
}

/// Finds or makes the relative. `None`: not known, and `create` is false.
pub fn relative(world: &mut World, anchor: Who, row: &Kin, said: &Said, create: bool) -> Option<Who> {
    let sided = said.side.map(|side| side_path(row, side));
    let path: &[Step] = match &sided {
        Some(Some(path)) => path,
        _ => row.path,
    };
    let (last, before) = path.split_last()?;
    let mut at = anchor;
    for step in before {
        at = one(world, at, *step, &Said::default(), create, None)?;
    }
    let step_parent = before.len() == 1 && before.first().is_some_and(|s| s.tie == Tie::Parent) && is_partner(last.tie);
    let not = if step_parent { other_parent(world, anchor, at) } else { None };
    let last = if said.former {
        Step {
            tie: match last.tie {
                Tie::Spouse => Tie::FormerSpouse,
                Tie::Partner | Tie::Engaged => Tie::FormerPartner,
                tie => tie,
            },
            ..*last
        }
    } else {
        *last
    };
    let found = one(world, at, last, said, create, not)?;
    let found = other_father(world, at, found, last, said).filter(|_| create).unwrap_or(found);
    if create && last.tie == Tie::Child && before.len() == 1 && before.iter().all(|s| is_partner(s.tie)) {
        not_of(world, found, at, anchor);
    }
    world.set_gender(found, last.gender);
    if create {
        world.support(found);
    }
    if let Some(name) = &said.name
        && create
    {
        world.name(found, &name.given, name.last.as_deref());
        world.set_gender(found, names::gender(&name.given));
    }
    Some(found)
}

/// "Poppy's father is Marcus", where Poppy was taken for a child of the present husband: another pair, and Marcus.
fn other_father(world: &mut World, child: Who, found: Who, last: Step, said: &Said) -> Option<Who> {
    let name = said.name.as_ref().filter(|_| last.tie == Tie::Parent)?;
    let known = world.human(found)?.given.clone()?;
    let parent = world.human(child)?.assumed?;
    if known.eq_ignore_ascii_case(&name.given) || world.goes_by(found, &name.given) || world.real(parent) == found {
        return None;
    }
    let other = world.named(&name.given).into_iter().find(|w| !Gender::contradicts(world.gender(*w), last.gender));
    let other = other.unwrap_or_else(|| world.new_relative(child, &[last]));
    let pair = world.bond(parent, other, None);
    if let Some(human) = world.human_mut(child) {
        human.parents = Some(pair);
        human.assumed = None;
    }
    Some(other)
}

/// A stepchild is no child of the step-parent: of the partner's pairs any other, or none yet.
fn not_of(world: &mut World, child: Who, parent: Who, step_parent: Who) {
    let wrong = world.pair_of(parent, step_parent);
    if let Some(human) = world.human_mut(child) {
        human.step_of = Some(step_parent);
        if human.parents.is_some() && human.parents == wrong {
            human.parents = None;
            human.assumed = None;
            human.loose.push((parent, Step::new(Tie::Child, None)));
        }
    }
    settle_children(world);
}

/// A grandparent, aunt, uncle or cousin of a known side as a path through the parent.
fn side_path(row: &Kin, side: Gender) -> Option<Vec<Step>> {
    let parent = if side == Gender::Female { Step::MOTHER } else { Step::FATHER };
    let [step] = row.path else { return None };
    match step.tie {
        Tie::Grandparent => Some(vec![parent, Step::new(Tie::Parent, step.gender)]),
        Tie::ParentSibling => Some(vec![parent, Step::new(Tie::Sibling, step.gender)]),
        Tie::Cousin => Some(vec![parent, Step::new(Tie::SiblingChild, step.gender)]),
        _ => None,
    }
}

/// Whether the tie makes a pair.
pub fn is_partner(tie: Tie) -> bool {
    matches!(tie, Tie::Spouse | Tie::FormerSpouse | Tie::Partner | Tie::Engaged | Tie::FormerPartner)
}

fn other_parent(world: &World, child: Who, parent: Who) -> Option<Who> {
    let (a, b) = world.ends(world.human(child)?.parents?)?;
    Some(if a == world.real(parent) { b } else { a })
}

fn one(world: &mut World, anchor: Who, step: Step, said: &Said, create: bool, not: Option<Who>) -> Option<Who> {
    if step.tie == Tie::Parent {
        let gender = step.gender?;
        return world.parent(anchor, gender, create);
    }
    let mut known = world.tied(anchor, step);
    if is_partner(step.tie) && known.is_empty() {
        known = other_partners(world, anchor, step);
    }
    known.retain(|w| Some(*w) != not);
    if let Some(found) = choose(world, &known, step, said) {
        if is_partner(step.tie) {
            pair_up(world, anchor, found, step.tie);
        }
        return Some(found);
    }
    if !create {
        return None;
    }
    // Somebody spoken of by name before, whose place in the family was not said.
    let nobody = said.name.as_ref().and_then(|name| {
        world.named(&name.given).into_iter().find(|w| {
            world.human(*w).is_some_and(|h| h.path.is_none()) && !Gender::contradicts(world.gender(*w), step.gender)
        })
    });
    let new = match nobody {
        Some(who) => who,
        None => world.new_relative(anchor, &[step]),
    };
    if nobody.is_some() {
        let path = world.human(anchor).and_then(|h| h.path.clone()).map(|mut p| {
            p.push(step);
            p
        });
        if let Some(human) = world.human_mut(new) {
            human.path = path;
        }
    }
    link(world, anchor, new, step);
    Some(new)
}

/// A pair whose kind was said otherwise before: the fiance who is now a husband, the husband who is now an ex.
fn other_partners(world: &World, anchor: Who, step: Step) -> Vec<Who> {
    let all = world.partners(anchor).into_iter();
    all.filter(|(_, pair)| {
        // A boyfriend is not the father of the children, unless that was said.
        !matches!(step.tie, Tie::Partner | Tie::Engaged | Tie::FormerPartner) || !world.has_children(*pair)
    })
    .filter(|(w, pair)| {
        let former = world.pairs.get(*pair).is_some_and(|p| p.former);
        let wants_former = matches!(step.tie, Tie::FormerSpouse | Tie::FormerPartner);
        // Whom somebody never married is no ex-wife.
        let never = step.tie == Tie::FormerSpouse && world.pairs.get(*pair).is_some_and(|p| p.married == Some(false));
        !Gender::contradicts(world.gender(*w), step.gender) && (wants_former || !former) && !never
    })
    .map(|(w, _)| w)
    .collect()
}

/// Which of the known relatives is meant: the one of that name, else the only unnamed one, else (no name said) the last
/// one of a tie that one person has once.
fn choose(world: &World, known: &[Who], step: Step, said: &Said) -> Option<Who> {
    if let (Tie::Grandparent, Some(form)) = (step.tie, &said.form) {
        if let Some(by_form) = known.iter().copied().find(|w| world.goes_by(*w, form)) {
            let fits = said.name.as_ref().is_none_or(|n| {
                world.human(by_form).is_some_and(|h| h.given.is_none()) || world.goes_by(by_form, &n.given)
            });
            if fits {
                return Some(by_form);
            }
        }
        let named = said.name.as_ref().and_then(|n| known.iter().copied().find(|w| world.goes_by(*w, &n.given)));
        if named.is_some() {
            return named;
        }
        // Somebody who goes by another word is another grandparent.
        let free: Vec<Who> = known
            .iter()
            .copied()
            .filter(|w| {
                world.human(*w).is_some_and(|h| h.aliases.is_empty() && (h.given.is_none() || said.name.is_none()))
            })
            .collect();
        return match free.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
    }
    if let Some(name) = &said.name {
        let by_name =
            known.iter().copied().find(|w| world.goes_by(*w, &name.given) || short_for(world, *w, &name.given));
        if by_name.is_some() {
            return by_name;
        }
        if said.another {
            return None;
        }
        let unnamed: Vec<Who> =
            known.iter().copied().filter(|w| world.human(*w).is_some_and(|h| h.given.is_none())).collect();
        // Of two unnamed grandparents or uncles either may be meant; then it is a person of its own.
        return match (unnamed.as_slice(), step.tie) {
            ([_, _, ..], Tie::Grandparent | Tie::ParentSibling | Tie::Cousin) => None,
            ([first, ..], _) => Some(*first),
            ([], _) => None,
        };
    }
    if said.another {
        return None;
    }
    match known {
        [only] => Some(*only),
        // Several sisters: the one spoken of last cannot be told here; the first is as good as any and stable.
        [first, ..] => {
            let current = is_partner(step.tie).then(|| known.last().copied()).flatten();
            current.or(Some(*first))
        }
        [] => None,
    }
}

/// "Greg" and "Gregory", "Selam" and "Selamawit".
fn short_for(world: &World, who: Who, name: &str) -> bool {
    let name = name.to_lowercase();
    world.human(who).and_then(|h| h.given.as_deref()).is_some_and(|given| {
        let given = given.to_lowercase();
        let (short, long) = if given.len() < name.len() { (&given, &name) } else { (&name, &given) };
        short.chars().count() >= 3 && long.starts_with(short.as_str())
    })
}

/// Makes the pair, or brings what was said of it up to date.
pub fn pair_up(world: &mut World, a: Who, b: Who, tie: Tie) {
    let married = match tie {
        Tie::Spouse | Tie::FormerSpouse => Some(true),
        Tie::Partner | Tie::Engaged => Some(false),
        _ => None,
    };
    let pair = world.bond(a, b, married);
    if matches!(tie, Tie::FormerSpouse | Tie::FormerPartner)
        && let Some(pair) = world.pairs.get_mut(pair)
    {
        pair.former = true;
    }
}

fn link(world: &mut World, anchor: Who, new: Who, step: Step) {
    match step.tie {
        Tie::Sibling => {
            let parents = world.parents_of(anchor, true);
            if let Some(human) = world.human_mut(new) {
                human.parents = parents;
            }
        }
        Tie::Child => match child_pair(world, anchor, None) {
            Some(pair) => {
                if let Some(human) = world.human_mut(new) {
                    human.parents = Some(pair);
                    human.assumed = Some(anchor);
                }
            }
            None => loosely(world, anchor, new, step),
        },
        tie if is_partner(tie) => pair_up(world, anchor, new, tie),
        _ => loosely(world, anchor, new, step),
    }
}

fn loosely(world: &mut World, anchor: Who, new: Who, step: Step) {
    if let Some(human) = world.human_mut(new) {
        human.loose.push((anchor, step));
    }
}

/// The bond a person's children are taken to come from: the only one, else the first that is not over, else the last.
fn child_pair(world: &World, parent: Who, except: Option<Who>) -> Option<usize> {
    let all = world.partners(parent).into_iter().filter(|(other, _)| Some(*other) != except.map(|w| world.real(w)));
    let pairs: Vec<usize> = all.map(|(_, pair)| pair).collect();
    match pairs.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ => {
            let current = pairs.iter().copied().find(|p| world.pairs.get(*p).is_some_and(|p| !p.former));
            current.or_else(|| pairs.last().copied())
        }
    }
}

/// Children whose other parent was not known get the bond once there is one.
pub fn settle_children(world: &mut World) {
    for who in 0..world.people.len() {
        let Some(human) = world.people.get(who).filter(|h| h.merged.is_none() && h.parents.is_none()) else { continue };
        let parent = human.loose.iter().find(|(_, step)| step.tie == Tie::Child).map(|(parent, _)| *parent);
        let except = human.step_of;
        // A pair the child itself is in ("I remarried, Sam", said of a son) is never the one it was born to.
        let not_own = |pair: &usize| world.ends(*pair).is_some_and(|(a, b)| a != who && b != who);
        let Some(pair) = parent.and_then(|parent| child_pair(world, parent, except)).filter(not_own) else { continue };
        if let Some(human) = world.people.get_mut(who) {
            human.parents = Some(pair);
            human.assumed = parent;
            human.loose.retain(|(_, step)| step.tie != Tie::Child);
        }
    }
    for who in 0..world.people.len() {
        let Some(parent) = world.people.get(who).filter(|h| h.merged.is_none()).and_then(|h| h.assumed) else {
            continue;
        };
        let wrong = world.people.get(who).and_then(|h| h.step_of).and_then(|step| world.pair_of(parent, step));
        let not_own = |pair: &usize| world.ends(*pair).is_some_and(|(a, b)| a != who && b != who);
        if let Some(pair) = pair_at_birth(world, who, parent).filter(|pair| Some(*pair) != wrong && not_own(pair))
            && let Some(human) = world.people.get_mut(who)
        {
            human.parents = Some(pair);
        }
    }
}

/// Of several bonds of a parent the one that held when the child was born.
fn pair_at_birth(world: &World, child: Who, parent: Who) -> Option<usize> {
    let pairs = world.partners(parent);
    if pairs.len() < 2 {
        return None;
    }
    let born = ages::born(world, child)?.day;
    let told = |pair: usize, kinds: &[EventKind]| {
        world.happenings.iter().find_map(|h| {
            let two = world.pair_of(h.person?, h.spouse?) == Some(pair);
            (!h.gone && two && kinds.contains(&h.kind)).then(|| ages::resolve(world, h.time)).flatten()
        })
    };
    let holds = |pair: usize| {
        let began = told(pair, &[EventKind::Married]).or_else(|| told(pair, &[EventKind::Bonded]));
        let ended = told(pair, &[EventKind::Divorced]).or_else(|| told(pair, &[EventKind::Separated]));
        let after = began.map(|d| d.day <= born);
        let before = ended.map(|d| born <= d.day);
        match (after, before) {
            (Some(false), _) | (_, Some(false)) => None,
            (None, None) => Some(0),
            (Some(true), Some(true)) => Some(2),
            _ => Some(1),
        }
    };
    let best = pairs.iter().filter_map(|(_, pair)| Some((holds(*pair)?, *pair))).max_by_key(|(fit, _)| *fit);
    best.filter(|(fit, _)| *fit > 0).map(|(_, pair)| pair)
}
