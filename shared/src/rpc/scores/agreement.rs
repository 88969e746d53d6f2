//! Agreement of coders on the wire: what is asked for. The answer is the report of `scoring::agreement` itself.

use serde::{Deserialize, Serialize};

use super::ScoreFilter;
use crate::coding::CoderName;
use crate::scoring::agreement::Settings;

/// Asks how far coders agree.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgreementRequest {
    /// Which discussions, measured with which matcher; of the truth asked for only the provenance is looked at (codings
    /// with another one take no part), of the runs which one stands for the model.
    pub filter: ScoreFilter,
    /// Only these coders; all, where the list is empty.
    pub coders: Vec<CoderName>,
    /// The model as one more coder, kept apart from the people.
    pub model: bool,
    /// Level, conventions, draws, windows.
    pub settings: Settings,
    /// With the units behind the figures, for lists, drill-down and the long file. Many discussions have many.
    pub units: bool,
}
