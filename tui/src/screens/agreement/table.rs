//! The lines over all coders, or of two of them: finding, values, and which statements a variable is coded in. Each part
//! has headings of its own, which stay in view.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, Estimate, LineFound, PairValues, Undefined, ValueFigures,
};

use super::words::{bounds, coded_share, figure, percent, plain};
use crate::app::State;
use crate::app::agreement::{AgreedLine, AgreementLevel, Section, of_pair};
use crate::widgets::table::{self, Column, left, right};
use crate::widgets::{fit, put};

/// The columns of a part at a width.
struct Columns {
    finding: &'static [Column],
    values: &'static [Column],
    presence: &'static [Column],
}

const WIDE: Columns = Columns {
    finding: &[
        left("1 finding the same items, by pairs", 0),
        right("F1", 7),
        right("95 % interval", 13),
        right("both", 7),
        right("one only", 8),
    ],
    values: &[
        left("2 values of what two found", 0),
        right("n", 5),
        right("agree", 6),
        right("coded", 6),
        right("Fleiss", 6),
        right("alpha", 6),
        right("95 % interval", 13),
        right("AC1", 6),
        right("95 % interval", 13),
    ],
    presence: &[
        left("3 coded at all, by statements", 0),
        right("n", 5),
        right("agree", 6),
        right("coded", 6),
        right("Fleiss", 6),
        right("alpha", 6),
        right("95 % interval", 13),
        right("AC1", 6),
        right("95 % interval", 13),
    ],
};

const MEDIUM: Columns = Columns {
    finding: &[
        left("1 finding items", 0),
        right("F1", 5),
        right("95 % int.", 11),
        right("both", 5),
        right("one only", 8),
    ],
    values: &[
        left("2 values", 0),
        right("n", 4),
        right("agree", 5),
        right("Fleiss", 6),
        right("alpha", 5),
        right("95 % int.", 11),
        right("AC1", 5),
        right("95 % int.", 11),
    ],
    presence: &[
        left("3 coded at all", 0),
        right("n", 4),
        right("agree", 5),
        right("Fleiss", 6),
        right("alpha", 5),
        right("95 % int.", 11),
        right("AC1", 5),
        right("95 % int.", 11),
    ],
};

const NARROW: Columns = Columns {
    finding: &[left("1 finding", 0), right("F1", 5), right("both", 4), right("one", 4)],
    values: &[left("2 values", 0), right("n", 4), right("alpha", 5)],
    presence: &[left("3 coded at all", 0), right("n", 4), right("alpha", 5)],
};

const PAIR_WIDE: Columns = Columns {
    finding: &[
        left("1 finding the same items", 0),
        right("F1", 7),
        right("95 % interval", 13),
        right("both", 7),
        right("1st only", 8),
        right("2nd only", 8),
    ],
    values: &[left("2 values", 0), right("n", 5), right("agree", 6), right("kappa", 7), right("95 % interval", 15)],
    presence: &[
        left("3 coded at all", 0),
        right("n", 5),
        right("agree", 6),
        right("kappa", 7),
        right("95 % interval", 15),
    ],
};

const PAIR_NARROW: Columns = Columns {
    finding: &[left("1 finding", 0), right("F1", 5), right("both", 4), right("1st", 3), right("2nd", 3)],
    values: &[left("2 values", 0), right("n", 4), right("kappa", 5)],
    presence: &[left("3 coded at all", 0), right("n", 4), right("kappa", 5)],
};

fn columns(width: u16, pair: bool, section: Section) -> &'static [Column] {
    let kind = match (width, pair) {
        (106.., false) => &WIDE,
        (72..106, false) => &MEDIUM,
        (_, false) => &NARROW,
        (72.., true) => &PAIR_WIDE,
        (_, true) => &PAIR_NARROW,
    };
    match section {
        Section::Finding => kind.finding,
        Section::Values => kind.values,
        Section::Presence => kind.presence,
    }
}

/// A row of the drawn table.
#[derive(Clone, Copy)]
enum Shown {
    Heading(Section),
    Line(AgreedLine),
}

impl Shown {
    fn section(self) -> Section {
        match self {
            Shown::Heading(section) => section,
            Shown::Line(line) => line.section(),
        }
    }
}

