//! What the figures were measured with: above them in short, and as a page in full.

use ratatui::layout::Rect;
use ratatui::text::Line;
use sarf_shared::coding::Provenance;
use sarf_shared::plural::counted;
use sarf_shared::rpc::{AgreementRequest, TruthChoice};
use sarf_shared::scoring::agreement::{AgreementReport, Coder, Resampled};

use super::words::plain;
use crate::app::State;
use crate::app::agreement::{level_words, units_words};
use crate::keymap::Action;
use crate::widgets::{fit, wrap};

/// People named in short; more are counted.
const NAMED: usize = 4;

/// The lines above the table: stamp, then what a reader has to know; as many as the terminal has room for.
pub(super) fn lines<'a>(state: &State, body: Rect) -> Vec<Line<'a>> {
    let Some((request, Ok(report))) = state.agreement.report.shown() else { return Vec::new() };
    let theme = &state.theme;
    let width = usize::from(body.width).max(1);
    let more = theme.glyphs.more;
    let (most_stamp, most_notes) = match body.height {
        24.. => (4, 3),
        16..24 => (3, 1),
        _ => (1, 1),
    };
    let settled = state.agreement.is_settled();
    let old = if settled { "" } else { "! being computed anew; these held before: " };
    let mut stamp = wrap(&plain(state, &format!("{old}{}", words(request, report))), width);
    if stamp.len() > most_stamp {
        stamp.truncate(most_stamp);
        if let Some(last) = stamp.last_mut() {
            *last = fit(&format!("{last} {}", " ".repeat(width)), width, more);
        }
    }
    let mut all: Vec<Line<'a>> = stamp.into_iter().map(|line| Line::styled(line, theme.dim())).collect();
    if !settled && let Some(first) = all.first_mut() {
        first.style = theme.attention();
    }
    // The first sentence is in the stamp. What limits figures stands last; why there are none stands first.
    let mut notes: Vec<&String> = report.notes.iter().skip(1).collect();
    if report.sample.shared > 0 {
        notes.reverse();
    }
    for (at, note) in notes.iter().enumerate().take(most_notes) {
        let hidden = notes.len().saturating_sub(most_notes);
        let aside = if at + 1 == most_notes && hidden > 0 {
            format!(" ({hidden} more: {})", state.key(Action::Why))
        } else {
            String::new()
        };
        let room = width.saturating_sub(aside.len());
        all.push(Line::styled(fit(&format!("! {}", plain(state, note)), room, more) + &aside, theme.attention()));
    }
    all
}

fn people(report: &AgreementReport) -> String {
    let humans: Vec<&Coder> = report.raters.iter().map(|rater| &rater.coder).filter(|coder| coder.is_human()).collect();
    match humans.as_slice() {
        [] => "nobody".to_owned(),
        some if some.len() <= NAMED => some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        many => format!("{} people", many.len()),
    }
}

/// What was selected, and with what ruler.
pub(super) fn words(request: &AgreementRequest, report: &AgreementReport) -> String {
    let (stamp, size) = (&report.stamp, &report.sample);
    let convention = report.main_values().map(|section| section.convention).unwrap_or_default();
    let mut parts = vec![people(report), request.filter.discussions_in_words()];
    if let TruthChoice::Human { provenance, .. } = &request.filter.truth
        && let Some(words) = seen(provenance)
    {
        parts.push(words);
    }
    parts.push(format!(
        "{} of {} coded by two or more",
        counted(size.shared, "statement", "statements"),
        counted(size.shared_discussions, "discussion", "discussions")
    ));
    parts.push(format!("matcher {}", stamp.ruler_words));
    parts.push(format!("rules v{}", stamp.version));
    parts.push(level_words(stamp.level).to_owned());
    parts.push(format!("units {}", units_words(convention)));
    parts.push(match (stamp.replicates, stamp.resampled) {
        (0, _) => "no intervals".to_owned(),
        (n, Resampled::Discussions) => format!("95 % from {n} draws of discussions, seed {}", stamp.seed),
        (n, Resampled::Statements) => format!("95 % from {n} draws of statements, seed {}", stamp.seed),
    });
    let models = report.raters.iter().filter(|rater| !rater.coder.is_human()).count();
    parts.push(match (request.model, models) {
        (false, _) => "people only".to_owned(),
        (true, 0) => "no model coded these".to_owned(),
        (true, n) => format!("{} beside the people", counted(n, "model", "models")),
    });
    parts.join(" · ")
}

fn seen(provenance: &[Provenance]) -> Option<String> {
    let words: Vec<String> = provenance.iter().map(|one| one.as_str().replace('_', " ")).collect();
    (!words.is_empty()).then(|| format!("{} only", words.join(", ")))
}

/// Everything every figure rests on.
pub(super) fn page(state: &State) -> Vec<String> {
    let Some((request, Ok(report))) = state.agreement.report.shown() else { return Vec::new() };
    let mut lines = vec![words(request, report)];
    if let Some(section) = report.main_values() {
        lines.push(format!("units {}: {}", units_words(section.convention), section.question));
    }
    for rater in &report.raters {
        lines.push(format!(
            "{}: {} in {} ({} somebody else coded too), {}",
            rater.coder,
            counted(rater.statements, "statement", "statements"),
            counted(rater.discussions, "discussion", "discussions"),
            rater.shared,
            counted(rater.events, "event", "events"),
        ));
    }
    lines.extend(report.notes.iter().map(|note| format!("! {note}")));
    lines.iter().map(|line| plain(state, line)).collect()
}
