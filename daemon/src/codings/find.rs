//! Finds the discussion a file is of by the words of its statements.

use sarf_shared::coding::Problems;
use sarf_shared::coding::file::Talk;
use sarf_shared::discussion::{Discussion, DiscussionId};

use crate::jobs::Refusal;
use crate::records::{DISCUSSIONS, STATEMENTS};
use crate::store::{Span, Tx, View};

/// What looking for a whole discussion came to.
pub enum Found {
    /// It is here.
    Here(Box<Discussion>),
    /// It is not.
    Nowhere,
    /// The file does not fit; said in the problems.
    Wrong,
}

/// Line ends and outer spaces do not make other words.
fn same(a: &str, b: &str) -> bool {
    fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.trim().lines().map(str::trim_end)
    }
    lines(a).eq(lines(b))
}

/// The discussion whose statements are just those of the talk.
pub fn by_talk(
    tx: &Tx,
    place: &str,
    talk: &Talk,
    given: Option<DiscussionId>,
    problems: &mut Problems,
) -> Result<Found, Refusal> {
    let texts: Vec<&str> = talk.statements.iter().map(|said| said.text.as_str()).collect();
    let Some(id) = given else {
        let here = matching(tx, &texts, true)?;
        return Ok(match here.len() {
            0 => Found::Nowhere,
            _ => match one(here, place, problems) {
                Some(discussion) => Found::Here(Box::new(discussion)),
                None => Found::Wrong,
            },
        });
    };
    let before = problems.errors.len();
    let Some(discussion) = tx.get(&DISCUSSIONS, &id.0)? else {
        problems.error("--discussion", format!("there is no discussion {id}; `sarf list` shows what there is"));
        return Ok(Found::Wrong);
    };
    if texts.len() != discussion.statements as usize {
        let words = format!("it has {} statements, and discussion {id} has {}", texts.len(), discussion.statements);
        problems.error(place, words);
    }
    for (((_, number), stored), said) in tx.scan_prefix(&STATEMENTS, &id.0)?.into_iter().zip(&talk.statements) {
        if !same(&stored.text, &said.text) {
            problems.error(said.place.clone(), format!("the words are not those of statement {id}/{number}"));
        } else if stored.speaker != said.speaker {
            problems.error(said.place.clone(), format!("the speaker is not that of statement {id}/{number}"));
        }
    }
    Ok(if problems.errors.len() > before { Found::Wrong } else { Found::Here(Box::new(discussion)) })
}

/// The discussion that begins with these statements.
pub fn by_beginning(
    tx: &Tx,
    place: &str,
    texts: &[String],
    given: Option<DiscussionId>,
    problems: &mut Problems,
) -> Result<Option<Discussion>, Refusal> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut here = matching(tx, &texts, false)?;
    if let Some(id) = given {
        here.retain(|discussion| discussion.id == id);
        if here.is_empty() {
            problems.error(place, format!("discussion {id} does not begin with its statements"));
            return Ok(None);
        }
    }
    if here.is_empty() {
        let words = "no discussion here begins with its statements; import the whole discussion first (`sarf import`, or \
                     its full export here)";
        problems.error(place, words);
        return Ok(None);
    }
    Ok(one(here, place, problems))
}

fn one(mut here: Vec<Discussion>, place: &str, problems: &mut Problems) -> Option<Discussion> {
    if here.len() > 1 {
        let ids: Vec<String> = here.iter().take(20).map(|discussion| discussion.id.to_string()).collect();
        let words =
            format!("several discussions have its statements ({}); say which with --discussion", ids.join(", "));
        problems.error(place, words);
        return None;
    }
    here.pop()
}

/// Discussions whose statements are (or begin with) these, oldest first.
fn matching(tx: &Tx, texts: &[&str], whole: bool) -> Result<Vec<Discussion>, Refusal> {
    let mut found = Vec::new();
    for (_, discussion) in tx.scan(&DISCUSSIONS, &Span::all())? {
        let long = discussion.statements as usize;
        if texts.is_empty() || long < texts.len() || (whole && long != texts.len()) {
            continue;
        }
        let first = tx.get(&STATEMENTS, &(discussion.id.0, 1))?;
        if !first.is_some_and(|said| texts.first().is_some_and(|text| same(&said.text, text))) {
            continue;
        }
        let span = Span::of(&discussion.id.0).limit(texts.len());
        let said = tx.scan(&STATEMENTS, &span)?;
        if said.len() == texts.len() && said.iter().zip(texts).all(|((_, said), text)| same(&said.text, text)) {
            found.push(discussion);
        }
    }
    Ok(found)
}
