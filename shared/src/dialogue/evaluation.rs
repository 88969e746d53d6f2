//! All evaluations of one discussion together, as they are stored and shown.

use serde::{Deserialize, Serialize};

/// What the evaluators said; a part is absent until its input exists (a complete talk, an extracted family).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {}
