//! The roles played by a language model behind an endpoint: prompt in, structure out. One call each; trying again,
//! limits, the ledger and what a reply means belong to the caller.

mod capabilities;
mod chat;
mod completion;
mod http;
mod live_text;
mod probe;
mod refusal;
mod roles;
mod sse;
mod structure;

use std::sync::Arc;

use futures::FutureExt;
use secrecy::SecretString;

use self::chat::{Ask, Chat, Message, Structure};
use self::completion::Completion;
use self::structure::Shape;
use super::{
    Author, AuthorBrief, Call, CallContext, Client, ClientPrompt, ClientReply, Coach, CoachPrompt, ExtractPrompt,
    Extractor, Judge, ModelFailure, Reply, Role,
};
use crate::config::{Parameters, Provider};
use crate::prompts::{self, PromptText, SYSTEM, Template};

pub use self::http::Http;
pub use self::probe::probe;

/// Which model at which endpoint plays a role, and how.
pub struct Settings<'a> {
    /// The role.
    pub role: Role,
    /// Name of the endpoint in the configuration.
    pub provider: &'a str,
    /// The endpoint.
    pub endpoint: &'a Provider,
    /// Its key.
    pub key: Option<SecretString>,
    /// Model, by the endpoint's name for it.
    pub model: &'a str,
    /// Parameters.
    pub parameters: Parameters,
    /// The role's prompt text.
    pub prompt: &'a PromptText,
}

/// A language model playing one role; it answers a call of any other role as a fault of the program.
#[derive(Clone)]
pub struct LlmModel {
    inner: Arc<Inner>,
}

struct Inner {
    chat: Chat,
    template: Template,
    prompt_hash: String,
    shape: Option<&'static Shape>,
    /// The words that ask for the shape where a server cannot be told otherwise; made once, for they hold the schema.
    format: String,
}

impl LlmModel {
    /// A model for one role. Makes no connection.
    pub fn new(settings: Settings<'_>, http: &Http) -> Result<LlmModel, ModelFailure> {
        let Settings { role, provider, endpoint, key, model, parameters, prompt } = settings;
        let refused = |why: String| ModelFailure::Refused { status: None, why };
        let url = endpoint.chat_url().map_err(|why| {
            refused(format!(
                "the address of \"{provider}\" cannot be used: {why}; correct base_url in the configuration"
            ))
        })?;
        let template = prompts::parse(role, &prompt.text).map_err(|problem| {
            refused(format!("the prompt of the {role} cannot be used: {problem}; start the job anew"))
        })?;
        let shape = roles::shape(role)?;
        let schema = shape.as_ref().map(|shape| shape.strict.to_string()).unwrap_or_default();
        let format = template.fill("format", &[("schema", &schema)]);
        let chat = Chat {
            role,
            provider: provider.to_owned(),
            model: model.to_owned(),
            url,
            endpoint: endpoint.clone(),
            key,
            parameters,
            http: http.clone(),
        };
        Ok(LlmModel { inner: Arc::new(Inner { chat, template, prompt_hash: prompt.hash.clone(), shape, format }) })
    }

    /// The prompt's parts, if this model plays that role.
    fn playing(&self, role: Role) -> Result<&Inner, ModelFailure> {
        if self.inner.chat.role == role {
            Ok(&self.inner)
        } else {
            Err(ModelFailure::Bug(format!("a model set up as {} was asked as {role}", self.inner.chat.role)))
        }
    }
}

impl Inner {
    /// The shape of the role's replies.
    fn shape(&self) -> Result<&Shape, ModelFailure> {
        self.shape.ok_or_else(|| ModelFailure::Bug(format!("the {} has no schema", self.chat.role)))
    }

    /// Makes the call.
    async fn ask(
        &self,
        system: String,
        messages: Vec<Message>,
        max_tokens: Option<u32>,
        context: &CallContext,
        live: &mut (dyn FnMut(&str) + Send),
    ) -> Result<Completion, ModelFailure> {
        let structure = self.shape.as_ref().map(|shape| Structure {
            name: roles::schema_name(self.chat.role),
            schema: &shape.strict,
            words: &self.format,
        });
        let ask = Ask { system, messages, structure, max_tokens, seed: context.seed };
        self.chat.ask(&ask, live).await
    }

    /// A reply of this role.
    fn reply<T>(&self, value: T, completion: &Completion) -> Reply<T> {
        Reply { value, usage: completion.usage, prompt_hash: Some(self.prompt_hash.clone()) }
    }

    /// The system prompt where nothing is to be filled in but `words`.
    fn system(&self, words: &[(&str, &str)]) -> String {
        self.template.fill(SYSTEM, words)
    }
}

/// A message of a person.
fn said(text: String) -> Message {
    Message { own: false, text }
}

impl Author for LlmModel {
    fn draft<'a>(&'a self, brief: &'a AuthorBrief, context: &'a CallContext) -> Call<'a, serde_json::Value> {
        async move { roles::author::draft(self.playing(Role::Author)?, brief, context).await }.boxed()
    }
}

impl Client for LlmModel {
    fn reply<'a>(&'a self, prompt: &'a ClientPrompt<'a>, context: &'a CallContext) -> Call<'a, ClientReply> {
        async move { roles::client::reply(self.playing(Role::Client)?, prompt, context).await }.boxed()
    }
}

impl Coach for LlmModel {
    fn reply<'a>(&'a self, prompt: &'a CoachPrompt<'a>, context: &'a CallContext) -> Call<'a, String> {
        async move { roles::coach::reply(self.playing(Role::Coach)?, prompt, context).await }.boxed()
    }
}

impl Extractor for LlmModel {
    fn propose<'a>(
        &'a self,
        prompt: &'a ExtractPrompt<'a>,
        context: &'a CallContext,
    ) -> Call<'a, sarf_shared::pdp::Deltas> {
        async move { roles::extractor::propose(self.playing(Role::Extractor)?, prompt, context).await }.boxed()
    }
}

impl Judge for LlmModel {
    fn arc<'a>(&'a self, turns: &'a [&'a str], context: &'a CallContext) -> Call<'a, String> {
        async move { roles::judge::arc(self.playing(Role::Judge)?, turns, context).await }.boxed()
    }
}
