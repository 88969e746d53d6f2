//! Where a transcript may go. A real person's words never leave this machine until someone says so for that transcript.

use sarf_shared::discussion::{Actor, Discussion, RemoteConsent, Timestamp};
use sarf_shared::rpc::ApiError;

use crate::config::Config;
use crate::jobs::Refusal;
use crate::models::Plan;

/// Notes that a transcript may go to `provider`, which must be configured.
pub fn allow(
    discussion: &mut Discussion,
    provider: String,
    actor: Actor,
    at: Timestamp,
    config: &Config,
) -> Result<(), Refusal> {
    if config.provider(&provider).is_none() {
        let known: Vec<&str> = config.providers.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let problem = format!("no provider called \"{provider}\" is configured; configured: {known}");
        return Err(ApiError::Invalid { problems: vec![problem] }.into());
    }
    if !discussion.consents.iter().any(|known| known.provider == provider) {
        discussion.consents.push(RemoteConsent { provider, actor, at });
    }
    Ok(())
}

/// The plan by which this discussion may be read, and a sentence where it is not the one configured.
pub fn keep_at_home(discussion: &Discussion, plan: &Plan, config: &Config) -> (Plan, Option<String>) {
    if discussion.origin.is_synthetic() {
        return (plan.clone(), None);
    }
    let allowed: Vec<String> = discussion.consents.iter().map(|consent| consent.provider.clone()).collect();
    let (kept, left_out) = plan.kept_here(config, &allowed);
    let note = left_out.first().map(|first| {
        format!(
            "This is a real person's transcript, so it does not go to {} outside this machine; the offline engine is \
             used. `sarf extract {} --allow-remote {first}` allows it.",
            left_out.join(", "),
            discussion.id
        )
    });
    (kept, note)
}
