//! The extraction loop without the model: replies in, a verdict out.
//!
//! A pure function of family, pool and the replies so far, so that whoever calls the model can store each reply and
//! resume anywhere. Does not call models, word prompts, or store anything.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::repair::{self, Repair};
use super::{Deltas, Pdp, Policy, Surroundings, Violation, apply, validate};
use crate::family::Family;

/// How many times a model is asked at most: once, and three times again.
pub const CALLS: usize = 4;

/// The replies of a model to one extraction, in order. Stored as it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    /// Deltas as the model gave them, untouched.
    pub replies: Vec<Deltas>,
}

/// One reply, repaired and checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attempt {
    /// The reply after the repairs.
    pub deltas: Deltas,
    /// What the repairs changed or dropped.
    pub repairs: Vec<Repair>,
    /// What is still wrong.
    pub errors: Vec<Violation>,
}

/// How an extraction stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "progress", rename_all = "snake_case")]
pub enum Progress {
    /// Ask the model (again), telling it what was wrong with each reply so far; none yet on the first call.
    Ask {
        /// The replies so far, each with its errors.
        attempts: Vec<Attempt>,
    },
    /// The deltas are good.
    Accepted {
        /// The number of replies it took.
        calls: usize,
        /// The deltas as applied.
        deltas: Deltas,
        /// The pool after them.
        pdp: Pdp,
        /// What the repairs changed or dropped in the accepted reply.
        repairs: Vec<Repair>,
    },
    /// Every call was used up, and the last repairs did not help.
    Failed {
        /// The number of replies it took.
        calls: usize,
        /// What is wrong with the last reply, after the last repairs.
        errors: Vec<Violation>,
        /// All replies, each with its errors before the last repairs.
        attempts: Vec<Attempt>,
    },
}

impl Extraction {
    /// How the extraction stands after the replies so far. Replies after the deciding one are not read.
    pub fn progress(&self, family: Option<&Family>, pdp: &Pdp) -> Progress {
        let around = Surroundings { family, pdp };
        let mut attempts = Vec::new();
        for (index, reply) in self.replies.iter().take(CALLS).enumerate() {
            let calls = index + 1;
            let attempt = attempt(&around, reply.clone());
            if attempt.errors.is_empty() {
                return accept(&around, calls, attempt);
            }
            if calls == CALLS {
                let mut last = attempt.clone();
                last_repairs(&around, &mut last);
                if last.errors.is_empty() {
                    return accept(&around, calls, last);
                }
                attempts.push(attempt);
                return Progress::Failed { calls, errors: last.errors, attempts };
            }
            attempts.push(attempt);
        }
        Progress::Ask { attempts }
    }
}

fn accept(around: &Surroundings<'_>, calls: usize, attempt: Attempt) -> Progress {
    let pdp = apply(around.pdp, &attempt.deltas);
    Progress::Accepted { calls, deltas: attempt.deltas, pdp, repairs: attempt.repairs }
}

/// The repairs of every attempt, in order, and the check.
fn attempt(around: &Surroundings<'_>, mut deltas: Deltas) -> Attempt {
    let mut repairs = repair::drop_committed(around, &mut deltas);
    repairs.extend(repair::drop_unresolved(around, &mut deltas));
    repairs.extend(repair::drop_unresolved_targets(around, &mut deltas));
    repairs.extend(repair::drop_repeated_births(around, &mut deltas));
    repairs.extend(repair::infer_parents(around, &mut deltas));
    let errors = validate(around, &deltas, Policy::Model);
    Attempt { deltas, repairs, errors }
}

/// The repairs of the last attempt, which guess more, and the check.
fn last_repairs(around: &Surroundings<'_>, attempt: &mut Attempt) {
    let Attempt { deltas, repairs, errors } = attempt;
    repairs.extend(repair::separate_ids(around, deltas));
    repairs.extend(repair::drop_repeated_bonds(around, deltas));
    repairs.extend(repair::clear_births_of_self(around, deltas));
    repairs.extend(repair::clear_own_parents(around, deltas));
    *errors = validate(around, deltas, Policy::Model);
}
