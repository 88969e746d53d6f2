//! Which values two coders gave to the same units: one table for every two coders and each variable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimate::Rows;
use super::{Clusters, Coder, Convention, Crossed, Rated, RatingTable, Units};

/// Two coders' values of a variable, crossed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confusion {
    /// The variable.
    pub rated: Rated,
    /// Whose values are the rows.
    pub a: Coder,
    /// Whose values are the columns.
    pub b: Coder,
    /// The values, "none" first: 4 of symptom, anxiety and functioning, 13 of relationship.
    pub values: Vec<String>,
    /// For each value of the first coder, how often the second gave each value.
    pub counts: Vec<Vec<u64>>,
    /// Units both gave a value.
    pub n: u64,
}

/// The tables of every two coders; those without a unit, or of a variable neither coded, are left out.
pub(super) fn confusions(units: &Units, convention: Convention, clusters: &Clusters) -> Vec<Confusion> {
    let mut all = Vec::new();
    for rated in Rated::ALL {
        let table = RatingTable::new(units, *rated, convention);
        let values = rated.values();
        for (i, a) in table.coders.iter().enumerate() {
            for (j, b) in table.coders.iter().enumerate().skip(i + 1) {
                let rows = Rows::new(table.crossed(i, j, clusters));
                let n = rows.total().iter().sum();
                if n == 0 || !table.is_coded(&[i, j]) {
                    continue;
                }
                all.push(Confusion {
                    rated: *rated,
                    a: a.clone(),
                    b: b.clone(),
                    values: values.iter().map(|value| (*value).to_owned()).collect(),
                    counts: Crossed::new(values.len()).rows(rows.total()),
                    n,
                });
            }
        }
    }
    all
}
