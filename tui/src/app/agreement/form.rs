//! The form for whose agreement is shown, and how it is measured: its fields, and the request that comes of it. Means
//! what the flags of `sarf agreement` mean.

use sarf_shared::coding::{CoderName, Provenance};
use sarf_shared::discussion::{DiscussionId, RunId};
use sarf_shared::rpc::{AgreementRequest, OriginFilter, ScoreFilter, ScoredChoice, TruthChoice};
use sarf_shared::scoring::agreement::{Level, Resampled, Settings, WindowSettings};
use sarf_shared::scoring::f1::{Matcher, Ruler};
use sarf_shared::simulation::Trait;

use super::settings::UNITS;
use crate::app::fields::Fields;
use crate::widgets::Input;

/// A field, in the order of Tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementField {
    /// Where the discussions came from.
    Origin,
    /// Which discussions.
    Discussions,
    /// Which trait the persona has.
    Trait,
    /// Whose codings.
    Coders,
    /// What they had seen.
    Provenance,
    /// What is compared.
    Level,
    /// Which units count.
    Units,
    /// By which matcher.
    Matcher,
    /// The model beside the people.
    Model,
    /// Which model.
    Engine,
    /// Which prompt.
    Prompt,
    /// Which runs.
    Runs,
    /// Windows over time.
    Window,
    /// What is drawn for intervals.
    Resampled,
    /// How often.
    Replicates,
    /// From which seed.
    Seed,
}

const ALL: [AgreementField; 16] = [
    AgreementField::Origin,
    AgreementField::Discussions,
    AgreementField::Trait,
    AgreementField::Coders,
    AgreementField::Provenance,
    AgreementField::Level,
    AgreementField::Units,
    AgreementField::Matcher,
    AgreementField::Model,
    AgreementField::Engine,
    AgreementField::Prompt,
    AgreementField::Runs,
    AgreementField::Window,
    AgreementField::Resampled,
    AgreementField::Replicates,
    AgreementField::Seed,
];

