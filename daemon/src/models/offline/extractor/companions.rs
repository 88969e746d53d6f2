//! Partners who come into the talk by name: a new one of somebody's ("he has this woman, Gina"), the client's own ("there
//! was a girl. Maddie."), and the one the coach names with the client ("have you and Nell been married long?").

use std::ops::Range;

use sarf_shared::family::Gender;
use sarf_shared::family::kinship::{self, Step, Tie};

use super::clause::Clauses;
use super::mentions::{Reader, low};
use super::name_words::name_at;
use super::names;
use super::relatives::{self, Name, Said};
use super::text::{Kind, Text};
use super::world::{CLIENT, Who};

/// "He has this woman, Gina", "she was seeing a guy named Lou", "there was a girl. Maddie.".
pub(super) fn companion(reader: &mut Reader, text: &Text<'_>, clauses: &Clauses<'_>, at: usize) {
    const WITH: [&str; 13] =
        ["has", "'s", "got", "with", "seeing", "dating", "found", "has", "living", "shacked", "had", "moved", "took"];
    let determined = matches!(clauses.low(at.wrapping_sub(1)), "this" | "a" | "some" | "another" | "new" | "younger");
    if !determined || clauses.unreal(at) {
        return;
    }
    let Some(unit) = clauses.units.get(at) else { return };
    let (word, k) = (unit.lower.as_str(), unit.tokens.end);
    let row = if matches!(word, "woman" | "girl" | "lady") { "girlfriend" } else { "boyfriend" };
    let there = matches!(word, "girl" | "guy" | "bloke" | "fella")
        && matches!(clauses.low(at.wrapping_sub(2)), "was" | "'s" | "is")
        && clauses.low(at.wrapping_sub(3)) == "there";
    if there && matches!(low(text, k), "," | "." | "named" | "called" | "-") {
        // Only a name that stands by itself: "there was a guy, Len, who fixed the boiler" is nobody's partner.
        let name = name_at(text, k + 1, text.tokens.len(), true).filter(|(_, next)| {
            matches!(low(text, *next), "." | "" | "!")
                || text.tokens.get(*next).is_some_and(|t| t.kind == Kind::Mark && t.lower != ",")
        });
        if let Some((name, _)) = name {
            new_partner(reader, CLIENT, row, name);
        }
        return;
    }
    let with = (at.saturating_sub(4)..at).any(|i| WITH.contains(&clauses.low(i)));
    let k = if matches!(low(text, k), "," | "named" | "called" | "-") { k + 1 } else { return };
    let Some((name, _)) = name_at(text, k, text.tokens.len(), true).filter(|_| with) else { return };
    let who = clauses.subject(at).filter(|m| m.people.len() == 1).and_then(|m| m.people.first().copied());
    if let Some(who) = who {
        new_partner(reader, who, row, name);
    }
}

fn new_partner(reader: &mut Reader, who: Who, row: &str, name: Name) {
    if !reader.world.named(&name.given).is_empty() {
        return;
    }
    let said = Said { name: Some(name), another: true, ..Said::default() };
    if let Some(other) = kinship::kin(row).and_then(|row| relatives::relative(&mut reader.world, who, row, &said, true))
    {
        reader.salience.mention(&[other], false);
    }
}

/// "How long have you and Nell been married?": the coach names the client's partner.
pub(super) fn named_with_the_client(reader: &mut Reader, text: &Text<'_>, range: Range<usize>) {
    let end = range.end;
    let tie = range.clone().find_map(|i| match low(text, i) {
        "married" | "wedding" | "marry" | "marriage" | "divorced" | "divorce" => Some(Tie::Spouse),
        "dating" | "engaged" => Some(Tie::Partner),
        _ => None,
    });
    let at = range.into_iter().find(|i| low(text, *i) == "you" && low(text, i + 1) == "and");
    let (Some(tie), Some((name, _))) = (tie, at.and_then(|at| name_at(text, at + 2, end, true))) else { return };
    let known = reader.world.named(&name.given);
    if known.iter().any(|w| reader.world.human(*w).is_some_and(|h| h.path.is_some())) {
        return;
    }
    let told = names::gender(&name.given);
    let unnamed = |w: &Who| reader.world.human(*w).is_some_and(|h| h.given.is_none());
    let partners = reader.world.partners(CLIENT).into_iter().map(|(w, _)| w);
    let gender = partners
        .filter(|w| unnamed(w) && !Gender::contradicts(told, reader.world.gender(*w)))
        .find_map(|w| reader.world.gender(w))
        .or(told);
    let row = kinship::KIN.iter().find(|r| r.path == [Step::new(tie, gender)] && gender.is_some());
    if let Some(row) = row {
        let said = Said { name: Some(name), ..Said::default() };
        relatives::relative(&mut reader.world, CLIENT, row, &said, true);
    }
}
