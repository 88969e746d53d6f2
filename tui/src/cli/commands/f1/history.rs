//! `sarf f1 history`: every run in order of time, as a chart of text.

use std::fmt::Write as _;

use sarf_shared::rpc::{HistoryView, ROW_LINES, Resampling, ScoreFilter};
use sarf_shared::scoring::f1::Line;

use super::rows::{interval, short};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{session, text};

/// Columns of the bar for a figure of 1.
const BAR: f64 = 15.0;

/// Tells the history.
pub async fn run(output: &Output, filter: ScoreFilter, line: Line, resampling: Resampling) -> Result<Exit, Failure> {
    if !ROW_LINES.contains(&line) {
        let lines: Vec<String> = ROW_LINES.iter().map(ToString::to_string).collect();
        return Err(Failure::new(Exit::Usage, format!("the history has the lines {}", lines.join(", "))));
    }
    let api = session::connect(output).await?;
    let view = api.f1_history(filter, resampling).await?;
    output.value(&view, || chart(&view, line));
    Ok(Exit::Done)
}

/// The chart, at most 80 columns wide.
pub fn chart(view: &HistoryView, line: Line) -> String {
    let mut out = text::wrap(&format!("F1 of {} · {}", line.items(), view.filter), 4);
    out.push_str(&text::wrap(&format!("    matcher {}", view.ruler_words), 4));
    let _ = writeln!(out, "\n{:<17}{:<22}{:>3}{:>6}  {:<13}", "last run", "model, prompt", "n", "F1", "95 % interval");
    for point in &view.points {
        let engine = &point.engine;
        let mut name = if engine.model.is_empty() { engine.provider.clone() } else { engine.model.clone() };
        if !engine.prompt_hash.is_empty() {
            name = format!("{name} {}", engine.prompt_hash.chars().take(6).collect::<String>());
        }
        if point.repetition > 1 {
            let _ = write!(name, " #{}", point.repetition);
        }
        let mark = if point.marks.is_empty() { " " } else { "*" };
        let figure = point.figures.iter().find(|figure| figure.figure.line == line);
        let value = figure.map(|figure| figure.figure.f1);
        let shown = match value.map(|value| (value, value.figure())) {
            Some((_, Some(f1))) => {
                // A figure lies between 0 and 1.
                let bar = "█".repeat((f1 * BAR).round() as usize);
                format!("{:>6}  {:<13} {bar}", short(f1), interval(figure.and_then(|figure| figure.interval.as_ref())))
            }
            Some((undefined, None)) => format!("        {undefined}"),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "{:<17}{:<21}{mark}{:>3}{shown}",
            text::time(point.last),
            text::cut(&name, 20),
            point.discussions
        );
    }
    if view.points.is_empty() {
        out.push_str("no finished run\n");
    }
    out.push('\n');
    for note in &view.notes {
        out.push_str(&text::wrap(note, 0));
    }
    out.trim_end().to_owned()
}