/// What an empty field means; nothing for one that is chosen.
fn when_empty(field: AgreementField) -> &'static str {
    match field {
        AgreementField::Discussions => "like 3 4 9; empty: all somebody coded",
        AgreementField::Coders => "like ann ben; empty: everybody",
        AgreementField::Engine => "MODEL or PROVIDER/MODEL; empty: any",
        AgreementField::Prompt => "how its hash begins; empty: any",
        AgreementField::Runs => "like r7 r12; empty: the standing run of each",
        AgreementField::Window => "units in a window; empty: none over time",
        AgreementField::Replicates => "0 for no intervals; empty: 2000",
        AgreementField::Seed => "empty: 1",
        _ => "",
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementForm {
    /// Where one is.
    pub field: AgreementField,
    /// Why it was not taken.
    pub problem: Option<String>,
    /// The place of the choice of each field; of those that are typed it is not looked at.
    chosen: [usize; ALL.len()],
    typed: [Input; ALL.len()],
    before: AgreementRequest,
}

fn joined<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn place<T: PartialEq>(all: &[T], one: Option<&T>) -> usize {
    one.and_then(|one| all.iter().position(|known| known == one)).map_or(0, |at| at + 1)
}

impl AgreementForm {
    /// The form with what holds now.
    pub fn of(request: &AgreementRequest) -> AgreementForm {
        use AgreementField as F;
        let (filter, settings) = (&request.filter, &request.settings);
        let provenance = match &filter.truth {
            TruthChoice::Human { provenance, .. } => provenance.as_slice(),
            TruthChoice::Constructed => &[],
        };
        let (engine, prompt) = match &filter.scored {
            ScoredChoice::Engine { model, prompt } => (model.clone(), prompt.clone()),
            _ => (None, None),
        };
        let runs: &[RunId] = match &filter.scored {
            ScoredChoice::Runs(runs) => runs,
            _ => &[],
        };
        let usual = Settings::default();
        let number = |n: u64, usual: u64| if n == usual { String::new() } else { n.to_string() };
        AgreementForm {
            field: F::Origin,
            problem: None,
            chosen: ALL.map(|field| match field {
                F::Origin => place(OriginFilter::ALL, filter.origin.as_ref()),
                F::Trait => place(Trait::ALL, filter.persona_trait.as_ref()),
                F::Provenance => place(Provenance::ALL, provenance.first()),
                F::Level => usize::from(settings.level == Level::Statement),
                F::Units => UNITS.iter().position(|(one, ..)| *one == settings.main_convention()).unwrap_or(0),
                F::Matcher => usize::from(Ruler::new(filter.method).matcher() == Matcher::Compat),
                F::Model => usize::from(request.model),
                F::Resampled => place(Resampled::ALL, settings.resampled.as_ref()),
                _ => 0,
            }),
            typed: ALL.map(|field| {
                Input::new(match field {
                    F::Discussions => joined(&filter.discussions),
                    F::Coders => joined(&request.coders),
                    F::Engine => engine.clone().unwrap_or_default(),
                    F::Prompt => prompt.clone().unwrap_or_default(),
                    F::Runs => joined(runs),
                    F::Window => settings.windows.map(|windows| windows.units.to_string()).unwrap_or_default(),
                    F::Replicates => number(settings.replicates.into(), usual.replicates.into()),
                    F::Seed => number(settings.seed, usual.seed),
                    _ => String::new(),
                })
            }),
            before: request.clone(),
        }
    }

    fn at(field: AgreementField) -> usize {
        field as usize
    }

    fn choice_at(&self, field: AgreementField) -> usize {
        self.chosen.get(Self::at(field)).copied().unwrap_or(0)
    }

    /// The choices of a field, in order.
    fn choices(field: AgreementField) -> Vec<String> {
        use AgreementField as F;
        let any = |first: &str, words: Vec<&str>| {
            std::iter::once(first.to_owned()).chain(words.into_iter().map(|word| word.replace('_', " "))).collect()
        };
        match field {
            F::Origin => any("any", OriginFilter::ALL.iter().map(|one| one.as_str()).collect()),
            F::Trait => any("any", Trait::ALL.iter().map(|one| one.as_str()).collect()),
            F::Provenance => any("all", Provenance::ALL.iter().map(|one| one.as_str()).collect()),
            F::Level => any("all a coder says of a discussion", vec!["each statement by itself"]),
            F::Units => UNITS.iter().map(|(_, word, meaning)| format!("{word}: {meaning}")).collect(),
            F::Matcher => any("fair", vec!["compat, the published method"]),
            F::Model => any("people only", vec!["beside the people, never counted among them"]),
            F::Resampled => any("discussions, or statements of fewer than three", {
                Resampled::ALL.iter().map(|one| one.as_str()).collect()
            }),
            _ => Vec::new(),
        }
    }

    /// The request, or the field that is wrong and why.
    pub fn request(&self) -> Result<AgreementRequest, (AgreementField, String)> {
        use AgreementField as F;
        let words = |field: F| -> Vec<String> {
            let text = self.text(field).unwrap_or_default();
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let number = |field: F, word: &str, sign: char| -> Result<u64, (F, String)> {
            let digits = word.strip_prefix(sign).unwrap_or(word);
            digits.parse().map_err(|_| (field, format!("\"{word}\" is no number")))
        };
        let one = |field: F, usual: u64| self.text(field).map_or(Ok(usual), |word| number(field, &word, ' '));
        let numbers = |field: F, sign: char| -> Result<Vec<u64>, (F, String)> {
            words(field).iter().map(|word| number(field, word, sign)).collect()
        };
        let coders = words(F::Coders).iter().map(|word| word.parse::<CoderName>()).collect::<Result<_, _>>();
        let runs: Vec<RunId> = numbers(F::Runs, 'r')?.into_iter().map(RunId).collect();
        let (engine, prompt) = (self.text(F::Engine), self.text(F::Prompt));
        let chosen = !runs.is_empty() || engine.is_some() || prompt.is_some();
        let scored = match (runs.is_empty(), engine.is_some() || prompt.is_some()) {
            (true, false) => ScoredChoice::Standing,
            (true, true) => ScoredChoice::Engine { model: engine, prompt },
            (false, false) => ScoredChoice::Runs(runs),
            (false, true) => {
                return Err((F::Runs, "either runs or a model and prompt; leave one of them empty".into()));
            }
        };
        let replicates = one(F::Replicates, Settings::default().replicates.into())?;
        let replicates = u32::try_from(replicates).ok().filter(|n| *n <= 100_000);
        let replicates = replicates.ok_or((F::Replicates, "100000 draws are the most".to_owned()))?;
        let windows = match self.text(F::Window).map(|word| number(F::Window, &word, ' ')).transpose()? {
            None => None,
            Some(units @ 2..) => {
                let units = usize::try_from(units).unwrap_or(usize::MAX);
                // A step and an order that were set otherwise stay as long as the size does.
                match self.before.settings.windows.filter(|before| before.units == units) {
                    Some(before) => Some(before),
                    None => Some(WindowSettings { units, step: units, ..WindowSettings::default() }),
                }
            }
            Some(_) => return Err((F::Window, "a window has two units at least".into())),
        };
        let matcher = if self.choice_at(F::Matcher) == 1 { Matcher::Compat } else { Matcher::Fair };
        let same = Ruler::new(self.before.filter.method).matcher() == matcher;
        let provenance = Provenance::ALL.get(self.choice_at(F::Provenance).wrapping_sub(1)).copied();
        let (convention, ..) = UNITS.get(self.choice_at(F::Units)).copied().unwrap_or(UNITS[0]);
        Ok(AgreementRequest {
            filter: ScoreFilter {
                discussions: numbers(F::Discussions, '#')?.into_iter().map(DiscussionId).collect(),
                origin: OriginFilter::ALL.get(self.choice_at(F::Origin).wrapping_sub(1)).copied(),
                persona_trait: Trait::ALL.get(self.choice_at(F::Trait).wrapping_sub(1)).copied(),
                truth: TruthChoice::Human { provenance: provenance.into_iter().collect(), coder: None, as_of: None },
                scored,
                method: if same { self.before.filter.method } else { Ruler::of(matcher).method },
                ..self.before.filter.clone()
            },
            coders: coders.map_err(|error: sarf_shared::coding::BadCoderName| (F::Coders, error.to_string()))?,
            // Whoever names a model wants to see it.
            model: self.choice_at(F::Model) == 1 || chosen,
            settings: Settings {
                level: if self.choice_at(F::Level) == 1 { Level::Statement } else { Level::Cumulative },
                conventions: vec![convention],
                resampled: Resampled::ALL.get(self.choice_at(F::Resampled).wrapping_sub(1)).copied(),
                replicates,
                seed: one(F::Seed, Settings::default().seed)?,
                windows,
            },
            units: false,
        })
    }
}

impl Fields for AgreementForm {
    type Field = AgreementField;
    const ALL: &'static [AgreementField] = &ALL;

    fn label(field: AgreementField) -> &'static str {
        match field {
            AgreementField::Origin => "origin",
            AgreementField::Discussions => "only",
            AgreementField::Trait => "trait",
            AgreementField::Coders => "coders",
            AgreementField::Provenance => "codings",
            AgreementField::Level => "compare",
            AgreementField::Units => "units",
            AgreementField::Matcher => "matcher",
            AgreementField::Model => "model",
            AgreementField::Engine => "which",
            AgreementField::Prompt => "prompt",
            AgreementField::Runs => "runs",
            AgreementField::Window => "windows",
            AgreementField::Resampled => "draws of",
            AgreementField::Replicates => "how many",
            AgreementField::Seed => "seed",
        }
    }

    fn field(&self) -> AgreementField {
        self.field
    }

    fn go(&mut self, field: AgreementField) {
        self.field = field;
    }

    fn typed(&self, field: AgreementField) -> Option<(&Input, &'static str)> {
        let words = Some(when_empty(field)).filter(|words| !words.is_empty())?;
        self.typed.get(Self::at(field)).map(|input| (input, words))
    }

    fn typed_mut(&mut self, field: AgreementField) -> Option<&mut Input> {
        self.typed.get_mut(Self::at(field)).filter(|_| !when_empty(field).is_empty())
    }

    fn chosen(&self, field: AgreementField) -> String {
        Self::choices(field).into_iter().nth(self.choice_at(field)).unwrap_or_default()
    }

    fn choose(&mut self, by: isize) {
        let of = Self::choices(self.field).len();
        if let Some(at) = self.chosen.get_mut(Self::at(self.field)).filter(|_| of > 0) {
            *at = (*at as isize + by).rem_euclid(of as isize) as usize;
        }
    }

    fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    fn set_problem(&mut self, problem: Option<String>) {
        self.problem = problem;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sarf_shared::scoring::agreement::Convention;

    #[test]
    fn the_form_gives_back_the_request_it_was_made_of() {
        let usual = super::super::settings::usual();
        let other = AgreementRequest {
            filter: ScoreFilter {
                discussions: vec![DiscussionId(3), DiscussionId(9)],
                origin: Some(OriginFilter::Imported),
                persona_trait: Trait::ALL.last().copied(),
                truth: TruthChoice::Human { provenance: vec![Provenance::Blind], coder: None, as_of: None },
                scored: ScoredChoice::Runs(vec![RunId(7), RunId(12)]),
                method: Ruler::of(Matcher::Compat).method,
                ..ScoreFilter::default()
            },
            coders: vec!["ann".parse().unwrap(), "ben".parse().unwrap()],
            model: true,
            settings: Settings {
                level: Level::Statement,
                conventions: vec![Convention::CELLS],
                resampled: Some(Resampled::Statements),
                replicates: 0,
                seed: 7,
                windows: Some(WindowSettings { units: 20, step: 5, ..WindowSettings::default() }),
            },
            units: false,
        };
        for request in [usual, other] {
            assert_eq!(AgreementForm::of(&request).request(), Ok(request));
        }
    }

    #[test]
    fn what_cannot_be_asked_for_names_its_field() {
        for (field, text, told) in [
            (AgreementField::Discussions, "three", "\"three\" is no number"),
            (AgreementField::Window, "1", "two units"),
            (AgreementField::Replicates, "1000000", "100000 draws are the most"),
        ] {
            let mut form = AgreementForm::of(&super::super::settings::usual());
            form.field = field;
            *form.input().unwrap() = Input::new(text);
            let (wrong, why) = form.request().unwrap_err();
            assert_eq!(wrong, field);
            assert!(why.contains(told), "{why}");
        }
    }
}
