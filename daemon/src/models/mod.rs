//! The five roles (author, client, coach, extractor, judge) and the engines that play them: `offline` (rules and seeded
//! randomness, no network) and `llm` (a configured language model).

mod failure;
pub mod ledger;
pub mod llm;
pub mod offline;
pub mod plan;
mod role;
mod roles;

pub use failure::{ModelFailure, TransientFault};
pub use plan::{ModelSet, Plan, PlanProblem, Player};
pub use role::Role;
pub use roles::{
    Author, AuthorBrief, Call, CallContext, Client, ClientPrompt, ClientReply, Coach, CoachPrompt, ExtractPrompt,
    Extractor, Judge, Live, Reply, Silent, Usage,
};
