//! The form for which figures are shown: its fields, and the filter that comes of it. Means what the flags of `sarf f1`
//! mean.

use sarf_shared::coding::Provenance;
use sarf_shared::discussion::{DiscussionId, RunId, VersionId};
use sarf_shared::rpc::{OriginFilter, ScoreFilter, ScoreLevel, ScoredChoice, TruthChoice};
use sarf_shared::scoring::f1::{Matcher, Ruler};
use sarf_shared::simulation::Trait;

use crate::app::fields::Fields;
use crate::widgets::Input;

/// A field, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterField {
    /// Where the discussions came from.
    Origin,
    /// Against what, and what its coders had seen.
    Truth,
    /// Whose truth.
    Coder,
    /// The truth as of which version.
    AsOf,
    /// Which model was scored.
    Model,
    /// Which prompt.
    Prompt,
    /// Which runs.
    Runs,
    /// Which discussions.
    Discussions,
    /// Which trait the persona has.
    Trait,
    /// By which matcher.
    Matcher,
    /// What is counted.
    Level,
}

/// What an empty field means; nothing for one that is chosen.
fn when_empty(field: FilterField) -> &'static str {
    match field {
        FilterField::Coder => "whose truth; empty: everybody's",
        FilterField::AsOf => "a version like v9; empty: the newest truth",
        FilterField::Model => "MODEL or PROVIDER/MODEL; empty: any",
        FilterField::Prompt => "how its hash begins; empty: any",
        FilterField::Runs => "like r7 r12; empty: the standing run of each",
        FilterField::Discussions => "like 3 4 9; empty: all with such a truth",
        _ => "",
    }
}

const TRUTHS: [&str; 5] = [
    "of people",
    "of people, blind only",
    "of people, over the model only",
    "of people, adjudicated only",
    "constructed",
];

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterForm {
    /// Where one is.
    pub field: FilterField,
    /// Why it was not taken.
    pub problem: Option<String>,
    origin: usize,
    truth: usize,
    traits: usize,
    compat: bool,
    by_statement: bool,
    coder: Input,
    as_of: Input,
    model: Input,
    prompt: Input,
    runs: Input,
    discussions: Input,
    before: ScoreFilter,
}

