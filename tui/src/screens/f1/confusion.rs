//! Which values of a variable the scored side gave where the truth gives which, over matched shifts: rows are the truth,
//! columns the scored side, with totals.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::plain;
use crate::app::State;
use crate::app::f1::Level;
use crate::widgets::matrix::{Cell, Matrix, Row};
use crate::widgets::table::Side;
use crate::widgets::{fit, put};

pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (f1, theme) = (&state.f1, &state.theme);
    let more = theme.glyphs.more;
    let Some(one) = f1.confusion() else {
        return put(buffer, area, 0, 1, "Reading the values.", theme.dim());
    };
    let over = match f1.scope() {
        Level::Statements(id) => format!("discussion {id}"),
        _ => "all discussions".to_owned(),
    };
    let head =
        format!("{}: {} matched shifts of {over}, {} with it coded by either side", one.variable, one.n, one.coded);
    put(buffer, area, 0, 0, &fit(&plain(state, &head), area.width.into(), more), theme.strong());
    let labels = &one.confusion.labels;
    let words: Vec<String> = labels.iter().map(|label| label.replace('_', " ")).collect();
    let sum = |cells: &mut dyn Iterator<Item = u64>| cells.sum::<u64>();
    let rows = one.confusion.cells.iter().zip(&words).enumerate().map(|(truth, (cells, word))| {
        let counted = cells.iter().enumerate().map(|(scored, n)| match (n, truth == scored) {
            (0, _) => Cell::new(theme.glyphs.none, theme.dim()),
            // The same value on both sides; without colour the place on the diagonal says so.
            (n, true) => Cell::new(n.to_string(), theme.good()),
            (n, false) => Cell::new(n.to_string(), theme.strong()),
        });
        let total = Cell::new(sum(&mut cells.iter().copied()).to_string(), theme.dim());
        Row { name: word.clone(), cells: counted.chain([total]).collect() }
    });
    let mut rows: Vec<Row> = rows.collect();
    let all = sum(&mut one.confusion.cells.iter().flatten().copied());
    let column = |at: usize| sum(&mut one.confusion.cells.iter().filter_map(|row| row.get(at).copied()));
    let totals = (0..labels.len()).map(column).chain([all]);
    rows.push(Row { name: "total".into(), cells: totals.map(|n| Cell::new(n.to_string(), theme.dim())).collect() });
    // Thirteen kinds by their whole words need more room than most terminals have; then they are cut, not left out.
    let narrow = usize::from(area.width) < words.iter().map(|word| word.len() + 2).sum::<usize>() + 24;
    let name = |word: &String| if narrow { fit(word, 8, more) } else { word.clone() };
    let matrix = Matrix {
        corner: "truth \\ scored".into(),
        columns: words.iter().map(name).chain(["total".to_owned()]).collect(),
        rows,
        side: Side::Right,
        focus: Some(f1.cell()),
        focus_style: if f1.on_items { theme.strong() } else { theme.selected() },
    };
    let rest = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
    matrix.draw(buffer, rest, theme);
}

/// What the focused cell says, for the heading of its items.
pub(super) fn cell_words(state: &State) -> Option<String> {
    let one = state.f1.confusion()?;
    let (truth, scored) = state.f1.cell();
    let word = |at: usize| one.confusion.labels.get(at).map(|word| word.replace('_', " "));
    let (truth, scored) = (word(truth)?, word(scored)?);
    Some(match truth == scored {
        true => format!("{}: {truth} on both sides", one.variable),
        false => format!("{}: {truth} in the truth, {scored} on the scored side", one.variable),
    })
}
