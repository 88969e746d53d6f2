//! Everything a table, a page, a file or a screen tells of agreement, in one structure.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::confusion::{Confusion, confusions};
use super::disagreement::{Disagreement, disagreements};
use super::estimate::Draws;
use super::finding::Finding;
use super::matcher::ByRuler;
use super::models::{Beside, ModelStanding, tables};
use super::presence::presence;
use super::variables::{OfWhom, ValueSection, VariableFigures};
use super::windows::{Window, windows};
use super::{
    AgreementError, Clusters, Coder, Comparison, Level, PairMatcher, Resampled, Sample, Settings, UnitId, Units, words,
};
use crate::scoring::f1::Ruler;

/// With what the figures were measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stamp {
    /// Matcher, its settings and versions, overrides.
    pub ruler: Ruler,
    /// The same in words.
    pub ruler_words: String,
    /// What was compared.
    pub level: Level,
    /// Version of these figures' rules; counted up whenever a rule of this room changes a figure.
    pub version: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// How many draws.
    pub replicates: u32,
    /// What is drawn.
    pub resampled: Resampled,
}

/// Version of the rules of this room.
pub const VERSION: u32 = 1;

/// A coder and how much they coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rater {
    /// Who.
    pub coder: Coder,
    /// Discussions they coded something of.
    pub discussions: usize,
    /// Statements they coded.
    pub statements: usize,
    /// Statements of these that somebody else coded too.
    pub shared: usize,
    /// Events they found in what is compared.
    pub events: usize,
}

/// How large the sample is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SampleSize {
    /// Discussions.
    pub discussions: usize,
    /// Statements of the subjects.
    pub statements: usize,
    /// Statements that two humans or more coded.
    pub shared: usize,
    /// Discussions with such a statement.
    pub shared_discussions: usize,
    /// Different events somebody found.
    pub units: usize,
    /// Events that two humans or more found.
    pub matched: usize,
    /// Clusters that are drawn for the intervals of humans.
    pub clusters: usize,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreementReport {
    /// With what it was measured.
    pub stamp: Stamp,
    /// The coders, humans first.
    pub raters: Vec<Rater>,
    /// The sample.
    pub sample: SampleSize,
    /// Stage one: finding items.
    pub finding: Finding,
    /// Stage two: values, under each convention that was asked for, the main one first.
    pub values: Vec<ValueSection>,
    /// Do coders code a variable in the same statements at all? A unit is a statement, its values "coded" and "none"; no
    /// matching has a part in it.
    pub presence: Vec<VariableFigures>,
    /// Confusions of every two coders, under the main convention.
    pub confusions: Vec<Confusion>,
    /// Where they disagree, the gravest first.
    pub disagreements: Vec<Disagreement>,
    /// Each model beside the humans, under the main convention.
    pub models: Vec<ModelStanding>,
    /// Agreement over time, under the main convention.
    pub windows: Vec<Window>,
    /// The units, for lists, long files and drill-down.
    pub units: Units,
    /// What a reader has to know, in plain sentences.
    pub notes: Vec<String>,
}

impl AgreementReport {
    /// The report of a sample, matched as the ruler says.
    pub fn new(sample: &Sample, ruler: Ruler, settings: &Settings) -> Result<Self, AgreementError> {
        AgreementReport::with(sample, &ByRuler::new(ruler), ruler, settings)
    }

    /// The report of a sample matched by `matcher`, which the ruler describes.
    pub fn with(
        sample: &Sample,
        matcher: &dyn PairMatcher,
        ruler: Ruler,
        settings: &Settings,
    ) -> Result<Self, AgreementError> {
        let comparison = Comparison::new(sample, settings.level, matcher)?;
        let coders = &comparison.units.coders;
        let is_human = |at: usize| coders.get(at).is_some_and(Coder::is_human);
        let humans = Clusters::of_coders(settings.resampled, sample, &comparison, is_human);
        let all = Clusters::of_coders(Some(humans.resampled()), sample, &comparison, |_| true);
        let draws = Draws { seed: settings.seed, replicates: settings.replicates };
        let whom = OfWhom { humans: &humans, all: &all };
        let main = settings.main_convention();
        let main_tables = tables(&comparison, main);
        let mut conventions = settings.conventions.clone();
        if conventions.is_empty() {
            conventions.push(main);
        }
        let windows =
            settings.windows.map(|settings| windows(&comparison.units, &main_tables, settings, &humans, draws));
        let mut report = AgreementReport {
            stamp: Stamp {
                ruler,
                ruler_words: ruler.to_string(),
                level: settings.level,
                version: VERSION,
                seed: settings.seed,
                replicates: settings.replicates,
                resampled: humans.resampled(),
            },
            raters: coders.iter().enumerate().map(|(at, coder)| rater(at, coder, sample, &comparison)).collect(),
            sample: size(sample, &comparison, &humans),
            finding: Finding::new(&comparison, &humans, &all, draws),
            values: (conventions.iter())
                .map(|convention| ValueSection::new(&comparison.units, *convention, &whom, draws))
                .collect(),
            presence: presence(sample, coders).iter().map(|table| VariableFigures::new(table, &whom, draws)).collect(),
            confusions: confusions(&comparison.units, main, &all),
            disagreements: disagreements(&comparison.units),
            models: Beside { comparison: &comparison, tables: &main_tables, clusters: &all, draws }.standings(),
            windows: windows.unwrap_or_default(),
            notes: Vec::new(),
            units: Units::default(),
        };
        report.units = comparison.units;
        report.notes = words::notes(&report);
        Ok(report)
    }

    /// The figures under the main convention.
    pub fn main_values(&self) -> Option<&ValueSection> {
        self.values.first()
    }

    /// A unit by its name.
    pub fn unit(&self, id: &UnitId) -> Option<&super::Unit> {
        self.units.units.iter().find(|unit| unit.id == *id)
    }
}

fn rater(at: usize, coder: &Coder, sample: &Sample, comparison: &Comparison) -> Rater {
    let codings = || sample.discussions.iter().flat_map(|one| &one.coders).filter(|coding| coding.coder == *coder);
    let found = |unit: &&super::Unit| unit.marks.get(at).is_some_and(|mark| mark.values().is_some());
    Rater {
        coder: coder.clone(),
        discussions: codings().filter(|coding| !coding.coded().is_empty()).count(),
        statements: codings().map(|coding| coding.coded().len()).sum(),
        shared: comparison.coded.values().filter(|by| by.contains(&at) && by.len() >= 2).count(),
        events: comparison.units.units.iter().filter(found).count(),
    }
}

fn size(sample: &Sample, comparison: &Comparison, humans: &Clusters) -> SampleSize {
    let coders = &comparison.units.coders;
    let is_human = |at: &usize| coders.get(*at).is_some_and(Coder::is_human);
    let shared: Vec<usize> = (comparison.coded.iter())
        .filter(|(_, by)| by.iter().filter(|coder| is_human(coder)).count() >= 2)
        .map(|(place, _)| place.discussion)
        .collect();
    let by_humans = |unit: &super::Unit| {
        unit.marks.iter().zip(coders).filter(|(mark, coder)| coder.is_human() && mark.values().is_some()).count()
    };
    SampleSize {
        discussions: sample.discussions.len(),
        statements: sample.discussions.iter().map(|discussion| discussion.statements.len()).sum(),
        shared: shared.len(),
        shared_discussions: shared.into_iter().collect::<BTreeSet<_>>().len(),
        units: comparison.units.units.len(),
        matched: comparison.units.units.iter().filter(|unit| by_humans(unit) >= 2).count(),
        clusters: humans.len(),
    }
}
