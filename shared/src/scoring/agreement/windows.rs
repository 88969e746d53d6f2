//! Agreement over time: the units in order, cut into windows of so many.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Draws;
use super::{Clusters, Rated, RatingTable, Unit, UnitId, Units, ValueFigures, WindowOrder, WindowSettings};

/// The figures of a variable in a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WindowFigures {
    /// The variable.
    pub rated: Rated,
    /// The figures of the humans.
    pub humans: ValueFigures,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Window {
    /// Number of its first unit, counted from 1.
    pub from: usize,
    /// Number of its last unit.
    pub to: usize,
    /// The first unit.
    pub first: UnitId,
    /// The last unit.
    pub last: UnitId,
    /// Whether it has as many units as were asked for; the last window may not.
    pub full: bool,
    /// The four variables.
    pub variables: Vec<WindowFigures>,
}

/// The windows of a selection, over the units that count for the humans in some variable.
///
/// In the order of coding, units of unknown time come last, in the order of the discussions.
pub(super) fn windows(
    units: &Units,
    tables: &[RatingTable],
    settings: WindowSettings,
    clusters: &Clusters,
    draws: Draws,
) -> Vec<Window> {
    let tables: Vec<&RatingTable> = tables.iter().filter(|table| table.rated.variable().is_some()).collect();
    let counting: BTreeSet<&UnitId> = (tables.iter())
        .flat_map(|table| {
            let humans = table.humans();
            table.rows_of(&humans).map(|row| &row.unit).collect::<Vec<_>>()
        })
        .collect();
    let mut order: Vec<&Unit> = units.units.iter().filter(|unit| counting.contains(&unit.id)).collect();
    if settings.order == WindowOrder::Coding {
        order.sort_by_key(|unit| (unit.coded_at.is_none(), unit.coded_at));
    }
    let (size, step) = (settings.units.max(1), settings.step.max(1));
    let mut windows = Vec::new();
    for from in (0..order.len()).step_by(step) {
        let window = order.get(from..order.len().min(from + size)).unwrap_or_default();
        let (Some(first), Some(last)) = (window.first(), window.last()) else { break };
        let inside: BTreeSet<&UnitId> = window.iter().map(|unit| &unit.id).collect();
        let variables = (tables.iter())
            .map(|table| {
                let rows = table.rows.iter().filter(|row| inside.contains(&row.unit)).cloned().collect();
                let table = RatingTable { rows, coders: table.coders.clone(), ..**table };
                WindowFigures {
                    rated: table.rated,
                    humans: ValueFigures::new(&table, &table.humans(), clusters, draws),
                }
            })
            .collect();
        windows.push(Window {
            from: from + 1,
            to: from + window.len(),
            first: first.id.clone(),
            last: last.id.clone(),
            full: window.len() == size,
            variables,
        });
        if from + size >= order.len() {
            break;
        }
    }
    windows
}
