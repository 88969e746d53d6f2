//! What tests of model clients share: a model for a role at an address, a persona, prompts for every role.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use sarf_daemon::config::{Choice, Config};
use sarf_daemon::models::llm::{Http, LlmModel, Settings};
use sarf_daemon::models::{
    Author, AuthorBrief, CallContext, Client, ClientPrompt, Coach, CoachPrompt, ExtractPrompt, Extractor, Judge, Live,
    ModelFailure, Reply, Role, Usage,
};
use sarf_daemon::prompts::PromptText;
use sarf_shared::dialogue::{IntakeCategory, Turn};
use sarf_shared::discussion::Persona;
use sarf_shared::family::Family;
use sarf_shared::pdp::Pdp;
use sarf_shared::simulation::{ArcPhase, LengthMode};

/// A key that may show up nowhere.
pub const SECRET_KEY: &str = "sk-SECRET-KEY";
/// What the client says in every prompt; may show up in no error.
pub const SECRET_WORDS: &str = "SECRET-WORDS were said at home in 1999.";

/// A `Live` that keeps the pieces.
#[derive(Default)]
pub struct Pieces(Mutex<Vec<String>>);

impl Live for Pieces {
    fn words(&self, piece: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(piece.to_owned());
    }
}

impl Pieces {
    /// The pieces so far.
    pub fn taken(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A model for a role at an address. `provider` and `role_lines` are further lines of TOML for the two tables.
pub fn model_at(base_url: &str, role: Role, provider: &str, role_lines: &str, http: &Http) -> LlmModel {
    let text = format!(
        "[model]\nprovider = \"fake\"\nmodel = \"fake-1\"\n[providers.fake]\nbase_url = \"{base_url}\"\n\
         api_key_env = \"FAKE_KEY\"\n{provider}\n[roles.{role}]\n{role_lines}\n"
    );
    let config = match Config::parse(&text, Path::new("/nowhere/config.toml")) {
        Ok(config) => config,
        Err(problem) => unreachable!("{problem}"),
    };
    let Ok(Choice::Model { provider, model, parameters }) = config.choice(role) else {
        unreachable!("a model is named")
    };
    let Some(endpoint) = config.provider(&provider) else { unreachable!("the endpoint is configured") };
    let key = match endpoint.key(Path::new("/nowhere"), &|_| Some(SECRET_KEY.to_owned())) {
        Ok(key) => key,
        Err(error) => unreachable!("{error}"),
    };
    let prompt = PromptText::built_in(role);
    let settings = Settings { role, provider: &provider, endpoint, key, model: &model, parameters, prompt: &prompt };
    match LlmModel::new(settings, http) {
        Ok(model) => model,
        Err(failure) => unreachable!("{failure}"),
    }
}

/// A small persona.
pub fn persona() -> Persona {
    let persona = serde_json::json!({
        "name": "Mara", "traits": ["evasive", "terse"], "attachment_style": "dismissive_avoidant",
        "background": format!("You are Mara, 42. {SECRET_WORDS}"),
        "presenting_problem": "I sleep badly.", "data_points": [], "as_of": "2026-01-15",
        "family": {
            "people": [
                {"key": "self", "name": "Mara", "relation": "self", "gender": "female", "birth": "1984-01-01"},
                {"key": "mother", "name": "Lena", "relation": "mother", "gender": "female", "birth": "1956-04-03"},
                {"key": "father", "name": "Ulf", "relation": "father", "gender": "male"},
            ],
            "pair_bonds": [{"id": "b1", "a": "mother", "b": "father", "married": true}],
            "events": [{"id": "e1", "kind": "divorced", "person": "mother", "spouse": "father", "date": "1999-01-01", "certainty": "certain"}],
            "shifts": [{"id": "s1", "person": "mother", "date": "2000-01-01", "certainty": "approximate", "description": "stayed in bed", "shifted": {"symptom": "up"}}],
        },
    });
    match serde_json::from_value(persona) {
        Ok(persona) => persona,
        Err(error) => unreachable!("{error}"),
    }
}

/// What came back from any role: the words or JSON as text, what it cost, the pieces shown.
#[derive(Debug)]
pub struct Answer {
    /// The reply, as text.
    pub text: String,
    /// What it cost.
    pub usage: Usage,
    /// Hash of the prompt.
    pub prompt_hash: Option<String>,
    /// Pieces shown while it came.
    pub pieces: Vec<String>,
}

/// Calls a model in its role with the kit's prompts. `turn` makes one request different from another.
pub async fn call(model: &LlmModel, role: Role, turn: u32) -> Result<Answer, ModelFailure> {
    let pieces = Arc::new(Pieces::default());
    let context = CallContext { seed: u64::from(turn), live: pieces.clone() };
    let talk = [Turn::subject("I sleep badly."), Turn::coach("Since when?"), Turn::subject(SECRET_WORDS)];
    let client_talk = &talk[..2];
    let date = NaiveDate::from_ymd_opt(2026, 1, 15);
    fn answer<T>(reply: Reply<T>, text: impl Fn(T) -> String, pieces: &Pieces) -> Answer {
        Answer { usage: reply.usage, prompt_hash: reply.prompt_hash, text: text(reply.value), pieces: pieces.taken() }
    }
    match role {
        Role::Author => {
            let brief = AuthorBrief {
                as_of: date.unwrap_or_default(),
                avoid: vec!["Ada".to_owned(), format!("Name{turn}")],
                problems: Vec::new(),
            };
            Ok(answer(model.draft(&brief, &context).await?, |value| value.to_string(), &pieces))
        }
        Role::Client => {
            let persona = persona();
            let (openers, revealed) = (["So I said that".to_owned()], ["mother".into()]);
            let prompt = ClientPrompt {
                persona: &persona,
                talk: client_talk,
                turn,
                phase: ArcPhase::Early,
                length: LengthMode::Short,
                target_words: 22,
                openers: &openers,
                revealed: &revealed,
                retry: false,
            };
            let as_text = |reply| serde_json::to_string(&reply).unwrap_or_default();
            Ok(answer(Client::reply(model, &prompt, &context).await?, as_text, &pieces))
        }
        Role::Coach => {
            let missing = [IntakeCategory::Mother, IntakeCategory::NodalEvents];
            let prompt = CoachPrompt { client_name: "Mara", date, talk: &talk, turn, turns: 20, missing: &missing };
            Ok(answer(Coach::reply(model, &prompt, &context).await?, |text| text, &pieces))
        }
        Role::Extractor => {
            let (family, pdp) = (Family::default(), Pdp::default());
            let prompt = ExtractPrompt {
                family: &family,
                pdp: &pdp,
                talk: &talk,
                subject_name: Some("Mara"),
                date,
                errors: &[],
                previous: None,
            };
            let as_text = |deltas| serde_json::to_string(&deltas).unwrap_or_default();
            Ok(answer(model.propose(&prompt, &context).await?, as_text, &pieces))
        }
        Role::Judge => {
            let turns = ["I sleep badly.", SECRET_WORDS];
            Ok(answer(model.arc(&turns, &context).await?, |text| text, &pieces))
        }
    }
}
