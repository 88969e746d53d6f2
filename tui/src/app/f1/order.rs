//! In which order lines, discussions and statements stand: by any column, either way round.

use std::cmp::Ordering;

use sarf_shared::rpc::{F1Row, F1StatementRow, F1View, ROW_LINES, RowFigure};
use sarf_shared::scoring::f1::{Figure, Line};

use super::{TableLine, figure};
use sarf_shared::rpc::AgainstPrevious;

/// A column of the table that orders its lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineColumn {
    /// The order of the report.
    #[default]
    Report,
    /// Precision.
    Precision,
    /// Recall.
    Recall,
    /// F1.
    F1,
    /// Items found.
    Found,
    /// Items invented.
    Invented,
    /// Items missed.
    Missed,
    /// The difference to the runs before.
    Change,
}

/// A column of the lists of discussions and statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowColumn {
    /// The number.
    Number,
    /// The title of a discussion, the coder of a statement.
    Name,
    /// How many statements of a discussion are coded.
    Coded,
    /// The F1 of a line.
    F1(Line),
    /// Statements coded exactly alike.
    Exact,
}

/// A column and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<C> {
    /// The column.
    pub by: C,
    /// The largest first.
    pub down: bool,
}

impl LineColumn {
    const ALL: [LineColumn; 8] = [
        LineColumn::Report,
        LineColumn::Precision,
        LineColumn::Recall,
        LineColumn::F1,
        LineColumn::Found,
        LineColumn::Invented,
        LineColumn::Missed,
        LineColumn::Change,
    ];

    fn word(self) -> &'static str {
        match self {
            LineColumn::Report => "the report's order",
            LineColumn::Precision => "precision",
            LineColumn::Recall => "recall",
            LineColumn::F1 => "F1",
            LineColumn::Found => "items found",
            LineColumn::Invented => "items invented",
            LineColumn::Missed => "items missed",
            LineColumn::Change => "the difference to the runs before",
        }
    }
}

impl RowColumn {
    /// Those of discussions, in the order on screen.
    pub fn of_discussions() -> Vec<RowColumn> {
        let lines = ROW_LINES.iter().map(|line| RowColumn::F1(*line));
        [RowColumn::Number, RowColumn::Name, RowColumn::Coded]
            .into_iter()
            .chain(lines)
            .chain([RowColumn::Exact])
            .collect()
    }

    /// Those of statements.
    pub fn of_statements() -> Vec<RowColumn> {
        RowColumn::of_discussions().into_iter().filter(|column| *column != RowColumn::Coded).collect()
    }

    fn word(self) -> String {
        match self {
            RowColumn::Number => "number".into(),
            RowColumn::Name => "name".into(),
            RowColumn::Coded => "statements coded".into(),
            RowColumn::F1(line) => format!("F1 of {}", line.items()),
            RowColumn::Exact => "coded exactly alike".into(),
        }
    }
}

/// The column after this one.
pub(super) fn next<C: PartialEq + Copy>(all: &[C], now: C) -> C {
    let at = all.iter().position(|one| *one == now).map_or(0, |at| at + 1);
    all.get(at).or(all.first()).copied().unwrap_or(now)
}

impl Order<LineColumn> {
    /// The next column: of ratios the lowest first, of counts the most.
    pub fn next(self) -> Self {
        let by = next(&LineColumn::ALL, self.by);
        let most = matches!(by, LineColumn::Found | LineColumn::Invented | LineColumn::Missed);
        Order { by, down: most }
    }

    /// In words.
    pub fn words(self) -> String {
        match self.by {
            LineColumn::Report => "lines in the report's order".into(),
            by => format!("lines by {}, {}", by.word(), direction(self.down)),
        }
    }
}

impl Order<RowColumn> {
    /// In words.
    pub fn words(self, what: &str) -> String {
        format!("{what} by {}, {}", self.by.word(), direction(self.down))
    }
}

fn direction(down: bool) -> &'static str {
    if down { "highest first" } else { "lowest first" }
}

/// What is not there stands last, whichever way round.
fn by_key<T: PartialOrd>(a: Option<T>, b: Option<T>, down: bool) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => {
            let order = a.partial_cmp(&b).unwrap_or(Ordering::Equal);
            if down { order.reverse() } else { order }
        }
    }
}

