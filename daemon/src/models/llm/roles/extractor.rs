//! The extractor: deltas for the last statement of the talk. Only their form is checked here; the rules are `pdp`'s.

use sarf_shared::family::{DateCertainty, Event};
use sarf_shared::pdp::Deltas;
use serde::Serialize;
use serde_json::Value;

use crate::models::llm::{Inner, said};
use crate::models::{CallContext, ExtractPrompt, ModelFailure, Reply};

pub(in crate::models::llm) async fn propose(
    inner: &Inner,
    prompt: &ExtractPrompt<'_>,
    context: &CallContext,
) -> Result<Reply<Deltas>, ModelFailure> {
    let template = &inner.template;
    let Some((statement, before)) = prompt.talk.split_last() else {
        return Err(ModelFailure::Bug("there is no statement to code".to_owned()));
    };
    let subject = prompt.subject_name.map(|name| template.fill("subject", &[("name", name)])).unwrap_or_default();
    let date = match prompt.date {
        Some(day) => template.fill("date", &[("day", &day.to_string())]),
        None => template.fill("undated", &[]),
    };
    let talk = super::script(before, "Client", "Coach");
    let mut request = template.fill(
        "request",
        &[
            ("subject", &subject),
            ("date", &date),
            ("family", &sparse(prompt.family)?),
            ("pool", &sparse(prompt.pdp)?),
            ("talk", talk.trim_end()),
            ("statement", statement.text),
        ],
    );
    if !prompt.errors.is_empty() {
        let previous = match prompt.previous {
            Some(deltas) => sparse(deltas)?,
            None => "(it could not be read)".to_owned(),
        };
        let errors = super::bullets(prompt.errors);
        let again = template.fill("errors", &[("previous", &previous), ("errors", &errors)]);
        request = format!("{request}\n\n{again}");
    }
    let most = inner.chat.parameters.max_tokens;
    let completion = inner.ask(inner.system(&[]), vec![said(request)], most, context, &mut |_| ()).await?;
    let read = inner.shape()?.read::<Deltas>(&completion.text);
    let mut deltas = read.map_err(|failure| failure.paid(completion.usage))?;
    for event in &mut deltas.events {
        complete(event, prompt);
    }
    Ok(inner.reply(deltas, &completion))
}

/// Fills in what the rules ask of every event and a model rightly leaves out: of an event that is there already, what
/// does not change; of one that cannot be dated and says so, the day of the talk as the latest it can have been (1900
/// where that is not known), which the mark "unknown" says is no date.
fn complete(event: &mut Event, prompt: &ExtractPrompt<'_>) {
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let known = prompt.pdp.events.iter().chain(&prompt.family.events).find(|known| known.id == event.id);
    if let Some(known) = known {
        if blank(&event.date_time) {
            event.date_time.clone_from(&known.date_time);
            event.date_certainty = known.date_certainty;
        }
        if blank(&event.description) {
            event.description.clone_from(&known.description);
        }
        event.spouse = event.spouse.or(known.spouse);
    }
    if blank(&event.date_time) && event.date_certainty == Some(DateCertainty::Unknown) {
        event.date_time = Some(prompt.date.map_or_else(|| "1900-01-01".to_owned(), |day| day.to_string()));
    }
}

/// JSON without what is not set, a line an item: the pool is sent with every statement, so length is money.
fn sparse<T: Serialize>(value: &T) -> Result<String, ModelFailure> {
    let value = serde_json::to_value(value)
        .map_err(|_| ModelFailure::Bug("a family could not be written as JSON".to_owned()))?;
    let Value::Object(lists) = value else { return Ok(value.to_string()) };
    let mut lines = Vec::new();
    for (name, list) in lists {
        let Value::Array(items) = list else { continue };
        if items.is_empty() {
            continue;
        }
        lines.push(format!("{name}:"));
        lines.extend(items.into_iter().map(|item| without_nothing(item).to_string()));
    }
    Ok(if lines.is_empty() { "(nothing)".to_owned() } else { lines.join("\n") })
}