/// The rows in view: the focused line with the heading of the part that the first of them belongs to.
fn in_view(lines: &[AgreedLine], focus: usize, height: usize) -> Vec<Shown> {
    let mut rows = Vec::new();
    let mut at = 0;
    for (place, line) in lines.iter().enumerate() {
        if place == 0 || lines.get(place - 1).is_none_or(|before| before.section() != line.section()) {
            rows.push(Shown::Heading(line.section()));
        }
        if place == focus {
            at = rows.len();
        }
        rows.push(Shown::Line(*line));
    }
    let top = (at + 1).saturating_sub(height.max(1));
    let mut shown: Vec<Shown> = rows.into_iter().skip(top).take(height).collect();
    if let Some(first) = shown.first_mut().filter(|_| height > 1) {
        *first = Shown::Heading(first.section());
    }
    shown
}

/// Rows the whole table takes.
pub(super) fn rows(state: &State) -> u16 {
    let lines = state.agreement.lines();
    u16::try_from(in_view(&lines, 0, usize::MAX).len()).unwrap_or(u16::MAX)
}

/// Draws the table of all coders, or of two.
pub(super) fn draw(buffer: &mut Buffer, state: &State, area: Rect) {
    let (agreement, theme) = (&state.agreement, &state.theme);
    let Some(report) = agreement.report.value() else { return };
    let pair = match agreement.list_level() {
        AgreementLevel::Pair(a, b) => Some((a, b)),
        _ => None,
    };
    let lines = agreement.lines();
    let focus = agreement.line();
    for (y, row) in (0..area.height).zip(in_view(&lines, agreement.line_at(), area.height.into())) {
        let at = Rect { y: area.y + y, height: 1, ..area };
        let columns = columns(area.width, pair.is_some(), row.section());
        match row {
            Shown::Heading(_) => table::headings(buffer, at, columns, theme.dim()),
            Shown::Line(line) => {
                draw_line(buffer, state, at, columns, &cells(state, report, line, pair), line);
                if line == focus {
                    let style = if agreement.on_pane { theme.strong() } else { theme.selected() };
                    buffer.set_style(at, style);
                }
            }
        }
    }
}

/// What stands in a line: cells by heading, and words where there is no figure.
struct Cells {
    by_heading: Vec<(&'static str, String)>,
    words: Option<NoFigure>,
}

/// Why a line has no figure.
#[derive(Clone, Copy)]
enum NoFigure {
    /// The figure is not defined.
    Undefined(Undefined),
    /// There is nobody to compare with.
    NobodyElse,
}

impl NoFigure {
    fn in_full(self) -> String {
        match self {
            NoFigure::Undefined(why) => why.to_string(),
            NoFigure::NobodyElse => "no statement was coded by two people".to_owned(),
        }
    }

    fn in_short(self) -> &'static str {
        match self {
            NoFigure::Undefined(why) => super::words::reason(why),
            NoFigure::NobodyElse => "no two coded the same",
        }
    }
}

const NOT_CODED: Option<NoFigure> = Some(NoFigure::Undefined(Undefined::NotCoded));

fn cells(state: &State, report: &AgreementReport, line: AgreedLine, pair: Option<(&Coder, &Coder)>) -> Cells {
    match (line, pair) {
        (AgreedLine::Found(_), None) if report.sample.shared == 0 => {
            Cells { by_heading: Vec::new(), words: Some(NoFigure::NobodyElse) }
        }
        (AgreedLine::Found(_), None) => found(state, line.found(report)),
        (AgreedLine::Found(_), Some((a, b))) => {
            let found_by = report.finding.pair(a, b).and_then(|pair| line.found_by(pair));
            found(state, found_by)
        }
        (_, None) => match line.valued(report) {
            Some(figures) => valued(state, figures, line),
            None => Cells { by_heading: Vec::new(), words: NOT_CODED },
        },
        (_, Some((a, b))) => match line.variable(report).and_then(|variable| of_pair(variable, a, b)) {
            Some(values) => of_two(state, values),
            None => Cells { by_heading: Vec::new(), words: NOT_CODED },
        },
    }
}

fn found(state: &State, found: Option<&LineFound>) -> Cells {
    let Some(found) = found else { return Cells { by_heading: Vec::new(), words: NOT_CODED } };
    let counts = found.counts;
    let by_heading = vec![
        ("F1", figure(&found.f1).unwrap_or_default()),
        ("95 % interval", bounds(state, &found.f1).unwrap_or_default()),
        ("both", counts.tp.to_string()),
        ("one only", (counts.fp + counts.fn_).to_string()),
        ("1st only", counts.fp.to_string()),
        ("2nd only", counts.fn_.to_string()),
    ];
    Cells { by_heading, words: undefined(&found.f1) }
}

