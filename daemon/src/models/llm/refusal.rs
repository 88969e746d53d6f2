//! Puts what a server answers instead of a reply into a class of failure and into words. The words are ours: nothing
//! of what the server wrote is repeated, for it may repeat the prompt.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::HeaderMap;

use crate::models::{ModelFailure, TransientFault};

/// Longest wait a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// The class of an answer that is not 2xx. `provider` is the name in the configuration; `words` is the (bounded) body.
pub(super) fn classify(
    provider: &str,
    model: &str,
    status: u16,
    headers: &HeaderMap,
    words: &str,
    now: DateTime<Utc>,
) -> ModelFailure {
    let words = words.to_lowercase();
    let says = |names: &[&str]| names.iter().any(|name| words.contains(name));
    let refused = |why: String| ModelFailure::Refused { status: Some(status), why };
    let wait = retry_after(headers, now);
    match status {
        429 if says(&["insufficient_quota", "billing_hard_limit"]) => {
            refused(format!("the account at \"{provider}\" has no credit left; add credit there, then retry"))
        }
        429 => ModelFailure::RateLimited { retry_after: wait },
        503 | 529 if wait.is_some() => ModelFailure::RateLimited { retry_after: wait },
        408 | 409 | 425 | 500..=599 => ModelFailure::Transient(TransientFault::Server(status)),
        401 => refused(format!(
            "\"{provider}\" does not accept the key (401); correct the variable or file named by api_key_env or \
             api_key_file, and run `sarf daemon restart` if it is a variable"
        )),
        402 => refused(format!("the account at \"{provider}\" has no credit left (402); add credit there, then retry")),
        403 | 451 if says(&POLICY) => refused(policy(provider)),
        403 => refused(format!(
            "the key has no right to use the model \"{model}\" at \"{provider}\" (403); ask whoever runs it"
        )),
        404 => refused(format!(
            "\"{provider}\" knows no model \"{model}\", or no chat at this address (404); check model and base_url, which \
             usually ends in /v1"
        )),
        300..=399 => refused(format!(
            "\"{provider}\" sends requests on to another address ({status}), which is not followed; put the final \
             address into base_url"
        )),
        _ if says(&[
            "context_length",
            "context length",
            "maximum context",
            "exceeds the available context",
            "too many tokens",
        ]) =>
        {
            refused(format!("the talk is too long for the model \"{model}\" ({status}); use one with a larger context"))
        }
        413 => refused(format!("the talk is too long for \"{provider}\" (413); use a model with a larger context")),
        _ if says(&POLICY) => refused(policy(provider)),
        _ => refused(format!(
            "\"{provider}\" does not understand the request ({status}); check model, parameters and extra fields of the \
             role in the configuration"
        )),
    }
}

/// Words by which servers say that their policy forbids the matter.
const POLICY: [&str; 5] = ["content_policy", "content_filter", "content management policy", "safety", "usage policies"];

/// The words for a refusal by policy.
pub(super) fn policy(provider: &str) -> String {
    format!("the policy of \"{provider}\" refuses this content; use another model for this role")
}

/// An error a server sends inside a stream, after a good start.
pub(super) fn in_stream(provider: &str, error: &serde_json::Value) -> ModelFailure {
    let field = |name: &str| error.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_lowercase();
    let words = format!("{} {}", field("code"), field("type"));
    let code = error.get("code").and_then(serde_json::Value::as_u64).unwrap_or_default();
    if code == 429 || words.contains("rate_limit") {
        ModelFailure::RateLimited { retry_after: None }
    } else if POLICY.iter().any(|name| words.contains(name)) {
        ModelFailure::Refused { status: None, why: policy(provider) }
    } else {
        let status = u16::try_from(code).ok().filter(|code| (500..600).contains(code)).unwrap_or(500);
        ModelFailure::Transient(TransientFault::Server(status))
    }
}

/// `Retry-After` in seconds or as a date, or `retry-after-ms`.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let milliseconds = text("retry-after-ms").and_then(|ms| ms.parse().ok()).map(Duration::from_millis);
    let wait = milliseconds.or_else(|| {
        let value = text("retry-after")?;
        if let Ok(seconds) = value.parse::<f64>() {
            return Duration::try_from_secs_f64(seconds).ok();
        }
        let due = DateTime::parse_from_rfc2822(value).ok()?;
        Some(due.signed_duration_since(now).to_std().unwrap_or_default())
    })?;
    Some(wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, header: Option<(&'static str, &str)>, body: &str) -> ModelFailure {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().unwrap());
        }
        let now = DateTime::parse_from_rfc3339("2026-03-01T12:00:00Z").unwrap().to_utc();
        classify("lab", "m", status, &headers, body, now)
    }

    #[test]
    fn retry_after_is_read_in_seconds_in_milliseconds_and_as_a_date() {
        let wait = |name, value| match of(429, Some((name, value)), "") {
            ModelFailure::RateLimited { retry_after } => retry_after,
            other => panic!("{other:?}"),
        };
        assert_eq!(wait("retry-after", "7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("retry-after", "0.5"), Some(Duration::from_millis(500)));
        assert_eq!(wait("retry-after-ms", "20"), Some(Duration::from_millis(20)));
        assert_eq!(wait("retry-after", "Sun, 01 Mar 2026 12:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(wait("retry-after", "Sun, 01 Mar 2026 11:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("retry-after", "99999999999"), Some(LONGEST_WAIT));
        for nonsense in ["soon", "-3", "NaN"] {
            assert_eq!(wait("retry-after", nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn every_status_has_its_class_and_none_repeats_the_server() {
        for (status, body, class) in [
            (400, "SECRET", "refused"),
            (400, "SECRET content_policy_violation", "refused"),
            (400, "SECRET maximum context length", "refused"),
            (401, "SECRET", "refused"),
            (403, "SECRET", "refused"),
            (404, "SECRET", "refused"),
            (302, "SECRET", "refused"),
            (408, "SECRET", "transient"),
            (429, "SECRET", "rate_limited"),
            (429, "SECRET insufficient_quota", "refused"),
            (500, "SECRET", "transient"),
            (503, "SECRET", "transient"),
            (529, "SECRET", "transient"),
        ] {
            let failure = of(status, None, body);
            assert_eq!(failure.class(), class, "{status}");
            assert!(!format!("{failure} {failure:?}").contains("SECRET"), "{status}");
        }
        assert_eq!(of(503, Some(("retry-after", "3")), "").class(), "rate_limited");
    }
}
