//! Who plays which role in a job: chosen when the job is accepted and kept with it, models, parameters and prompt texts
//! included, so that a changed configuration touches only new jobs. Endpoints, times and keys are looked up when the job
//! runs: they say where a model is, not which one it is. No key is ever part of a plan.

use std::sync::Arc;

use sarf_shared::rpc::EngineLabel;
use serde::{Deserialize, Serialize};

use super::ledger::CallRecord;
use super::llm::{Http, LlmModel, Settings};
use super::{
    Author, AuthorBrief, Call, CallContext, Client, ClientPrompt, ClientReply, Coach, CoachPrompt, ExtractPrompt,
    Extractor, Judge, ModelFailure, Role,
};
use crate::config::{Choice, Config, ConfigProblem, Environment, OFFLINE, Parameters};
use crate::prompts::{PromptProblem, PromptText, Prompts};

/// Who plays one role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Player {
    /// The built-in engine; for the judge: nobody.
    Offline,
    /// A language model.
    Model {
        /// Provider, by its name in the configuration.
        provider: String,
        /// Model, by the provider's name for it.
        model: String,
        /// How it is called.
        parameters: Parameters,
        /// The prompt text and its hash.
        prompt: PromptText,
    },
}

/// Who plays each role in a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Invents personas.
    pub author: Player,
    /// Speaks as the client.
    pub client: Player,
    /// Speaks as the coach.
    pub coach: Player,
    /// Codes statements.
    pub extractor: Player,
    /// Judges the arc; `Offline` is nobody.
    pub judge: Player,
}

