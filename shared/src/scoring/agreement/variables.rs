//! Stage two of a selection: the figures of every variable and relationship kind, of the humans and of every two coders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::{Draws, Rows};
use super::figures::{figure, pairs};
use super::{
    Apart, Clusters, Coder, Convention, Estimate, PairValues, Rated, RatingTable, Statistic, Units, ValueFigures,
};
use crate::family::RelationshipKind;

/// Alpha without one of the coders: what hangs on them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// The coder left out.
    pub coder: Coder,
    /// Alpha of the others.
    pub alpha: Estimate,
}

/// The figures of one variable, or of one relationship kind against everything else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VariableFigures {
    /// What is rated.
    pub rated: Rated,
    /// The kind that is set against the rest, where it is about one.
    pub kind: Option<RelationshipKind>,
    /// The figures of the humans.
    pub humans: ValueFigures,
    /// The figures of every two coders, humans with humans first.
    pub pairs: Vec<PairValues>,
    /// Alpha of the humans without each of them, where there are three or more.
    pub left_out: Vec<LeftOut>,
}

impl VariableFigures {
    pub(super) fn new(table: &RatingTable, clusters: &OfWhom<'_>, draws: Draws) -> Self {
        let humans = table.humans();
        let left_out = match (humans.len(), table.apart) {
            (3.., Apart::Values | Apart::Presence) => {
                humans.iter().filter_map(|out| left_out(table, &humans, *out, clusters, draws)).collect()
            }
            _ => Vec::new(),
        };
        VariableFigures {
            rated: table.rated,
            kind: match table.apart {
                Apart::Kind(kind) => Some(kind),
                Apart::Values | Apart::Presence => None,
            },
            humans: ValueFigures::new(table, &humans, clusters.humans, draws),
            pairs: pairs(table, clusters, draws),
            left_out,
        }
    }

    /// `relationship`, or `relationship: distance`.
    pub fn name(&self) -> String {
        match self.kind {
            Some(kind) => format!("{}: {kind}", self.rated),
            None => self.rated.to_string(),
        }
    }
}

fn left_out(table: &RatingTable, humans: &[usize], out: usize, clusters: &OfWhom<'_>, draws: Draws) -> Option<LeftOut> {
    let rest: Vec<usize> = humans.iter().copied().filter(|coder| *coder != out).collect();
    let (shape, coded) = (table.shape(), table.is_coded(&rest));
    let rows = Rows::new(table.sums(&rest, clusters.humans));
    let alpha = rows.estimate(move |row| figure(Statistic::Alpha, coded, shape, row), draws);
    Some(LeftOut { coder: table.coders.get(out)?.clone(), alpha })
}

/// Clusters for figures of humans alone, and for those a model has a part in.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfWhom<'c> {
    pub humans: &'c Clusters,
    pub all: &'c Clusters,
}

/// Every variable under one convention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValueSection {
    /// How values became units.
    pub convention: Convention,
    /// The question the figures answer.
    pub question: String,
    /// The variables, each relationship kind that was given after relationship.
    pub variables: Vec<VariableFigures>,
}

impl ValueSection {
    /// The section of a selection's units.
    pub(super) fn new(units: &Units, convention: Convention, clusters: &OfWhom<'_>, draws: Draws) -> Self {
        let tables: Vec<RatingTable> =
            Rated::ALL.iter().map(|rated| RatingTable::new(units, *rated, convention)).collect();
        ValueSection::of_tables(&tables, convention, clusters, draws)
    }

    /// The section of tables, wherever they come from.
    pub(super) fn of_tables(
        tables: &[RatingTable],
        convention: Convention,
        clusters: &OfWhom<'_>,
        draws: Draws,
    ) -> Self {
        let mut variables = Vec::new();
        for table in tables {
            variables.push(VariableFigures::new(table, clusters, draws));
            if table.rated == Rated::Relationship {
                let everybody: Vec<usize> = (0..table.coders.len()).collect();
                let kinds = RelationshipKind::ALL.iter().map(|kind| table.one_against_rest(*kind));
                let given = kinds.filter(|kind| kind.is_coded(&everybody));
                variables.extend(given.map(|kind| VariableFigures::new(&kind, clusters, draws)));
            }
        }
        ValueSection { convention, question: convention.words().to_owned(), variables }
    }

    /// The figures of a variable.
    pub fn get(&self, rated: Rated, kind: Option<RelationshipKind>) -> Option<&VariableFigures> {
        self.variables.iter().find(|figures| figures.rated == rated && figures.kind == kind)
    }
}
