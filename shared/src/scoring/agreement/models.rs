//! Does a model fall inside human disagreement? Humans among themselves against humans with the model.
//!
//! A model is never counted among the humans: their own figures stand beside those in which the model takes the place of
//! one of them, in turn. Both are measured on the same draws, so their difference has an interval of its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::{Asked, Draws, Rows};
use super::figures::figure;
use super::finding::{f1, pooled};
use super::found::{Found, LINES};
use super::{
    Apart, Clusters, Coder, Comparison, Convention, Estimate, Figure, Rated, RatingTable, Resampled, Statistic,
    Undefined,
};
use crate::scoring::f1::Line;

/// Humans with one another, with the model, and the difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// Humans among themselves.
    pub humans: Estimate,
    /// With the model: in finding, F1 of the pairs of a human and the model; in values, the mean of the figures with the
    /// model in the place of each human.
    pub with_model: Estimate,
    /// With the model less humans: above zero where the model agrees better with the humans than they with one another.
    pub difference: Estimate,
    /// What that says.
    pub verdict: String,
}

/// A model's standing in finding one kind of item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FoundStanding {
    /// The line.
    pub line: Line,
    /// F1.
    pub standing: Standing,
}

/// The figure of the coders with the model in a human's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InPlaceOf {
    /// The human who is left out.
    pub human: Coder,
    /// The figure.
    pub figure: Estimate,
}

/// A model's standing in one variable, by one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValueStanding {
    /// The variable.
    pub rated: Rated,
    /// Which figure.
    pub statistic: Statistic,
    /// In the place of each human.
    pub in_place_of: Vec<InPlaceOf>,
    /// Together.
    pub standing: Standing,
}

/// A model beside the humans.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ModelStanding {
    /// The model with its prompt version.
    pub model: Coder,
    /// Stage one.
    pub finding: Vec<FoundStanding>,
    /// Stage two.
    pub values: Vec<ValueStanding>,
}

/// The figures a standing is told by.
const TOLD_BY: [Statistic; 3] = [Statistic::Percent, Statistic::Alpha, Statistic::Ac1];

/// What the standing of models is made from.
pub(super) struct Beside<'a> {
    pub comparison: &'a Comparison,
    pub tables: &'a [RatingTable],
    pub clusters: &'a Clusters,
    pub draws: Draws,
}

