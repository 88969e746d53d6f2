//! Which provider, model and parameters play each role.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::models::Role;

/// How much a model should think before it answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Thinking {
    /// Nothing is said; the endpoint does as it does.
    #[default]
    Default,
    /// Not at all.
    Off,
    /// A little.
    Low,
    /// Some.
    Medium,
    /// Much.
    High,
}

/// The model of every role that names none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelDefault {
    /// Provider; unset is `offline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Model, by the provider's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

/// What the file says of one role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleSettings {
    /// Provider; unset is the default for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Model; unset is the default for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Temperature, 0 to 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// Most tokens of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// How much to think.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thinking: Option<Thinking>,
    /// Added to the role's requests as it stands.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// The five roles.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleTable {
    /// Invents personas.
    #[serde(default)]
    pub author: RoleSettings,
    /// Speaks as the client.
    #[serde(default)]
    pub client: RoleSettings,
    /// Speaks as the coach.
    #[serde(default)]
    pub coach: RoleSettings,
    /// Codes statements.
    #[serde(default)]
    pub extractor: RoleSettings,
    /// Judges the arc.
    #[serde(default)]
    pub judge: RoleSettings,
}

impl RoleTable {
    /// Settings of a role.
    pub fn of(&self, role: Role) -> &RoleSettings {
        match role {
            Role::Author => &self.author,
            Role::Client => &self.client,
            Role::Coach => &self.coach,
            Role::Extractor => &self.extractor,
            Role::Judge => &self.judge,
        }
    }
}

/// Parameters of a role's calls, as a job keeps them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Parameters {
    /// Temperature.
    pub temperature: f64,
    /// Most tokens of a reply; `None` where each call says (the client, by the length of its turn).
    pub max_tokens: Option<u32>,
    /// How much to think.
    pub thinking: Thinking,
    /// Added to the role's requests as it stands.
    #[serde(default)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Parameters {
    /// What is used when the file says nothing (FACTS sections 5 and 6).
    pub fn default_for(role: Role) -> Self {
        let (temperature, max_tokens, thinking) = match role {
            Role::Author => (0.8, Some(8192), Thinking::Default),
            Role::Client => (sarf_shared::simulation::CLIENT_TEMPERATURE, None, Thinking::Off),
            Role::Coach => (0.45, Some(4096), Thinking::Default),
            Role::Extractor => (0.0, Some(8192), Thinking::Default),
            Role::Judge => (0.0, Some(2048), Thinking::Default),
        };
        Parameters { temperature, max_tokens, thinking, extra: BTreeMap::new() }
    }

    /// The defaults, changed where the file says something.
    pub fn of(role: Role, settings: &RoleSettings) -> Self {
        let default = Parameters::default_for(role);
        Parameters {
            temperature: settings.temperature.unwrap_or(default.temperature),
            max_tokens: settings.max_tokens.or(default.max_tokens),
            thinking: settings.thinking.unwrap_or(default.thinking),
            extra: settings.extra.clone(),
        }
    }
}

/// Who plays a role.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// The built-in engine; for the judge: nobody.
    Offline,
    /// A model.
    Model {
        /// Provider, by its name in the file.
        provider: String,
        /// Model, by the provider's name for it.
        model: String,
        /// How it is called.
        parameters: Parameters,
    },
}
