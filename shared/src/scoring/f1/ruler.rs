//! What a figure was measured with: matcher, its settings, the version of the scorer, the researcher's overrides.
//!
//! Two figures may stand side by side without a mark only if their rulers are equal.

use std::fmt;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plural::counted;
use crate::scoring::compat::CompatSettings;
use crate::scoring::fair::{self, FairSettings, PersonMap, Stands};
use crate::seed::derive;
use crate::vocabulary;

/// Version of how matched items are counted; part of every ruler. Counted up whenever a rule here changes a figure.
pub const SCORER_VERSION: u32 = 1;
/// Version of the matcher `compat`; it stays 1 as long as it equals the published method.
const COMPAT_VERSION: u32 = 1;

vocabulary! {
    /// Which matcher says what belongs together.
    Matcher ("matcher") {
        /// Optimal and free of order; the default.
        Fair = "fair",
        /// The published method with its quirks.
        Compat = "compat",
    }
}

/// Which day fills the missing parts of a date where the published method reads one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingParts {
    /// The date of the discussion; 1 January 2026 where it has none.
    #[default]
    OfDiscussion,
    /// One day for all.
    On(NaiveDate),
}

/// The matcher and its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The matcher `fair`, with its limits.
    Fair(FairSettings),
    /// The matcher `compat`, with the day that fills missing date parts. It follows no overrides.
    Compat(MissingParts),
}

/// Overrides in effect, as a figure carries them: how many people, and what tells two sets of overrides apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Overrides {
    /// People mapped by hand.
    pub people: u32,
    /// Equal only for equal overrides of the same discussions.
    pub hash: u32,
}

impl Overrides {
    /// The overrides of some discussions, each with its number; `None` where there are none.
    pub fn of<'m>(maps: impl IntoIterator<Item = (u64, &'m PersonMap)>) -> Option<Self> {
        let mut all: Vec<(u64, &PersonMap)> = maps.into_iter().filter(|(_, map)| !map.is_empty()).collect();
        all.sort_by_key(|(discussion, _)| *discussion);
        let (mut people, mut hash) = (0, 0);
        for (discussion, map) in all {
            hash = derive(hash, &[discussion]);
            for (scored, stands) in map.iter() {
                let whom = match stands {
                    Stands::For(truth) => [1, truth.0.cast_unsigned()],
                    Stands::ForNobody => [0, 0],
                };
                hash = derive(hash, &[scored.0.cast_unsigned(), whom[0], whom[1]]);
                people += 1;
            }
            for nobody in map.truth_nobodies() {
                hash = derive(hash, &[nobody.0.cast_unsigned(), 2]);
                people += 1;
            }
        }
        // Half of the mixed bits tell overrides apart well enough and fit a line.
        (people > 0).then(|| Overrides { people, hash: u32::try_from(hash >> 32).unwrap_or(u32::MAX) })
    }
}

/// What a figure was measured with. Equal rulers give comparable figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Ruler {
    /// Matcher and settings.
    pub method: Method,
    /// Version of the matcher.
    pub version: u32,
    /// Version of the counting, [`SCORER_VERSION`] when it was measured.
    pub scorer: u32,
    /// The researcher's overrides in effect, if any.
    pub overrides: Option<Overrides>,
}

impl Ruler {
    /// The ruler of this version of the scorer, without overrides.
    pub fn new(method: Method) -> Self {
        let version = match method {
            Method::Fair(_) => fair::VERSION,
            Method::Compat(_) => COMPAT_VERSION,
        };
        Ruler { method, version, scorer: SCORER_VERSION, overrides: None }
    }

    /// A matcher with its default settings.
    pub fn of(matcher: Matcher) -> Self {
        Ruler::new(match matcher {
            Matcher::Fair => Method::Fair(FairSettings::default()),
            Matcher::Compat => Method::Compat(MissingParts::default()),
        })
    }

    /// The same ruler with overrides in effect. The published method follows none, so none are noted there.
    pub fn with_overrides(self, overrides: Option<Overrides>) -> Self {
        let overrides = overrides.filter(|_| self.matcher() == Matcher::Fair);
        Ruler { overrides, ..self }
    }

