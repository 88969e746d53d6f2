//! The lines of the table of agreement: what each is about, and what it is called.

use sarf_shared::family::{EventKind, RelationshipKind};
use sarf_shared::scoring::agreement::{
    AgreementReport, LINES, LineFound, PairFound, PairValues, Rated, ValueFigures, VariableFigures,
};
use sarf_shared::scoring::f1::Line;

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreedLine {
    /// Finding items of a kind.
    Found(Line),
    /// The values of a variable, or of one relationship kind against the rest.
    Valued(Rated, Option<RelationshipKind>),
    /// Whether a variable is coded in a statement at all.
    Present(Rated),
}

/// The parts of the table, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Stage one.
    Finding,
    /// Stage two.
    Values,
    /// Which statements a variable is coded in.
    Presence,
}

impl AgreedLine {
    /// Every line a report has, in order.
    pub fn all(report: &AgreementReport) -> Vec<AgreedLine> {
        // All items always: where there are none, that is what has to be said.
        let there = |line: &Line| *line == Line::Aggregate || all_of(report).any(|one| one.line == *line);
        let found = LINES.iter().filter(|line| there(line)).map(|line| AgreedLine::Found(*line));
        let values = report.main_values().map(|section| section.variables.as_slice()).unwrap_or_default();
        let valued = values.iter().map(|one| AgreedLine::Valued(one.rated, one.kind));
        let present = report.presence.iter().map(|one| AgreedLine::Present(one.rated));
        found.chain(valued).chain(present).collect()
    }

    /// The part it belongs to.
    pub fn section(self) -> Section {
        match self {
            AgreedLine::Found(_) => Section::Finding,
            AgreedLine::Valued(..) => Section::Values,
            AgreedLine::Present(_) => Section::Presence,
        }
    }

    /// Its name in the first column.
    pub fn name(self) -> String {
        match self {
            AgreedLine::Found(Line::Aggregate) => "all items".into(),
            AgreedLine::Found(Line::ChildOf) => "parent-child".into(),
            AgreedLine::Found(line) => line.items().into(),
            AgreedLine::Valued(_, Some(kind)) => kind.as_str().replace('_', " "),
            AgreedLine::Valued(rated, None) | AgreedLine::Present(rated) => rated.as_str().replace('_', " "),
        }
    }

    /// Its name where the line stands by itself.
    pub fn in_full(self) -> String {
        match self {
            AgreedLine::Found(_) => self.name(),
            AgreedLine::Valued(rated, Some(_)) => format!("{}: {}", rated.as_str(), self.name()),
            AgreedLine::Valued(..) => self.name(),
            AgreedLine::Present(_) => format!("{} coded at all", self.name()),
        }
    }

    /// Blanks before its name.
    pub fn depth(self) -> usize {
        match self {
            AgreedLine::Found(line) => line.depth(),
            AgreedLine::Valued(_, kind) => usize::from(kind.is_some()),
            AgreedLine::Present(_) => 0,
        }
    }

    /// Whether events of a kind stand behind it; nothing but events can be listed one by one.
    pub fn lists(self, kind: EventKind) -> Option<bool> {
        match self {
            AgreedLine::Found(Line::Aggregate | Line::Events) => Some(true),
            AgreedLine::Found(Line::Structural) => Some(kind != EventKind::Shift),
            AgreedLine::Found(Line::People | Line::PairBonds | Line::ChildOf) | AgreedLine::Present(_) => None,
            AgreedLine::Found(line) => Some(line == Line::of_kind(kind)),
            AgreedLine::Valued(..) => Some(true),
        }
    }

    /// What the people's finding comes to.
    pub fn found(self, report: &AgreementReport) -> Option<&LineFound> {
        let AgreedLine::Found(line) = self else { return None };
        report.finding.humans.iter().find(|one| one.line == line)
    }

    /// What two coders' finding comes to.
    pub fn found_by(self, pair: &PairFound) -> Option<&LineFound> {
        let AgreedLine::Found(line) = self else { return None };
        pair.lines.iter().find(|one| one.line == line)
    }

    /// The figures of its values.
    pub fn variable(self, report: &AgreementReport) -> Option<&VariableFigures> {
        match self {
            AgreedLine::Found(_) => None,
            AgreedLine::Valued(rated, kind) => report.main_values()?.get(rated, kind),
            AgreedLine::Present(rated) => report.presence.iter().find(|one| one.rated == rated),
        }
    }

    /// The figures of the people's values.
    pub fn valued(self, report: &AgreementReport) -> Option<&ValueFigures> {
        self.variable(report).map(|one| &one.humans)
    }
}

/// What all pairs of coders and the people together found.
fn all_of(report: &AgreementReport) -> impl Iterator<Item = &LineFound> {
    report.finding.humans.iter().chain(report.finding.pairs.iter().flat_map(|pair| &pair.lines))
}

/// The values of two coders, whichever is named first.
pub fn of_pair<'v>(
    variable: &'v VariableFigures,
    a: &sarf_shared::scoring::agreement::Coder,
    b: &sarf_shared::scoring::agreement::Coder,
) -> Option<&'v PairValues> {
    variable.pairs.iter().find(|pair| (&pair.a, &pair.b) == (a, b) || (&pair.a, &pair.b) == (b, a))
}