/// The lines of the table in order; lines without the figure keep the report's order behind the others.
pub(super) fn lines(
    order: Order<LineColumn>,
    view: Option<&F1View>,
    before: Option<&AgainstPrevious>,
    mean: bool,
) -> Vec<TableLine> {
    let mut all = TableLine::all();
    let Some(view) = view.filter(|_| order.by != LineColumn::Report) else { return all };
    let key = |line: &TableLine| -> Option<f64> {
        if order.by == LineColumn::Change {
            return change(before?, *line);
        }
        let TableLine::Counted(which) = line else { return None };
        let found = view.lines.iter().find(|one| one.line == *which)?;
        let pooled = [found.pooled.precision, found.pooled.recall, found.pooled.f1];
        let ratios = if mean { found.mean.map(|one| one.value) } else { pooled };
        let defined = found.pooled.f1.figure().is_some();
        let count = |n: usize| defined.then_some(n as f64);
        match order.by {
            LineColumn::Precision => ratios[0].figure(),
            LineColumn::Recall => ratios[1].figure(),
            LineColumn::F1 => ratios[2].figure(),
            LineColumn::Found => count(found.counts.tp),
            LineColumn::Invented => count(found.counts.fp),
            LineColumn::Missed => count(found.counts.fn_),
            LineColumn::Report | LineColumn::Change => None,
        }
    };
    all.sort_by(|a, b| by_key(key(a), key(b), order.down));
    all
}

/// The difference of a line to the runs before.
fn change(before: &AgainstPrevious, line: TableLine) -> Option<f64> {
    let figure: Figure = line.figure()?;
    before.differences.iter().find(|one| one.figure == figure)?.difference.figure()
}

/// The discussions in order; those without figures last.
pub(super) fn discussions(order: Order<RowColumn>, rows: &[F1Row]) -> Vec<&F1Row> {
    let mut rows: Vec<&F1Row> = rows.iter().collect();
    let bare = |row: &F1Row| row.figures.is_empty();
    rows.sort_by(|a, b| {
        let ordered = match order.by {
            RowColumn::Number => by_key(Some(a.discussion.id), Some(b.discussion.id), order.down),
            RowColumn::Name => {
                let name = |row: &F1Row| Some(row.discussion.title.to_lowercase());
                by_key(name(a), name(b), order.down)
            }
            RowColumn::Coded => {
                let coded = |row: &F1Row| Some(row.discussion.coverage.truth);
                by_key(coded(a), coded(b), order.down)
            }
            RowColumn::F1(line) => by_key(f1(&a.figures, line), f1(&b.figures, line), order.down),
            RowColumn::Exact => by_key(a.exact.figure(), b.exact.figure(), order.down),
        };
        bare(a).cmp(&bare(b)).then(ordered).then(a.discussion.id.cmp(&b.discussion.id))
    });
    rows
}

/// The statements in order; those without figures last, but by number, where they have their place.
pub(super) fn statements(order: Order<RowColumn>, rows: &[F1StatementRow]) -> Vec<&F1StatementRow> {
    let mut rows: Vec<&F1StatementRow> = rows.iter().collect();
    rows.sort_by(|a, b| {
        let ordered = match order.by {
            RowColumn::Number | RowColumn::Coded => by_key(Some(a.statement), Some(b.statement), order.down),
            RowColumn::Name => by_key(a.coder.as_ref(), b.coder.as_ref(), order.down),
            RowColumn::F1(line) => by_key(f1(&a.figures, line), f1(&b.figures, line), order.down),
            RowColumn::Exact => by_key(a.exact, b.exact, order.down),
        };
        ordered.then(a.statement.cmp(&b.statement))
    });
    rows
}

fn f1(figures: &[RowFigure], line: Line) -> Option<f64> {
    figure(figures, line).and_then(|one| one.f1.figure())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_a_list_can_order_it_and_comes_once() {
        let all = RowColumn::of_discussions();
        let mut seen = vec![RowColumn::Number];
        while let column = next(&all, seen[seen.len() - 1])
            && column != RowColumn::Number
        {
            assert!(!seen.contains(&column), "{column:?}");
            seen.push(column);
        }
        assert_eq!(seen.len(), 3 + ROW_LINES.len() + 1);
    }

    #[test]
    fn what_is_not_there_stands_last_whichever_way_round() {
        for down in [false, true] {
            assert_eq!(by_key(None, Some(1), down), Ordering::Greater);
            assert_eq!(by_key(Some(1), None, down), Ordering::Less);
        }
        assert_eq!(by_key(Some(1), Some(2), true), Ordering::Greater);
    }
}