fn joined<T: std::fmt::Display>(all: &[T]) -> Input {
    Input::new(all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

impl FilterForm {
    /// The form with what holds now.
    pub fn of(filter: &ScoreFilter) -> FilterForm {
        let place = |found: Option<usize>| found.map_or(0, |at| at + 1);
        let (truth, coder, as_of) = match &filter.truth {
            TruthChoice::Constructed => (4, None, None),
            TruthChoice::Human { provenance, coder, as_of } => {
                let truth = match provenance.as_slice() {
                    [only] => place(Provenance::ALL.iter().position(|one| one == only)),
                    _ => 0,
                };
                (truth, coder.as_ref().map(ToString::to_string), as_of.map(|version| version.to_string()))
            }
        };
        let (model, prompt) = match &filter.scored {
            ScoredChoice::Engine { model, prompt } => (model.clone(), prompt.clone()),
            _ => (None, None),
        };
        let runs = match &filter.scored {
            ScoredChoice::Runs(runs) => joined(runs),
            _ => Input::default(),
        };
        let input = |text: Option<String>| Input::new(text.unwrap_or_default());
        FilterForm {
            field: FilterField::Origin,
            problem: None,
            origin: place(OriginFilter::ALL.iter().position(|one| Some(*one) == filter.origin)),
            truth,
            traits: place(Trait::ALL.iter().position(|one| Some(*one) == filter.persona_trait)),
            compat: Ruler::new(filter.method).matcher() == Matcher::Compat,
            by_statement: filter.level == ScoreLevel::Statement,
            coder: input(coder),
            as_of: input(as_of),
            model: input(model),
            prompt: input(prompt),
            runs,
            discussions: joined(&filter.discussions),
            before: filter.clone(),
        }
    }

    /// The filter, or the field that is wrong and why.
    pub fn filter(&self) -> Result<ScoreFilter, (FilterField, String)> {
        let coder = self.text(FilterField::Coder).map(|name| name.parse()).transpose();
        let coder =
            coder.map_err(|error: sarf_shared::coding::BadCoderName| (FilterField::Coder, error.to_string()))?;
        let as_of = self.text(FilterField::AsOf).map(|text| number(&text, 'v').map(VersionId)).transpose();
        let as_of = as_of.map_err(|why| (FilterField::AsOf, format!("{why}; a version is like v9")))?;
        let truth = match self.truth {
            4 if coder.is_some() => {
                return Err((FilterField::Coder, "constructed references have no coder; leave it empty".into()));
            }
            4 if as_of.is_some() => {
                return Err((FilterField::AsOf, "constructed references have no versions; leave it empty".into()));
            }
            4 => TruthChoice::Constructed,
            at => TruthChoice::Human {
                provenance: Provenance::ALL.get(at.wrapping_sub(1)).copied().into_iter().collect(),
                coder,
                as_of,
            },
        };
        let numbers = |field: FilterField, sign: char| -> Result<Vec<u64>, (FilterField, String)> {
            let text = self.text(field).unwrap_or_default();
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(|word| number(word, sign)).collect::<Result<_, _>>().map_err(|why| (field, why))
        };
        let runs: Vec<RunId> = numbers(FilterField::Runs, 'r')?.into_iter().map(RunId).collect();
        let (model, prompt) = (self.text(FilterField::Model), self.text(FilterField::Prompt));
        let scored = match (runs.is_empty(), model.is_some() || prompt.is_some()) {
            (true, false) => ScoredChoice::Standing,
            (true, true) => ScoredChoice::Engine { model, prompt },
            (false, false) => ScoredChoice::Runs(runs),
            (false, true) => {
                return Err((FilterField::Runs, "either runs or a model and prompt; leave one of them empty".into()));
            }
        };
        let matcher = if self.compat { Matcher::Compat } else { Matcher::Fair };
        // Limits that were set otherwise stay as long as the matcher does.
        let same = Ruler::new(self.before.method).matcher() == matcher;
        Ok(ScoreFilter {
            discussions: numbers(FilterField::Discussions, '#')?.into_iter().map(DiscussionId).collect(),
            origin: OriginFilter::ALL.get(self.origin.wrapping_sub(1)).copied(),
            persona_trait: Trait::ALL.get(self.traits.wrapping_sub(1)).copied(),
            truth,
            scored,
            method: if same { self.before.method } else { Ruler::of(matcher).method },
            level: if self.by_statement { ScoreLevel::Statement } else { ScoreLevel::Discussion },
        })
    }
}

impl Fields for FilterForm {
    type Field = FilterField;
    const ALL: &'static [FilterField] = &[
        FilterField::Origin,
        FilterField::Truth,
        FilterField::Coder,
        FilterField::AsOf,
        FilterField::Model,
        FilterField::Prompt,
        FilterField::Runs,
        FilterField::Discussions,
        FilterField::Trait,
        FilterField::Matcher,
        FilterField::Level,
    ];

    fn label(field: FilterField) -> &'static str {
        match field {
            FilterField::Origin => "origin",
            FilterField::Truth => "truth",
            FilterField::Coder => "coder",
            FilterField::AsOf => "as of",
            FilterField::Model => "model",
            FilterField::Prompt => "prompt",
            FilterField::Runs => "runs",
            FilterField::Discussions => "only",
            FilterField::Trait => "trait",
            FilterField::Matcher => "matcher",
            FilterField::Level => "count",
        }
    }

    fn field(&self) -> FilterField {
        self.field
    }

    fn go(&mut self, field: FilterField) {
        self.field = field;
    }

    fn typed(&self, field: FilterField) -> Option<(&Input, &'static str)> {
        let input = match field {
            FilterField::Coder => &self.coder,
            FilterField::AsOf => &self.as_of,
            FilterField::Model => &self.model,
            FilterField::Prompt => &self.prompt,
            FilterField::Runs => &self.runs,
            FilterField::Discussions => &self.discussions,
            _ => return None,
        };
        Some((input, when_empty(field)))
    }

    fn typed_mut(&mut self, field: FilterField) -> Option<&mut Input> {
        match field {
            FilterField::Coder => Some(&mut self.coder),
            FilterField::AsOf => Some(&mut self.as_of),
            FilterField::Model => Some(&mut self.model),
            FilterField::Prompt => Some(&mut self.prompt),
            FilterField::Runs => Some(&mut self.runs),
            FilterField::Discussions => Some(&mut self.discussions),
            _ => None,
        }
    }

    fn chosen(&self, field: FilterField) -> String {
        let of = |at: usize, words: Option<&str>| match at {
            0 => "any".to_owned(),
            _ => words.unwrap_or_default().replace('_', " "),
        };
        match field {
            FilterField::Origin => {
                of(self.origin, OriginFilter::ALL.get(self.origin.wrapping_sub(1)).map(|one| one.as_str()))
            }
            FilterField::Truth => TRUTHS.get(self.truth).copied().unwrap_or_default().to_owned(),
            FilterField::Trait => of(self.traits, Trait::ALL.get(self.traits.wrapping_sub(1)).map(|one| one.as_str())),
            FilterField::Matcher if self.compat => "compat, the published method".to_owned(),
            FilterField::Matcher => "fair".to_owned(),
            FilterField::Level if self.by_statement => "each statement by itself".to_owned(),
            FilterField::Level => "the family after the last statement".to_owned(),
            _ => String::new(),
        }
    }

    fn choose(&mut self, by: isize) {
        let turn = |at: &mut usize, of: usize| *at = (*at as isize + by).rem_euclid(of as isize) as usize;
        match self.field {
            FilterField::Origin => turn(&mut self.origin, OriginFilter::ALL.len() + 1),
            FilterField::Truth => turn(&mut self.truth, TRUTHS.len()),
            FilterField::Trait => turn(&mut self.traits, Trait::ALL.len() + 1),
            FilterField::Matcher => self.compat = !self.compat,
            FilterField::Level => self.by_statement = !self.by_statement,
            _ => {}
        }
    }

    fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    fn set_problem(&mut self, problem: Option<String>) {
        self.problem = problem;
    }
}

