//! What a figure of agreement depends on beside the codings; all of it is printed with the figure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::vocabulary! {
    /// What is compared of two coders.
    Level ("level of comparison") {
        /// Everything a coder says of a discussion, laid over one another (the coding rules ask for it: a coder may put an
        /// event into another statement than their colleague and still tell the same story).
        Cumulative = "cumulative",
        /// Statement by statement: an item coded at another statement is another item.
        Statement = "statement",
    }
}

crate::vocabulary! {
    /// What a coder who coded the statement, but not the item, says of the item's variables.
    Absent ("reading of an item not found") {
        /// Nothing: values are compared among those who found the item, and finding is a figure of its own.
        Gap = "gap",
        /// "none": not finding the item and finding it without the variable are the same answer.
        None = "none",
    }
}

crate::vocabulary! {
    /// Which units count for a variable.
    Counted ("counted units") {
        /// Every unit with values by two coders, also where all of them say "none".
        All = "all",
        /// Only those where at least one coder gave a value other than "none": the published convention. It selects units by
        /// what was answered, so agreement that something is *not* there never counts, and chance-corrected figures come
        /// out low, often below zero.
        Coded = "coded",
    }
}

crate::vocabulary! {
    /// What is drawn anew for an interval.
    Resampled ("resampled unit") {
        /// Discussions.
        Discussions = "discussions",
        /// Statements: where there are too few discussions. Takes the statements of a discussion for independent, which makes
        /// the interval too narrow rather than too wide.
        Statements = "statements",
    }
}

crate::vocabulary! {
    /// In which order windows go over the units.
    WindowOrder ("order of windows") {
        /// In the order of the discussions and their statements.
        Discussion = "discussion",
        /// In the order in which they were coded: a unit's time is when the last of its coders coded it.
        Coding = "coding",
    }
}

/// How values become comparable units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Convention {
    /// What not finding an item says.
    pub absent: Absent,
    /// Which units count.
    pub counted: Counted,
}

impl Convention {
    /// Values among those who found the item: the default, and the second of the two stages.
    pub const MATCHED: Convention = Convention { absent: Absent::Gap, counted: Counted::All };
    /// What the published method counts.
    pub const PUBLISHED: Convention = Convention { absent: Absent::Gap, counted: Counted::Coded };
    /// Finding and valuing in one: every cell (item and variable) that at least one coder filled, empty for the others.
    pub const CELLS: Convention = Convention { absent: Absent::None, counted: Counted::Coded };

    /// The question the figures answer, in words.
    pub fn words(self) -> &'static str {
        match (self.absent, self.counted) {
            (Absent::Gap, Counted::All) => {
                "Of items that two coders or more found: do they give them the same value? \"none\" is a value; who did \
                 not find the item is a gap."
            }
            (Absent::Gap, Counted::Coded) => {
                "Of items that two coders or more found and at least one gave the variable: do they give them the same \
                 value? (The published convention. Items without the variable never count, so the figures come out low.)"
            }
            (Absent::None, Counted::Coded) => {
                "Of cells (item and variable) that at least one coder filled: did the others who coded the statement fill \
                 them alike? An empty cell is \"none\", whether the item was not found or found without the variable. \
                 Cells that everybody left empty never count, so the figures come out low."
            }
            (Absent::None, Counted::All) => {
                "Of items that at least one coder found: do all who coded the statement give the same value? Not finding \
                 the item is \"none\"."
            }
        }
    }
}

impl Default for Convention {
    fn default() -> Self {
        Convention::MATCHED
    }
}

/// Windows over the units, to see agreement change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct WindowSettings {
    /// Units in a window.
    pub units: usize,
    /// Units from the start of one window to that of the next; as many as `units` for windows that do not overlap.
    pub step: usize,
    /// In which order.
    pub order: WindowOrder,
}

impl Default for WindowSettings {
    fn default() -> Self {
        WindowSettings { units: 50, step: 50, order: WindowOrder::Discussion }
    }
}

/// Everything that is set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// What is compared.
    pub level: Level,
    /// The conventions whose figures are told, the main one first.
    pub conventions: Vec<Convention>,
    /// What is drawn anew for intervals; `None` takes discussions, or statements where there are fewer than three of them.
    pub resampled: Option<Resampled>,
    /// How many times.
    pub replicates: u32,
    /// The seed of the draws.
    pub seed: u64,
    /// Windows, if any.
    pub windows: Option<WindowSettings>,
}

impl Settings {
    /// The convention whose figures are the main ones.
    pub fn main_convention(&self) -> Convention {
        self.conventions.first().copied().unwrap_or_default()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            level: Level::Cumulative,
            conventions: vec![Convention::MATCHED],
            resampled: None,
            replicates: 2000,
            seed: 1,
            windows: Some(WindowSettings::default()),
        }
    }
}
