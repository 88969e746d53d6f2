//! The mechanics of the synthetic client (FACTS section 6): arc by turn, length modes, clean-up and trimming of a reply,
//! big five, canned fallback; and the parsing of the arc judge's and coach judge's replies. Nothing here calls a model.

mod arc;
mod arc_judge;
mod big_five;
mod cleanup;
mod coach_judge;
mod fallback;
mod length;
mod openers;
mod reply;
mod traits;

pub use arc::{ArcModifier, ArcPhase};
pub use arc_judge::{ArcVerdict, UnusableArcReply, arc_can_be_judged, read_arc_reply};
pub use big_five::{BigFive, Factor, Level};
pub use cleanup::{clean_reply, trim_to_sentence};
pub use coach_judge::{CoachCriterion, CoachVerdict, read_coach_verdict};
pub use fallback::fallback_line;
pub use length::LengthMode;
pub use openers::{OPENER_MEMORY, recent_openers, repeats_opener};
pub use reply::{CLIENT_TEMPERATURE, CLIENT_THINKING, LEAST_WORDS, MOST_CALLS, Weighed, weigh};
pub use traits::{AttachmentStyle, Trait};
