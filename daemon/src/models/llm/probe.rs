//! Asks an endpoint whether it is there and takes the key, for `doctor`. Sends no prompt and costs nothing.

use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::Value;

use super::Http;
use crate::config::{Choice, Config, ConfigProblem, Environment};
use crate::models::Role;
use sarf_shared::rpc::{DoctorFinding, FindingLevel};

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of a list of models that are looked at.
const LARGEST_LIST: usize = 1024 * 1024;

/// Asks every endpoint that plays a role for its list of models. What is wrong with addresses and keys as they are
/// written is `Config::findings`' matter; such endpoints are left out here.
pub async fn probe(config: &Config, environment: Environment<'_>, http: &Http) -> Vec<DoctorFinding> {
    let mut wanted: Vec<(String, Vec<String>)> = Vec::new();
    for role in Role::ALL {
        if let Ok(Choice::Model { provider, model, .. }) = config.choice(*role) {
            match wanted.iter_mut().find(|(name, _)| *name == provider) {
                Some((_, models)) if models.contains(&model) => {}
                Some((_, models)) => models.push(model),
                None => wanted.push((provider, vec![model])),
            }
        }
    }
    let asked = wanted.iter().map(|(name, models)| one(config, environment, http, name, models));
    futures::future::join_all(asked).await.into_iter().flatten().collect()
}

async fn one(
    config: &Config,
    environment: Environment<'_>,
    http: &Http,
    name: &str,
    models: &[String],
) -> Vec<DoctorFinding> {
    let Some(endpoint) = config.provider(name) else { return Vec::new() };
    let (Ok(mut url), Ok(key)) = (endpoint.url(), endpoint.key(config.folder(), environment)) else {
        return Vec::new();
    };
    let path = format!("{}/models", url.path().trim_end_matches('/'));
    url.set_path(&path);
    let at = |key: &str| format!("providers.{name}.{key}");
    let problem = |key: &str, what: &str, remedy: &str| -> Vec<DoctorFinding> {
        let problem: ConfigProblem = config.problem(Some(&at(key)), what, remedy);
        vec![problem.finding(FindingLevel::Problem)]
    };
    let client = match http.client(endpoint.is_loopback(), endpoint.connect_timeout()) {
        Ok(client) => client,
        Err(failure) => return problem("base_url", &failure.to_string(), "Install them, then ask again"),
    };
    let mut request = client.get(url);
    if let Some(key) = &key {
        request = request.bearer_auth(key.expose_secret());
    }
    let answered = tokio::time::timeout(PATIENCE, async {
        let mut response = request.send().await?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(bytes) = response.chunk().await? {
            body.extend_from_slice(&bytes);
            if body.len() > LARGEST_LIST {
                break;
            }
        }
        Ok::<_, reqwest::Error>((status.as_u16(), body))
    });
    let Ok(Ok((status, body))) = answered.await else {
        let remedy = if endpoint.is_loopback() {
            "Start the model server on this machine, or correct the address"
        } else {
            "Look at the network, or correct the address"
        };
        return problem("base_url", "the endpoint does not answer", remedy);
    };
    match status {
        401 | 403 => {
            let key = if endpoint.api_key_file.is_some() { "api_key_file" } else { "api_key_env" };
            return problem(key, "the endpoint does not accept the key", "Correct the variable or the file it names");
        }
        500..=599 => {
            return problem("base_url", "the endpoint answers with a fault of its own", "Wait, or ask whoever runs it");
        }
        _ => {}
    }
    let what = format!("endpoint {name}");
    let listed: Option<Vec<String>> = serde_json::from_slice::<Value>(&body).ok().and_then(|list| {
        let models = list.get("data")?.as_array()?.iter();
        Some(models.filter_map(|model| model.get("id")?.as_str().map(str::to_owned)).collect())
    });
    let mut findings =
        vec![DoctorFinding { level: FindingLevel::Ok, what: what.clone(), found: "answers".to_owned(), remedy: None }];
    // Servers without a list, or with an empty one, may know the model all the same.
    for model in models.iter().filter(|model| listed.as_ref().is_some_and(|l| !l.is_empty() && !l.contains(model))) {
        findings.push(DoctorFinding {
            level: FindingLevel::Warning,
            what: what.clone(),
            found: format!("the model \"{model}\" is not in its list"),
            remedy: Some(
                "Compare the name with the list of the endpoint; some accept names they do not list".to_owned(),
            ),
        });
    }
    findings
}