/// Why a job cannot be accepted as the configuration stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanProblem {
    /// A role names a provider or model that cannot be used.
    #[error("{0}")]
    Config(#[from] ConfigProblem),
    /// A replacing prompt cannot be used.
    #[error("{0}")]
    Prompt(#[from] PromptProblem),
}

impl Plan {
    /// The built-in engine for every role.
    pub fn offline() -> Plan {
        Plan {
            author: Player::Offline,
            client: Player::Offline,
            coach: Player::Offline,
            extractor: Player::Offline,
            judge: Player::Offline,
        }
    }

    /// What the configuration says now.
    pub fn accept(config: &Config, prompts: &Prompts) -> Result<Plan, PlanProblem> {
        let player = |role: Role| -> Result<Player, PlanProblem> {
            Ok(match config.choice(role)? {
                Choice::Offline => Player::Offline,
                Choice::Model { provider, model, parameters } => {
                    Player::Model { provider, model, parameters, prompt: prompts.of(role)? }
                }
            })
        };
        Ok(Plan {
            author: player(Role::Author)?,
            client: player(Role::Client)?,
            coach: player(Role::Coach)?,
            extractor: player(Role::Extractor)?,
            judge: player(Role::Judge)?,
        })
    }

    /// Who plays a role.
    pub fn player(&self, role: Role) -> &Player {
        match role {
            Role::Author => &self.author,
            Role::Client => &self.client,
            Role::Coach => &self.coach,
            Role::Extractor => &self.extractor,
            Role::Judge => &self.judge,
        }
    }

    /// The provider outside this machine that would play a role, if any. A provider that is gone counts as outside.
    pub fn remote(&self, role: Role, config: &Config) -> Option<&str> {
        match self.player(role) {
            Player::Offline => None,
            Player::Model { provider, .. } => {
                let loopback = config.provider(provider).is_some_and(|provider| provider.is_loopback());
                (!loopback).then_some(provider.as_str())
            }
        }
    }

    /// The plan for a transcript of a real person: roles that would send it outside this machine are played by the
    /// built-in engine, except at the providers it may go to. Also says which providers were left out.
    pub fn kept_here(&self, config: &Config, allowed: &[String]) -> (Plan, Vec<String>) {
        let mut left_out = Vec::new();
        let mut keep = |role: Role| match self.remote(role, config) {
            Some(provider) if !allowed.iter().any(|name| name == provider) => {
                if !left_out.iter().any(|name| name == provider) {
                    left_out.push(provider.to_owned());
                }
                Player::Offline
            }
            _ => self.player(role).clone(),
        };
        let plan = Plan {
            author: keep(Role::Author),
            client: keep(Role::Client),
            coach: keep(Role::Coach),
            extractor: keep(Role::Extractor),
            judge: keep(Role::Judge),
        };
        (plan, left_out)
    }

    /// The label of a role, as views show it.
    pub fn label(&self, role: Role) -> EngineLabel {
        let (provider, model, prompt_hash) = match self.player(role) {
            Player::Offline => (OFFLINE.to_owned(), String::new(), String::new()),
            Player::Model { provider, model, prompt, .. } => (provider.clone(), model.clone(), prompt.hash.clone()),
        };
        EngineLabel { role: role.to_string(), provider, model, prompt_hash }
    }

    /// The ledger's record of a call of a role that is about to be made.
    pub fn record(&self, role: Role, attempt: u32) -> CallRecord {
        let EngineLabel { provider, model, prompt_hash, .. } = self.label(role);
        let prompt_hash = Some(prompt_hash).filter(|hash| !hash.is_empty());
        CallRecord {
            role,
            provider,
            model,
            prompt_hash,
            prompt_tokens: 0,
            completion_tokens: 0,
            ms: 0,
            attempt,
            failure: None,
        }
    }
}

/// The engines of a job, ready to be called.
#[derive(Clone)]
pub struct ModelSet {
    /// Invents personas.
    pub author: Arc<dyn Author>,
    /// Speaks as the client.
    pub client: Arc<dyn Client>,
    /// Speaks as the coach.
    pub coach: Arc<dyn Coach>,
    /// Codes statements.
    pub extractor: Arc<dyn Extractor>,
    /// Judges the arc, if anyone does.
    pub judge: Option<Arc<dyn Judge>>,
}

impl ModelSet {
    /// The engines of a plan; the configuration gives only endpoints and keys. `offline` plays the roles that are
    /// `Player::Offline`. A role whose endpoint or key is gone is played by an engine that refuses each call and says
    /// why, so that the other roles of the job go on.
    pub fn from_plan<O>(
        plan: &Plan,
        config: &Config,
        environment: Environment<'_>,
        http: &Http,
        offline: &Arc<O>,
    ) -> Self
    where
        O: Author + Client + Coach + Extractor + 'static,
    {
        macro_rules! role {
            ($role:expr, $player:expr, $trait:ident) => {
                match $player {
                    Player::Offline => offline.clone() as Arc<dyn $trait>,
                    player => match model($role, player, config, environment, http) {
                        Ok(model) => Arc::new(model) as Arc<dyn $trait>,
                        Err(failure) => Arc::new(Unusable(failure)) as Arc<dyn $trait>,
                    },
                }
            };
        }
        ModelSet {
            author: role!(Role::Author, &plan.author, Author),
            client: role!(Role::Client, &plan.client, Client),
            coach: role!(Role::Coach, &plan.coach, Coach),
            extractor: role!(Role::Extractor, &plan.extractor, Extractor),
            judge: match &plan.judge {
                Player::Offline => None,
                player => Some(match model(Role::Judge, player, config, environment, http) {
                    Ok(model) => Arc::new(model) as Arc<dyn Judge>,
                    Err(failure) => Arc::new(Unusable(failure)) as Arc<dyn Judge>,
                }),
            },
        }
    }
}

/// A role's model at its endpoint.
fn model(
    role: Role,
    player: &Player,
    config: &Config,
    environment: Environment<'_>,
    http: &Http,
) -> Result<LlmModel, ModelFailure> {
    let Player::Model { provider, model, parameters, prompt } = player else {
        return Err(ModelFailure::Bug(format!("the {role} is played by nobody")));
    };
    let refused = |why: String| ModelFailure::Refused { status: None, why };
    let endpoint = config.provider(provider).ok_or_else(|| {
        refused(format!(
            "the configuration has no provider \"{provider}\" any more; add the table [providers.{provider}] again, or \
             start the job anew"
        ))
    })?;
    let key = endpoint.key(config.folder(), environment).map_err(|error| refused(error.to_string()))?;
    let settings = Settings { role, provider, endpoint, key, model, parameters: parameters.clone(), prompt };
    LlmModel::new(settings, http)
}

/// An engine that cannot be reached as things stand; each call is refused with the reason.
struct Unusable(ModelFailure);

impl Unusable {
    fn refuse<T: Send + 'static>(&self) -> Call<'_, T> {
        let failure = self.0.clone();
        Box::pin(async move { Err(failure) })
    }
}

impl Author for Unusable {
    fn draft<'a>(&'a self, _: &'a AuthorBrief, _: &'a CallContext) -> Call<'a, serde_json::Value> {
        self.refuse()
    }
}

impl Client for Unusable {
    fn reply<'a>(&'a self, _: &'a ClientPrompt<'a>, _: &'a CallContext) -> Call<'a, ClientReply> {
        self.refuse()
    }
}

impl Coach for Unusable {
    fn reply<'a>(&'a self, _: &'a CoachPrompt<'a>, _: &'a CallContext) -> Call<'a, String> {
        self.refuse()
    }
}

