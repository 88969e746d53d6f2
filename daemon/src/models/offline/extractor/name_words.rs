//! Names as they stand in a text: one name, a list of names, and the words that say one ("is called", "'s name is").

use super::mentions::low;
use super::names;
use super::relatives::Name;
use super::text::{Kind, Text};
use super::world::World;

/// A name: one capitalised word that may be one, and a family name after it.
pub fn name_at(text: &Text<'_>, at: usize, end: usize, introduced: bool) -> Option<(Name, usize)> {
    let token = text.tokens.get(at).filter(|_| at < end)?;
    let fits =
        if introduced { names::may_be_introduced(text.source, token) } else { names::may_be_name(text.source, token) };
    if !fits {
        return None;
    }
    let given = capitalised(text.words(at..at + 1));
    let mut next = at + 1;
    let mut last = None;
    while next < end && next < at + 3 && text.tokens.get(next).is_some_and(|t| names::may_be_name(text.source, t)) {
        last = Some(text.words(next..next + 1).to_owned());
        next += 1;
    }
    Some((Name { given, last }, next))
}

/// A name typed in small letters is written with a capital.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// "Chloe and Sam", "Tom, Dick and Harry", each perhaps with an age in parentheses.
pub fn names_list(text: &Text<'_>, at: usize, end: usize) -> (Vec<Name>, usize) {
    let mut names = Vec::new();
    let mut next = at;
    let mut k = at;
    while let Some((name, mut after)) = name_at(text, k, end, true) {
        names.push(name);
        if low(text, after) == "(" && low(text, after + 2) == ")" {
            after += 3;
        }
        next = after;
        k = after;
        let mut joined = false;
        while matches!(low(text, k), "," | "and" | "&" | "then") {
            joined = true;
            k += 1;
        }
        if !joined {
            break;
        }
    }
    (names, next)
}

/// Names after a plural: at once, or after a comma, colon, dash or "named". Names of people already known end the list.
pub fn list_after(text: &Text<'_>, at: usize, end: usize, world: &World) -> (Vec<Name>, usize) {
    let start =
        if matches!(low(text, at), "," | ":" | "-" | "(" | "named" | "called" | "are" | "were") { at + 1 } else { at };
    let (names, next) = names_list(text, start, end);
    let elsewhere = |n: &Name| world.named(&n.given).iter().any(|w| world.human(*w).is_some_and(|h| h.path.is_some()));
    if names.is_empty() || (start > at && names.iter().any(elsewhere)) {
        return (Vec::new(), at);
    }
    (names, next)
}

/// "'s name is Kristy", "'s Wendy.", "is Selam,", "named Tom".
pub fn said_name(text: &Text<'_>, at: usize, end: usize) -> Option<(Name, usize)> {
    if low(text, at) == "'s" && matches!(low(text, at + 1), "name") {
        return said_name_of(text, at + 1, end);
    }
    if !matches!(low(text, at), "'s" | "is" | "was" | "named" | "called") {
        return None;
    }
    let (name, after) = name_at(text, at + 1, end, true)?;
    let closes = after >= end
        || text.tokens.get(after).is_some_and(|t| t.kind == Kind::Mark && t.lower != "'s")
        || low(text, after) == "and";
    closes.then_some((name, after))
}

/// "name is Kristy", "name's Tess", "first name was Elin".
pub fn said_name_of(text: &Text<'_>, at: usize, end: usize) -> Option<(Name, usize)> {
    let mut k = at + 1;
    while matches!(low(text, k), "is" | "was" | "'s" | ",") {
        k += 1;
    }
    if k == at + 1 {
        return None;
    }
    name_at(text, k, end, true)
}
