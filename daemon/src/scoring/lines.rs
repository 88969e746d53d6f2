//! The lines of an F1 table as they go over the wire, made of summed counts.

use sarf_shared::family::Variable;
use sarf_shared::rpc::{F1Line, F1Variable, Prevalence, ROW_LINES, RowFigure, ScoreLevel, ShareLine, Stat};
use sarf_shared::scoring::agreement::{Ratings, Undefined};
use sarf_shared::scoring::f1::{
    Confusion, Figure, Intervals, Line, Mean, PublishedSystem, Row, Share, SystemTable, Tally, Value, WhichSide,
};
use sarf_shared::scoring::intervals::Interval;

/// The intervals that belong to a table; `None`: none were asked for.
pub type Made<'i> = Option<&'i Intervals>;

fn interval(made: Made<'_>, figure: Figure) -> Option<Interval> {
    made.map(|all| all.get(figure))
}

/// The published figures, which are of whole discussions only.
fn published<K: Ord>(system: &SystemTable<K>, level: ScoreLevel) -> Option<PublishedSystem> {
    system.published().filter(|_| level == ScoreLevel::Discussion)
}

/// Every line of a table over discussions.
pub fn lines<K: Ord>(system: &SystemTable<K>, level: ScoreLevel, made: Made<'_>) -> Vec<F1Line> {
    let published = published(system, level);
    let figure = |published: &PublishedSystem, line: Line| published.get(Figure::F1(line));
    (system.rows().into_iter())
        .map(|row| {
            let line = row.pooled.line;
            F1Line {
                line,
                counts: row.pooled.counts,
                n: row.pooled.n,
                pooled: row.pooled.ratios,
                intervals: made.map(|all| all.of_line(line)),
                mean: row.mean,
                published: published.as_ref().and_then(|published| figure(published, line)),
            }
        })
        .collect()
}

/// Every variable of a table over discussions.
pub fn variables<K: Ord>(system: &SystemTable<K>, level: ScoreLevel, made: Made<'_>) -> Vec<F1Variable> {
    let published = published(system, level);
    let one = |variable: &Variable| {
        let figure = Figure::MacroF1(*variable);
        let confusion = system.pooled().confusion(*variable);
        let agreement = agreement(&confusion);
        F1Variable {
            variable: *variable,
            n: confusion.cells.iter().flatten().sum(),
            coded: coded(&confusion),
            macro_f1: system.figure(figure),
            interval: interval(made, figure),
            mean: system.mean(figure),
            kappa: agreement[0],
            alpha: agreement[1],
            ac1: agreement[2],
            percent: agreement[3],
            prevalence: prevalence(&confusion),
            confusion,
            published: published.as_ref().and_then(|published| published.get(figure)),
        }
    };
    Variable::ALL.iter().map(one).collect()
}

/// Statements coded exactly alike.
pub fn exact<K: Ord>(system: &SystemTable<K>, made: Made<'_>) -> ShareLine {
    share(system, made, Figure::Exact, system.pooled().sums().exact())
}

/// How far the families hang together: scored side, truth.
pub fn connectivity<K: Ord>(system: &SystemTable<K>, made: Made<'_>) -> [ShareLine; 2] {
    let of = |side| share(system, made, Figure::Connectivity(side), system.pooled().sums().connected(side));
    [of(WhichSide::Scored), of(WhichSide::Truth)]
}

fn share<K: Ord>(system: &SystemTable<K>, made: Made<'_>, figure: Figure, of: Share) -> ShareLine {
    let (value, mean): (Value, Mean) = (system.figure(figure), system.mean(figure));
    ShareLine { value, part: of.part, whole: of.whole, interval: interval(made, figure), mean }
}

/// The main lines of one tally.
pub fn main_lines(tally: &Tally) -> Vec<RowFigure> {
    let row = |line: &Line| {
        let row = Row::of(tally, *line);
        RowFigure { line: *line, counts: row.counts, f1: row.ratios.f1 }
    };
    ROW_LINES.iter().map(row).collect()
}

/// Matched shifts that have the variable coded by either side: all but those in the last cell.
fn coded(confusion: &Confusion) -> u64 {
    let all: u64 = confusion.cells.iter().flatten().sum();
    let neither = confusion.cells.last().and_then(|row| row.last()).copied().unwrap_or(0);
    all - neither
}

/// Kappa, alpha, AC1, percent agreement of model and truth on matched shifts. Where neither coded the variable on any, it
/// is not coded; that all agree on not coding it says nothing.
fn agreement(confusion: &Confusion) -> [Stat; 4] {
    if coded(confusion) == 0 {
        return [Stat::Undefined(Undefined::NotCoded); 4];
    }
    let mut ratings: Ratings<usize> = Ratings::new(2);
    for (truth, row) in confusion.cells.iter().enumerate() {
        for (scored, n) in row.iter().enumerate() {
            (0..*n).for_each(|_| ratings.push([Some(truth), Some(scored)]));
        }
    }
    [
        ratings.cohens_kappa(0, 1).into(),
        ratings.krippendorff_alpha().into(),
        ratings.gwet_ac1().into(),
        ratings.percent_agreement().into(),
    ]
}

fn prevalence(confusion: &Confusion) -> Vec<Prevalence> {
    let cells = &confusion.cells;
    let of = |(at, label): (usize, &String)| {
        let truth = cells.get(at).map_or(0, |row| row.iter().sum());
        let scored = cells.iter().filter_map(|row| row.get(at)).sum();
        Prevalence { value: label.clone(), truth, scored }
    };
    confusion.labels.iter().enumerate().map(of).filter(|one| one.truth + one.scored > 0).collect()
}