impl Beside<'_> {
    /// The standing of every model.
    pub(super) fn standings(&self) -> Vec<ModelStanding> {
        let coders = &self.comparison.units.coders;
        (coders.iter().enumerate().filter(|(_, coder)| !coder.is_human()))
            .map(|(at, model)| ModelStanding {
                model: model.clone(),
                finding: self.finding(at),
                values: self.tables.iter().flat_map(|table| self.values(table, at)).collect(),
            })
            .collect()
    }

    fn finding(&self, model: usize) -> Vec<FoundStanding> {
        let coders = &self.comparison.units.coders;
        let human = |at: usize| coders.get(at).is_some_and(Coder::is_human);
        let humans = pooled(self.comparison, self.clusters, |a, b| human(a) && human(b));
        let with = pooled(self.comparison, self.clusters, |a, b| (human(a) && b == model) || (a == model && human(b)));
        let rows = beside(&[humans.rows(), with.rows()]);
        let there = |line: &&Line| !Found::counts(with.total(), **line).is_undefined();
        (LINES.iter().filter(there))
            .map(|line| {
                let humans = move |row: &[u64]| f1(part(row, 0, Found::LEN), *line);
                let with = move |row: &[u64]| f1(part(row, 1, Found::LEN), *line);
                FoundStanding { line: *line, standing: self.standing(&rows, humans, with) }
            })
            .collect()
    }

    fn values(&self, table: &RatingTable, model: usize) -> Vec<ValueStanding> {
        let humans = table.humans();
        let shape = table.shape();
        if humans.len() < 2 || table.apart != Apart::Values {
            return Vec::new();
        }
        let teams: Vec<Vec<usize>> =
            std::iter::once(humans.clone())
                .chain(humans.iter().map(|out| {
                    humans.iter().copied().filter(|human| human != out).chain(std::iter::once(model)).collect()
                }))
                .collect();
        let sums: Vec<Vec<Vec<u32>>> = teams.iter().map(|team| table.sums(team, self.clusters)).collect();
        let coded: Vec<bool> = teams.iter().map(|team| table.is_coded(team)).collect();
        let rows = beside(&sums.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let coded = &coded;
        TOLD_BY
            .iter()
            .map(|statistic| {
                let of = move |row: &[u64], team: usize| {
                    let coded = coded.get(team).copied().unwrap_or(false);
                    figure(*statistic, coded, shape, part(row, team, shape.len()))
                };
                let asked: Vec<Asked<'_>> = (1..=humans.len())
                    .map(|team| -> Asked<'_> { Box::new(move |row: &[u64]| of(row, team)) })
                    .collect();
                let in_place_of = (humans.iter().zip(rows.estimates(&asked, self.draws)))
                    .filter_map(|(human, figure)| Some(InPlaceOf { human: table.coders.get(*human)?.clone(), figure }))
                    .collect();
                let n = humans.len();
                let mean = move |row: &[u64]| -> Result<Figure, Undefined> {
                    let figures: Vec<Figure> = (1..=n).map(|team| of(row, team)).collect::<Result<_, _>>()?;
                    let units = figures.iter().map(|figure| figure.n).min().unwrap_or(0);
                    Ok(Figure { value: figures.iter().map(|figure| figure.value).sum::<f64>() / n as f64, n: units })
                };
                let standing = self.standing(&rows, move |row| of(row, 0), mean);
                ValueStanding { rated: table.rated, statistic: *statistic, in_place_of, standing }
            })
            .collect()
    }

    fn standing<'f>(
        &self,
        rows: &Rows,
        humans: impl Fn(&[u64]) -> Result<Figure, Undefined> + Copy + 'f,
        with: impl Fn(&[u64]) -> Result<Figure, Undefined> + Copy + 'f,
    ) -> Standing {
        let difference = move |row: &[u64]| {
            let (humans, with) = (humans(row)?, with(row)?);
            Ok(Figure { value: with.value - humans.value, n: humans.n.min(with.n) })
        };
        let asked: [Asked<'f>; 3] = [Box::new(humans), Box::new(with), Box::new(difference)];
        let mut estimates = rows.estimates(&asked, self.draws).into_iter();
        let mut next = || estimates.next().unwrap_or_else(|| Undefined::NotCoded.into());
        let (humans, with_model, difference) = (next(), next(), next());
        let verdict = verdict(&humans, &with_model, &difference, self.clusters.resampled());
        Standing { humans, with_model, difference, verdict }
    }
}

/// Rows side by side.
fn beside(parts: &[&[Vec<u32>]]) -> Rows {
    let clusters = parts.iter().map(|rows| rows.len()).max().unwrap_or(0);
    let rows: Vec<Vec<u32>> =
        (0..clusters).map(|at| parts.iter().filter_map(|rows| rows.get(at)).flatten().copied().collect()).collect();
    Rows::new(rows)
}

/// One of the parts that stand side by side, each of the same length.
fn part(row: &[u64], at: usize, length: usize) -> &[u64] {
    row.get(at * length..(at + 1) * length).unwrap_or_default()
}

fn verdict(humans: &Estimate, with: &Estimate, difference: &Estimate, resampled: Resampled) -> String {
    if let Estimate::Words { words, .. } = humans {
        return format!("Cannot be said: humans among themselves: {words}.");
    }
    if let Estimate::Words { words, .. } = with {
        return format!("Cannot be said: with the model: {words}.");
    }
    match (difference, difference.bounds()) {
        (_, Some((low, _))) if low > 0.0 => {
            "The model agrees with the humans better than they do with one another.".to_owned()
        }
        (_, Some((_, high))) if high < 0.0 => {
            "The model falls outside human disagreement: it agrees with the humans less than they do with one another."
                .to_owned()
        }
        (_, Some(_)) => format!(
            "The model falls inside human disagreement, as far as {} can tell: the interval of the difference holds zero.",
            counted(difference.n(), "item")
        ),
        (Estimate::Figure { interval, .. }, None) => {
            format!("Cannot be said: {}.", super::interval_in_words(interval, resampled))
        }
        (Estimate::Words { words, .. }, None) => format!("Cannot be said: {words}."),
    }
}

/// "1 item", "7 items".
pub(super) fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Which convention a standing's values follow is the main one.
pub(super) fn tables(comparison: &Comparison, convention: Convention) -> Vec<RatingTable> {
    Rated::ALL.iter().map(|rated| RatingTable::new(&comparison.units, *rated, convention)).collect()
}
