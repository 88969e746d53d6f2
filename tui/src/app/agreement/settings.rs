//! What of agreement is asked for, and the switches a key turns; each says in words what holds now.

use sarf_shared::rpc::AgreementRequest;
use sarf_shared::scoring::agreement::{Convention, Level, Settings, WindowSettings};

use super::Agreement;

/// Units in a window where a key asks for windows; the usual size.
const WINDOW: usize = 50;

/// What is asked for at the start: the same as `sarf agreement` without flags.
pub(super) fn usual() -> AgreementRequest {
    AgreementRequest { settings: Settings { windows: None, ..Settings::default() }, ..AgreementRequest::default() }
}

/// Conventions in the order of the switch, by the words of the command line, with what they mean.
pub(super) const UNITS: [(Convention, &str, &str); 3] = [
    (Convention::MATCHED, "matched", "items two coders found; \"none\" is a value"),
    (Convention::CELLS, "cells", "every cell somebody filled; an item not found is \"none\""),
    (Convention::PUBLISHED, "coded", "of items two found, those somebody gave the variable: the published convention"),
];

/// A convention by its word.
pub fn units_words(convention: Convention) -> &'static str {
    UNITS.iter().find(|(one, ..)| *one == convention).map_or("other", |(_, word, _)| word)
}

/// A level in words.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::Cumulative => "timeline",
        Level::Statement => "statement by statement",
    }
}

impl Agreement {
    /// Takes another request, and stands at the top again.
    pub fn set_request(&mut self, request: AgreementRequest) {
        self.request = AgreementRequest { units: false, ..request };
        self.levels.clear();
        (self.on_pane, self.item) = (false, 0);
    }

    /// The whole talk or statement by statement, in words.
    pub fn switch_level(&mut self) -> &'static str {
        let level = &mut self.request.settings.level;
        match level {
            Level::Cumulative => {
                *level = Level::Statement;
                "coders are compared statement by statement"
            }
            Level::Statement => {
                *level = Level::Cumulative;
                "coders are compared on all they say of a discussion"
            }
        }
    }

    /// The next convention, in words.
    pub fn switch_units(&mut self) -> String {
        let now = self.request.settings.main_convention();
        let at = UNITS.iter().position(|(one, ..)| *one == now).map_or(0, |at| (at + 1) % UNITS.len());
        let Some((convention, word, meaning)) = UNITS.get(at) else { return String::new() };
        self.request.settings.conventions = vec![*convention];
        format!("units {word}: {meaning}")
    }

    /// With or without the model, in words.
    pub fn switch_model(&mut self) -> &'static str {
        self.request.model = !self.request.model;
        match self.request.model {
            true => "the model stands beside the people, as one more coder never counted among them",
            false => "people only",
        }
    }

    /// With or without windows over time, in words.
    pub fn switch_windows(&mut self) -> String {
        let windows = &mut self.request.settings.windows;
        match windows.take() {
            Some(_) => "no windows over time".to_owned(),
            None => {
                *windows = Some(WindowSettings { units: WINDOW, step: WINDOW, ..WindowSettings::default() });
                format!("alpha over time, in windows of {WINDOW} units; the filter sets another size")
            }
        }
    }
}