    /// The same ruler as it is without overrides: what two runs must share, since overrides speak of one run's people.
    pub fn without_overrides(self) -> Self {
        Ruler { overrides: None, ..self }
    }

    /// Which matcher.
    pub fn matcher(&self) -> Matcher {
        match self.method {
            Method::Fair(_) => Matcher::Fair,
            Method::Compat(_) => Matcher::Compat,
        }
    }

    /// Whether figures measured with it can be measured again by this program.
    pub fn is_current(&self) -> bool {
        let now = Ruler::new(self.method);
        (self.version, self.scorer) == (now.version, now.scorer)
    }
}

impl Default for Ruler {
    fn default() -> Self {
        Ruler::of(Matcher::Fair)
    }
}

impl MissingParts {
    /// The settings of the published method for a discussion of that date.
    pub(super) fn settings(self, date: Option<NaiveDate>) -> CompatSettings {
        CompatSettings::for_discussion(match self {
            MissingParts::OfDiscussion => date,
            MissingParts::On(day) => Some(day),
        })
    }
}

impl fmt::Display for Ruler {
    /// The stamp printed beside figures: `fair v1`, `compat v1, missing date parts from 2026-05-04`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} v{}", self.matcher(), self.version)?;
        if self.scorer != 1 {
            write!(f, ", counting v{}", self.scorer)?;
        }
        match self.method {
            Method::Fair(settings) => {
                let usual = FairSettings::default();
                if settings.certain_days != usual.certain_days {
                    write!(f, ", certain dates within {}", counted(settings.certain_days, "day", "days"))?;
                }
                if settings.approximate_days != usual.approximate_days {
                    write!(f, ", approximate dates within {}", counted(settings.approximate_days, "day", "days"))?;
                }
                if settings.name_percent != usual.name_percent {
                    write!(f, ", names alike from {} %", settings.name_percent)?;
                }
            }
            Method::Compat(MissingParts::OfDiscussion) => {
                f.write_str(", missing date parts from the discussion's date")?;
            }
            Method::Compat(MissingParts::On(day)) => write!(f, ", missing date parts from {day}")?,
        }
        if let Some(overrides) = self.overrides {
            let people = if overrides.people == 1 { "person" } else { "people" };
            write!(f, ", {} {people} mapped by hand ({:08x})", overrides.people, overrides.hash)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::family::ItemId;

    #[test]
    fn a_stamp_says_what_the_figure_depends_on() {
        assert_eq!(Ruler::default().to_string(), "fair v1");
        let day = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
        let compat = Ruler::new(Method::Compat(MissingParts::On(day)));
        assert_eq!(compat.to_string(), "compat v1, missing date parts from 2026-05-04");
        let wide = FairSettings { certain_days: 30, ..FairSettings::default() };
        assert_eq!(Ruler::new(Method::Fair(wide)).to_string(), "fair v1, certain dates within 30 days");
    }

    #[test]
    fn other_overrides_make_another_ruler_and_the_order_of_the_discussions_does_not() {
        let map = |from, to| [(ItemId(from), Stands::For(ItemId(to)))].into_iter().collect::<PersonMap>();
        let (one, two) = (map(-4, -11), map(-4, -12));
        let ruler = |maps: &[(u64, &PersonMap)]| Ruler::default().with_overrides(Overrides::of(maps.iter().copied()));
        assert_ne!(ruler(&[(1, &one)]), ruler(&[(1, &two)]));
        assert_ne!(ruler(&[(1, &one)]), ruler(&[(2, &one)]));
        assert_eq!(ruler(&[(1, &one), (2, &two)]), ruler(&[(2, &two), (1, &one)]));
        assert_eq!(ruler(&[(1, &PersonMap::new())]), Ruler::default());
        assert!(ruler(&[(1, &one)]).to_string().starts_with("fair v1, 1 person mapped by hand ("));
    }

    #[test]
    fn the_published_method_follows_no_overrides_and_says_none() {
        let overrides = Some(Overrides { people: 1, hash: 7 });
        let compat = Ruler::of(Matcher::Compat);
        assert_eq!(compat.with_overrides(overrides), compat);
    }
}
