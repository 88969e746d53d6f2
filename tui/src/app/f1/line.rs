//! The lines of the F1 table on screen, and which items stand behind each.

use sarf_shared::family::Variable;
use sarf_shared::rpc::Outcome;
use sarf_shared::scoring::f1::{Figure, Line, WhichSide};

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableLine {
    /// Counts and ratios.
    Counted(Line),
    /// Agreement on a variable's values.
    Valued(Variable),
    /// Statements coded alike.
    Exact,
    /// How far the scored family hangs together.
    ConnectedScored,
    /// How far the truth's does.
    ConnectedTruth,
}

impl TableLine {
    /// All of them, in order.
    pub fn all() -> Vec<TableLine> {
        use TableLine as T;
        let mut all: Vec<T> = Line::ALL.iter().filter(|line| has_items(**line)).map(|line| T::Counted(*line)).collect();
        for variable in Variable::ALL {
            all.push(T::Valued(*variable));
            all.push(T::Counted(Line::detection(*variable)));
            all.push(T::Counted(Line::value(*variable)));
            if *variable == Variable::Relationship {
                all.push(T::Counted(Line::RelationshipPeople));
            }
        }
        all.extend([T::Exact, T::ConnectedScored, T::ConnectedTruth]);
        all
    }

    /// Its name in the first column.
    pub fn name(self) -> String {
        match self {
            TableLine::Counted(line) if has_items(line) => match line {
                Line::Aggregate => "all items".into(),
                Line::Structural => "structural".into(),
                Line::Shift => "shift".into(),
                Line::ChildOf => "parent-child".into(),
                _ => line.items().into(),
            },
            TableLine::Counted(Line::RelationshipPeople) => "whom it concerns".into(),
            TableLine::Counted(line) if is_detection(line) => "found, by person".into(),
            TableLine::Counted(_) => "value, by person".into(),
            TableLine::Valued(variable) => variable.as_str().into(),
            TableLine::Exact => "coded exactly alike".into(),
            TableLine::ConnectedScored => "connected, scored".into(),
            TableLine::ConnectedTruth => "connected, truth".into(),
        }
    }

    /// Its name where it does not stand below the line it belongs to.
    pub fn whole_name(self) -> String {
        match (self, self.variable()) {
            (TableLine::Counted(Line::RelationshipPeople), _) => "relationship whom".into(),
            (TableLine::Counted(line), Some(variable)) => {
                let what = if is_detection(line) { "found" } else { "value" };
                format!("{variable} {what}")
            }
            _ => self.name(),
        }
    }

    /// How deep it is set in.
    pub fn depth(self) -> usize {
        match self {
            TableLine::Counted(line) if has_items(line) => line.depth(),
            TableLine::Counted(_) => 1,
            _ => 0,
        }
    }

    /// The variable that it is about.
    pub fn variable(self) -> Option<Variable> {
        match self {
            TableLine::Valued(variable) => Some(variable),
            TableLine::Counted(Line::RelationshipPeople) => Some(Variable::Relationship),
            TableLine::Counted(line) => Variable::ALL
                .iter()
                .copied()
                .find(|variable| [Line::detection(*variable), Line::value(*variable)].contains(&line)),
            _ => None,
        }
    }

    /// The figure that is compared between runs.
    pub fn figure(self) -> Option<Figure> {
        match self {
            TableLine::Counted(line) => Some(Figure::F1(line)),
            TableLine::Valued(variable) => Some(Figure::MacroF1(variable)),
            TableLine::Exact => Some(Figure::Exact),
            TableLine::ConnectedScored => Some(Figure::Connectivity(WhichSide::Scored)),
            // The truth is the same for all runs.
            TableLine::ConnectedTruth => None,
        }
    }

    /// The items that stand behind it: of which line, and what became of them.
    pub fn items(self) -> (Line, &'static [Outcome]) {
        const UNMATCHED: &[Outcome] = &[Outcome::Invented, Outcome::Missed];
        match self {
            TableLine::Counted(line) if has_items(line) => (line, UNMATCHED),
            TableLine::Counted(_) => (Line::Shift, UNMATCHED),
            TableLine::Valued(_) => (Line::Shift, &[Outcome::Found]),
            TableLine::Exact => (Line::Aggregate, UNMATCHED),
            TableLine::ConnectedScored | TableLine::ConnectedTruth => (Line::ChildOf, UNMATCHED),
        }
    }
}

/// Whether the items of a line can be listed; the others are counted by person.
fn has_items(line: Line) -> bool {
    (line as usize) <= Line::ChildOf as usize
}

fn is_detection(line: Line) -> bool {
    Variable::ALL.iter().any(|variable| Line::detection(*variable) == line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_report_is_on_screen_once() {
        let all = TableLine::all();
        for line in Line::ALL {
            assert_eq!(all.iter().filter(|row| **row == TableLine::Counted(*line)).count(), 1, "{line}");
        }
        for row in &all {
            assert!(row.name().is_ascii() && row.name().len() + 2 * row.depth() <= 19, "{}", row.name());
            assert!(row.whole_name().len() <= 19, "{}", row.whole_name());
        }
        let mut names: Vec<String> = all.iter().map(|row| row.whole_name()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all.len(), "in any order each line says what it is");
    }
}
