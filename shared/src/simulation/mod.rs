//! The mechanics of the synthetic client (FACTS section 6): arc by turn, length modes, clean-up and trimming of a reply,
//! big five, canned fallback; and the parsing of the arc judge's and coach judge's replies. Nothing here calls a model.

mod arc;
mod traits;

pub use arc::{ArcPhase, LengthMode};
pub use traits::{AttachmentStyle, Trait};
