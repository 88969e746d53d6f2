//! What is scored, against what, and how it is measured: one type for flags, screens and requests.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::coding::{CoderName, Provenance};
use crate::discussion::{DiscussionId, RunId, VersionId};
use crate::scoring::f1::Method;
use crate::scoring::fair::FairSettings;
use crate::scoring::intervals::REPLICATES;
use crate::simulation::Trait;
use crate::vocabulary;

vocabulary! {
    /// Where a discussion came from, as a filter of scores.
    OriginFilter ("origin") {
        /// The client was a model.
        Synthetic = "synthetic",
        /// The client was a person.
        Real = "real",
        /// Read from a file, whoever the client was.
        Imported = "imported",
    }
}

vocabulary! {
    /// What is counted.
    ScoreLevel ("level of counting") {
        /// The family of each discussion as it stands after the last statement.
        Discussion = "discussion",
        /// Each statement by itself, summed up.
        Statement = "statement",
    }
}

/// What counts as the truth. Constructed references and human ground truth cannot be chosen together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TruthChoice {
    /// Approved codings of people.
    Human {
        /// Only statements whose coder had seen this; all, where the list is empty.
        provenance: Vec<Provenance>,
        /// Only statements that come from this coder.
        coder: Option<CoderName>,
        /// The truth as it was when this version was approved; the newest, where none is given.
        as_of: Option<VersionId>,
    },
    /// The constructed references of generated discussions.
    Constructed,
}

impl Default for TruthChoice {
    fn default() -> Self {
        TruthChoice::Human { provenance: Vec::new(), coder: None, as_of: None }
    }
}

/// Which codings of the model are scored. A run belongs to one discussion, so over several discussions a "run" is the
/// newest finished run of one engine in each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoredChoice {
    /// The run that stands in each discussion.
    #[default]
    Standing,
    /// These runs, the newest of them where several are of one discussion.
    Runs(Vec<RunId>),
    /// The newest finished run of an engine.
    Engine {
        /// Its model, as `MODEL`, `PROVIDER` or `PROVIDER/MODEL`; any, where none is given.
        model: Option<String>,
        /// The beginning of the hash of its prompt; any, where none is given.
        prompt: Option<String>,
    },
}

/// Which figures: what is scored, against what, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScoreFilter {
    /// Only these discussions; all that have the truth asked for, where the list is empty.
    pub discussions: Vec<DiscussionId>,
    /// Only of this origin.
    pub origin: Option<OriginFilter>,
    /// Only with a persona that has this trait.
    pub persona_trait: Option<Trait>,
    /// Against what.
    pub truth: TruthChoice,
    /// What is scored.
    pub scored: ScoredChoice,
    /// The matcher and its settings.
    pub method: Method,
    /// What is counted.
    pub level: ScoreLevel,
}

impl Default for ScoreFilter {
    fn default() -> Self {
        ScoreFilter {
            discussions: Vec::new(),
            origin: None,
            persona_trait: None,
            truth: TruthChoice::default(),
            scored: ScoredChoice::default(),
            method: Method::Fair(FairSettings::default()),
            level: ScoreLevel::Discussion,
        }
    }
}

/// How intervals are made. No resamples: no intervals, which is quick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Resampling {
    /// The seed of the draws.
    pub seed: u64,
    /// How many.
    pub replicates: u32,
}

impl Default for Resampling {
    fn default() -> Self {
        Resampling { seed: 1, replicates: REPLICATES }
    }
}

impl Resampling {
    /// No intervals.
    pub const NONE: Resampling = Resampling { seed: 0, replicates: 0 };
}

fn list<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for TruthChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TruthChoice::Constructed => f.write_str("constructed references"),
            TruthChoice::Human { provenance, coder, as_of } => {
                f.write_str("ground truth")?;
                if !provenance.is_empty() {
                    let words: Vec<String> = provenance.iter().map(|one| one.as_str().replace('_', " ")).collect();
                    write!(f, " ({} only)", words.join(", "))?;
                }
                if let Some(coder) = coder {
                    write!(f, " by {coder}")?;
                }
                if let Some(version) = as_of {
                    write!(f, " as of {version}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for ScoredChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScoredChoice::Standing => f.write_str("standing runs"),
            ScoredChoice::Runs(runs) => write!(f, "runs {}", list(runs)),
            ScoredChoice::Engine { model, prompt } => {
                f.write_str("newest runs")?;
                if let Some(model) = model {
                    write!(f, " of {model}")?;
                }
                if let Some(prompt) = prompt {
                    write!(f, " with prompt {prompt}")?;
                }
                Ok(())
            }
        }
    }
}

impl ScoreFilter {
    /// Which discussions it leaves, in words: `real ones of discussions 3, 4 · trait mature`.
    pub fn discussions_in_words(&self) -> String {
        let mut words = match (self.discussions.as_slice(), self.origin) {
            ([], None) => "all discussions".to_owned(),
            ([], Some(origin)) => format!("{origin} discussions"),
            ([one], None) => format!("discussion {one}"),
            (some, None) => format!("discussions {}", list(some)),
            (some, Some(origin)) => format!("{origin} ones of discussions {}", list(some)),
        };
        if let Some(wanted) = self.persona_trait {
            words += &format!(" · trait {}", wanted.as_str().replace('_', " "));
        }
        words
    }
}

impl fmt::Display for ScoreFilter {
    /// The filter in words: `all discussions · standing runs against ground truth`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {} against {}", self.discussions_in_words(), self.scored, self.truth)?;
        if self.level == ScoreLevel::Statement {
            f.write_str(" · statement by statement")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_says_in_words_what_it_leaves() {
        assert_eq!(ScoreFilter::default().to_string(), "all discussions · standing runs against ground truth");
        let filter = ScoreFilter {
            discussions: vec![DiscussionId(3), DiscussionId(4)],
            origin: Some(OriginFilter::Real),
            persona_trait: Some(Trait::ConfusedDates),
            truth: TruthChoice::Human {
                provenance: vec![Provenance::Blind, Provenance::OverTheModel],
                coder: "kmora".parse().ok(),
                as_of: Some(VersionId(9)),
            },
            scored: ScoredChoice::Engine { model: Some("gemini-x".into()), prompt: Some("ab12".into()) },
            level: ScoreLevel::Statement,
            ..ScoreFilter::default()
        };
        assert_eq!(
            filter.to_string(),
            "real ones of discussions 3, 4 · trait confused dates · newest runs of gemini-x with prompt ab12 against \
             ground truth (blind, over the model only) by kmora as of v9 · statement by statement"
        );
    }

    #[test]
    fn an_empty_object_is_the_usual_filter_and_a_filter_comes_back_from_json() {
        assert_eq!(serde_json::from_str::<ScoreFilter>("{}").unwrap(), ScoreFilter::default());
        let filter = ScoreFilter {
            truth: TruthChoice::Constructed,
            scored: ScoredChoice::Runs(vec![RunId(7)]),
            ..ScoreFilter::default()
        };
        let json = serde_json::to_string(&filter).unwrap();
        assert_eq!(serde_json::from_str::<ScoreFilter>(&json).unwrap(), filter, "{json}");
        assert!(serde_json::from_str::<ScoreFilter>(r#"{"matchr":"fair"}"#).is_err());
    }
}
