//! Discussions, their statements, the personas that talk in them, and the status machine.

mod ids;
mod persona;
pub mod persona_check;
mod record;
pub mod reference;
mod status;
pub mod transcript;
mod transcript_json;

pub use ids::{Actor, DiscussionId, JobId, NotAnId, PersonaId, RunId, Timestamp, Uid, VersionId};
pub use persona::{FactBond, FactEvent, FactId, FactPerson, FactShift, FamilyFacts, Persona, Shifted};
pub use record::{Discussion, Origin, RemoteConsent, Statement};
pub use status::{Cause, Failure, IllegalTransition, Stage, Status, StatusWord, Transition};