fn without_nothing(item: Value) -> Value {
    let Value::Object(fields) = item else { return item };
    let set = fields.into_iter().filter(|(name, value)| {
        !(value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || matches!(name.as_str(), "evidence" | "confidence"))
    });
    Value::Object(set.collect())
}

#[cfg(test)]
mod tests {
    use sarf_shared::family::{EventKind, Family, ItemId, Person};
    use sarf_shared::pdp::{Pdp, Policy, Surroundings, validate};

    use super::*;

    #[test]
    fn the_examples_of_the_prompt_pass_the_rules_and_quote_their_statement() {
        let text = crate::prompts::built_in(crate::models::Role::Extractor);
        let lines: Vec<&str> = text.lines().collect();
        let at: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("{\"people\"")).collect();
        let given: Vec<Deltas> = at.iter().map(|at| serde_json::from_str(lines[*at]).unwrap()).collect();
        assert_eq!(given.len(), 2);
        let family = crate::work::extract::family();
        let mut pdp = Pdp::default();
        for (deltas, at) in given.iter().zip(&at) {
            let around = Surroundings { family: Some(&family), pdp: &pdp };
            assert_eq!(validate(&around, deltas, Policy::Model), []);
            assert!(sarf_shared::pdp::check_evidence(&mut deltas.clone(), lines[at - 1]).is_empty());
            pdp = sarf_shared::pdp::apply(&pdp, deltas);
            // The second example takes up where somebody has added a sister.
            pdp.people.push(Person { parents: Some(ItemId(-3)), ..Person::new(ItemId(-11)) });
        }
        let around = Surroundings { family: Some(&family), pdp: &Pdp::default() };
        assert!(
            !validate(&around, &given[1], Policy::Model).is_empty(),
            "control: without its surroundings it does not"
        );
    }

    #[test]
    fn what_cannot_be_dated_and_what_only_completes_an_event_passes_the_rules() {
        let subject = Person { primary: true, ..Person::new(ItemId::SUBJECT) };
        let family = Family { people: vec![subject], ..Family::default() };
        let shift = |id| Event { person: Some(ItemId::SUBJECT), ..Event::new(ItemId(id), EventKind::Shift) };
        let there = Event {
            description: Some("stopped sleeping".into()),
            date_time: Some("2019-01-01".into()),
            date_certainty: Some(DateCertainty::Approximate),
            ..shift(-1)
        };
        let pdp = Pdp { events: vec![there], ..Pdp::default() };
        let undated = Event {
            description: Some("always the worrier".into()),
            date_certainty: Some(DateCertainty::Unknown),
            ..shift(-2)
        };
        let undecided = Event { description: Some("drank".into()), ..shift(-3) };
        let edit = Event { notes: Some("since the move".into()), ..shift(-1) };
        let given = Deltas { events: vec![undated, edit], ..Deltas::default() };
        let prompt = ExtractPrompt {
            family: &family,
            pdp: &pdp,
            talk: &[],
            subject_name: None,
            date: chrono::NaiveDate::from_ymd_opt(2026, 5, 10),
            errors: &[],
            previous: None,
        };
        let around = Surroundings { family: Some(&family), pdp: &pdp };
        let wrong = |deltas: &Deltas| validate(&around, deltas, Policy::Model).len();
        assert_eq!(wrong(&given), 3, "control: a date is missing twice, a description once");
        let mut completed = given;
        completed.events.iter_mut().for_each(|event| complete(event, &prompt));
        assert_eq!(wrong(&completed), 0);
        let of = |event: &Event| (event.date_time.clone().unwrap(), event.date_certainty);
        assert_eq!(of(&completed.events[0]), ("2026-05-10".to_owned(), Some(DateCertainty::Unknown)));
        assert_eq!(of(&completed.events[1]), ("2019-01-01".to_owned(), Some(DateCertainty::Approximate)));
        let mut unsaid = Deltas { events: vec![undecided], ..Deltas::default() };
        unsaid.events.iter_mut().for_each(|event| complete(event, &prompt));
        assert_eq!(wrong(&unsaid), 1, "whoever does not say that it cannot be dated is asked");
    }
}