fn number(word: &str, sign: char) -> Result<u64, String> {
    word.trim_start_matches(sign).parse().map_err(|_| format!("\"{word}\" is no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_gives_back_the_filter_it_was_made_of() {
        let filters = [
            ScoreFilter::default(),
            ScoreFilter { truth: TruthChoice::Constructed, level: ScoreLevel::Statement, ..ScoreFilter::default() },
            ScoreFilter {
                discussions: vec![DiscussionId(3), DiscussionId(9)],
                origin: Some(OriginFilter::Imported),
                persona_trait: Trait::ALL.last().copied(),
                truth: TruthChoice::Human {
                    provenance: vec![Provenance::OverTheModel],
                    coder: "kmora".parse().ok(),
                    as_of: Some(VersionId(9)),
                },
                scored: ScoredChoice::Runs(vec![RunId(7), RunId(12)]),
                method: Ruler::of(Matcher::Compat).method,
                ..ScoreFilter::default()
            },
            ScoreFilter {
                scored: ScoredChoice::Engine { model: Some("gemini-x".into()), prompt: None },
                ..ScoreFilter::default()
            },
        ];
        for filter in filters {
            assert_eq!(FilterForm::of(&filter).filter(), Ok(filter));
        }
    }

    #[test]
    fn what_contradicts_itself_names_its_field() {
        let mut form = FilterForm::of(&ScoreFilter { truth: TruthChoice::Constructed, ..ScoreFilter::default() });
        form.coder = Input::new("kmora");
        assert_eq!(form.filter().unwrap_err().0, FilterField::Coder);
        let mut form = FilterForm::of(&ScoreFilter::default());
        form.runs = Input::new("r7, seven");
        let (field, why) = form.filter().unwrap_err();
        assert_eq!((field, why.as_str()), (FilterField::Runs, "\"seven\" is no number"));
        form.runs = Input::new("7");
        form.model = Input::new("gemini-x");
        assert_eq!(form.filter().unwrap_err().0, FilterField::Runs);
    }
}