impl Extractor for Unusable {
    fn propose<'a>(&'a self, _: &'a ExtractPrompt<'a>, _: &'a CallContext) -> Call<'a, sarf_shared::pdp::Deltas> {
        self.refuse()
    }
}

impl Judge for Unusable {
    fn arc<'a>(&'a self, _: &'a [&'a str], _: &'a CallContext) -> Call<'a, String> {
        self.refuse()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const LAB: &str = "[model]\nprovider = \"lab\"\nmodel = \"m\"\n[providers.lab]\nbase_url = \"http://127.0.0.1:9/v1\"\n\
                       [providers.far]\nbase_url = \"https://far.example/v1\"\napi_key_env = \"FAR\"\n\
                       [roles.extractor]\nprovider = \"far\"\nmodel = \"big\"\n[roles.author]\nprovider = \"offline\"\n";

    fn config(text: &str) -> Config {
        Config::parse(text, Path::new("/c/config.toml")).unwrap()
    }

    #[test]
    fn a_plan_keeps_what_it_was_accepted_with_and_no_key() {
        let config = config(LAB);
        let plan = Plan::accept(&config, &Prompts::built_in()).unwrap();
        let stored = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
        assert!(stored.len() < 64 * 1024, "{}", stored.len());
        assert_eq!(plan.author, Player::Offline);
        assert_eq!(plan.label(Role::Extractor).model, "big");
        assert_eq!(plan.label(Role::Coach).prompt_hash, PromptText::built_in(Role::Coach).hash);
        assert_eq!(plan.record(Role::Author, 1).prompt_hash, None);
    }

    #[test]
    fn what_a_real_person_said_stays_on_this_machine_until_allowed() {
        let config = config(LAB);
        let plan = Plan::accept(&config, &Prompts::built_in()).unwrap();
        let (kept, left_out) = plan.kept_here(&config, &[]);
        assert_eq!((kept.extractor, left_out), (Player::Offline, vec!["far".to_owned()]));
        assert_eq!(kept.judge, plan.judge, "a loopback endpoint is this machine");
        let (allowed, left_out) = plan.kept_here(&config, &["far".to_owned()]);
        assert_eq!((allowed, left_out), (plan.clone(), Vec::new()));
        // A provider that moved to another machine after the job was accepted is outside too.
        let moved = self::config(&LAB.replace("127.0.0.1:9", "lab.example"));
        assert_eq!(plan.remote(Role::Judge, &moved), Some("lab"));
        let gone = self::config("");
        assert_eq!(plan.remote(Role::Judge, &gone), Some("lab"));
    }

    #[test]
    fn a_job_is_refused_while_the_configuration_cannot_be_played() {
        let unknown = config("[roles.coach]\nprovider = \"lob\"\nmodel = \"m\"\n");
        let problem = Plan::accept(&unknown, &Prompts::built_in()).unwrap_err();
        assert!(problem.to_string().contains("line 2"), "{problem}");
    }

    #[tokio::test]
    async fn a_role_whose_key_or_provider_is_gone_says_so_and_the_others_go_on() {
        let config = config(LAB);
        let plan = Plan::accept(&config, &Prompts::built_in()).unwrap();
        let offline = Arc::new(Unusable(ModelFailure::Bug("the built-in engine".into())));
        let context = CallContext { seed: 1, live: Arc::new(crate::models::Silent) };
        let brief = AuthorBrief { as_of: Default::default(), avoid: Vec::new(), problems: Vec::new() };
        let set = ModelSet::from_plan(&plan, &config, &|_| None, &Http::new(), &offline);
        assert_eq!(
            set.author.draft(&brief, &context).await.unwrap_err().class(),
            "bug",
            "played by the built-in engine"
        );
        let (family, pdp) = Default::default();
        let talk = [sarf_shared::dialogue::Turn::subject("Well.")];
        let errors: [String; 0] = [];
        let prompt = ExtractPrompt {
            family: &family,
            pdp: &pdp,
            talk: &talk,
            subject_name: None,
            date: None,
            errors: &errors,
            previous: None,
        };
        let failure = set.extractor.propose(&prompt, &context).await.unwrap_err();
        assert_eq!(failure.class(), "refused");
        assert!(failure.to_string().contains("variable FAR is not set"), "{failure}");
        let gone = self::config("");
        let set = ModelSet::from_plan(&plan, &gone, &|_| Some("k".into()), &Http::new(), &offline);
        let failure = set.extractor.propose(&prompt, &context).await.unwrap_err();
        assert!(failure.to_string().contains("no provider \"far\" any more"), "{failure}");
    }
}
