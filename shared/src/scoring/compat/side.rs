//! One side of a comparison, made ready: names normalised and dates read once, rows by reference.

use super::dates::{self, CodedDate};
use super::names::Name;
use super::rows::{BondRow, EventRow, PersonRow, Rows};
use super::{CompatError, CompatSettings};
use crate::family::EventKind;

/// Rows with what is derived from them once.
#[derive(Debug)]
pub struct Prepared<'r, 'a> {
    rows: &'r Rows<'a>,
    names: Vec<Name>,
    dates: Vec<CodedDate>,
}

impl<'r, 'a> Prepared<'r, 'a> {
    /// Normalises the names and reads the dates of rows; refuses rows with a fault.
    pub fn new(rows: &'r Rows<'a>, settings: &CompatSettings) -> Result<Self, CompatError> {
        if let Some(fault) = &rows.fault {
            return Err(fault.clone().into());
        }
        Ok(Prepared {
            rows,
            names: rows.people.iter().map(|person| Name::new(person.name.as_deref())).collect(),
            dates: rows.events.iter().map(|event| coded_date(event, settings)).collect(),
        })
    }

    /// The rows.
    pub fn rows(&self) -> &'r Rows<'a> {
        self.rows
    }

    /// The people with their normalised names.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonItem<'_, 'a>> {
        self.rows.people.iter().zip(&self.names).map(|(row, name)| PersonItem { row, name })
    }

    /// The events with their dates.
    pub(super) fn events(&self) -> impl Iterator<Item = EventItem<'_, 'a>> {
        self.rows.events.iter().zip(&self.dates).map(|(row, date)| EventItem { row, kind: row.kind, date: *date })
    }

    /// Every row, in list order.
    pub fn side(&self) -> Side<'_, 'a> {
        Side {
            people: self.people().collect(),
            events: self.events().collect(),
            bonds: self.rows.pair_bonds.iter().collect(),
        }
    }
}

fn coded_date(event: &EventRow<'_>, settings: &CompatSettings) -> CodedDate {
    let text = event.date_time.as_deref().filter(|text| !text.is_empty());
    CodedDate { moment: text.and_then(|text| dates::read(text, settings.today)), certainty: event.date_certainty }
}

/// A person and their normalised name.
#[derive(Debug, Clone, Copy)]
pub struct PersonItem<'r, 'a> {
    /// The row.
    pub row: &'r PersonRow<'a>,
    /// Their name, normalised.
    pub name: &'r Name,
}

/// An event and its date.
#[derive(Debug, Clone, Copy)]
pub struct EventItem<'r, 'a> {
    /// The row.
    pub row: &'r EventRow<'a>,
    /// Its kind, the first thing compared.
    pub kind: EventKind,
    /// Its date, read.
    pub date: CodedDate,
}

/// The rows of one side, chosen from one or many prepared sets.
#[derive(Debug, Clone, Default)]
pub struct Side<'r, 'a> {
    /// People.
    pub people: Vec<PersonItem<'r, 'a>>,
    /// Events.
    pub events: Vec<EventItem<'r, 'a>>,
    /// Pair bonds.
    pub bonds: Vec<&'r BondRow>,
}