fn valued(state: &State, figures: &ValueFigures, line: AgreedLine) -> Cells {
    let kind = match line {
        AgreedLine::Valued(_, Some(kind)) => Some(kind.as_str()),
        _ => None,
    };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| state.theme.glyphs.none.to_owned());
    let by_heading = vec![
        ("n", figures.n.to_string()),
        ("agree", or_none(figures.percent.value().map(percent))),
        ("coded", or_none(coded_share(figures, kind).map(percent))),
        ("Fleiss", or_none(figure(&figures.fleiss))),
        ("alpha", or_none(figure(&figures.alpha))),
        ("95 % interval", or_none(bounds(state, &figures.alpha))),
        ("AC1", or_none(figure(&figures.ac1))),
        ("95 % interval", or_none(bounds(state, &figures.ac1))),
    ];
    Cells { by_heading, words: undefined(&figures.alpha) }
}

fn of_two(state: &State, values: &PairValues) -> Cells {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| state.theme.glyphs.none.to_owned());
    let by_heading = vec![
        ("n", values.percent.n().to_string()),
        ("agree", or_none(values.percent.value().map(percent))),
        ("kappa", or_none(figure(&values.kappa))),
        ("95 % interval", or_none(bounds(state, &values.kappa))),
    ];
    Cells { by_heading, words: undefined(&values.kappa) }
}

fn undefined(estimate: &Estimate) -> Option<NoFigure> {
    match estimate {
        Estimate::Figure { .. } => None,
        Estimate::Words { reason, .. } => Some(NoFigure::Undefined(*reason)),
    }
}

/// Headings that are cut on a narrow terminal mean the same.
fn same_heading(heading: &str, full: &str) -> bool {
    heading == full
        || matches!(
            (heading, full),
            ("95 % int.", "95 % interval") | ("one", "one only") | ("1st", "1st only") | ("2nd", "2nd only")
        )
}

fn draw_line(buffer: &mut Buffer, state: &State, area: Rect, columns: &[Column], cells: &Cells, line: AgreedLine) {
    let theme = &state.theme;
    let more = theme.glyphs.more;
    let name = plain(state, &format!("{}{}", " ".repeat(line.depth()), line.name()));
    if let Some(why) = cells.words {
        return draw_words(buffer, state, area, columns, cells, (&name, why));
    }
    let mut given = cells.by_heading.iter().peekable();
    let mut row: Vec<(String, Style)> = vec![(name, theme.text())];
    for column in columns.iter().skip(1) {
        // In order, so that of two intervals each finds its own.
        let text = given.by_ref().find(|(heading, _)| same_heading(column.heading, heading));
        let main = matches!(column.heading, "F1" | "alpha" | "kappa");
        let style = if main { theme.strong() } else { theme.text() };
        row.push((text.map(|(_, text)| text.clone()).unwrap_or_default(), style));
    }
    table::row(buffer, area, 0, columns, &row, more);
}

/// A line without a figure: what is known of it, then why there is none; in full where it fits.
fn draw_words(
    buffer: &mut Buffer,
    state: &State,
    area: Rect,
    columns: &[Column],
    cells: &Cells,
    (name, why): (&str, NoFigure),
) {
    let theme = &state.theme;
    let widths = table::widths(columns, area.width);
    put(buffer, area, 0, 0, name, theme.text());
    let wide = usize::from(area.width);
    let first = usize::from(widths.first().copied().unwrap_or(0)) + 2;
    let full = why.in_full();
    let of =
        |heading: &str| cells.by_heading.iter().find(|(known, _)| *known == heading).map(|(_, text)| text.as_str());
    let mut at = first;
    let counted = matches!(why, NoFigure::Undefined(Undefined::AllAgree | Undefined::TooSmall { .. }));
    if counted && columns.len() > 4 {
        for (column, width) in columns.iter().zip(&widths).skip(1).take(2) {
            let text = of(column.heading).unwrap_or_default();
            let width = usize::from(*width);
            put(buffer, area, to(at), 0, &format!("{text:>width$}"), theme.text());
            at += width + 2;
        }
    }
    let words = if at + full.len() <= wide { full } else { why.in_short().to_owned() };
    // On a narrow terminal the words stand right, beside a name of whatever length.
    if at + words.len() > wide {
        at = wide.saturating_sub(words.len()).max(name.len() + 1);
    }
    let room = wide.saturating_sub(at);
    put(buffer, area, to(at), 0, &fit(&words, room, theme.glyphs.more), theme.dim());
}

fn to(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}
