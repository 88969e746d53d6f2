//! Schemas from the types, for servers (strict, self-contained) and for checking what comes back; and finding the JSON
//! in a reply. Problems are in words for the model and hold nothing of the reply.

use jsonschema::error::ValidationErrorKind;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::completion::invalid;
use crate::models::{ModelFailure, Usage};

/// Most problems told at once.
const MOST_PROBLEMS: usize = 12;

/// Schemas of one type.
pub(super) struct Shape {
    /// For servers: every field required, nothing else allowed, no references.
    pub strict: Value,
    checker: jsonschema::Validator,
}

impl Shape {
    /// The schemas of `T`.
    pub fn of<T: JsonSchema>() -> Result<Shape, ModelFailure> {
        let bug = |what: &str| ModelFailure::Bug(format!("the schema of a reply {what}"));
        let root = schemars::schema_for!(T).to_value();
        let definitions = root.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        let plain = plain(&root, &definitions, 0).ok_or_else(|| bug("is nested too deeply"))?;
        let checker = jsonschema::validator_for(&plain).map_err(|_| bug("is no schema"))?;
        let mut strict = plain;
        make_strict(&mut strict);
        Ok(Shape { strict, checker })
    }

    /// The reply as a value of `T`, or what is wrong with it.
    pub fn read<T: DeserializeOwned>(&self, reply: &str) -> Result<T, ModelFailure> {
        let value = find_object(reply)?;
        let mut problems: Vec<String> =
            self.checker.iter_errors(&value).take(MOST_PROBLEMS).map(|e| told(&e)).collect();
        problems.dedup();
        if !problems.is_empty() {
            return Err(ModelFailure::Invalid { problems, truncated: false, usage: Usage::default() });
        }
        serde_json::from_value(value).map_err(|_| invalid("the JSON does not have the fields asked for"))
    }
}

/// One violation: where, and what is allowed there; the value itself is masked.
fn told(error: &jsonschema::ValidationError<'_>) -> String {
    let place = error.instance_path().to_string();
    let place =
        if place.is_empty() { "the object".to_owned() } else { place.trim_start_matches('/').replace('/', ".") };
    let words = allowed(error.kind());
    if words.is_empty() {
        return format!("{place}: {}", error.masked_with("the value"));
    }
    format!("{place}: the value must be one of {}", words.join(", "))
}

/// The words a vocabulary allows, all of them: a model that got one wrong needs the list.
fn allowed(kind: &ValidationErrorKind) -> Vec<String> {
    match kind {
        ValidationErrorKind::Enum { options } => {
            options.as_array().map(|words| words.iter().map(Value::to_string).collect()).unwrap_or_default()
        }
        ValidationErrorKind::AnyOf { context } => {
            let mut words: Vec<String> = context.iter().flatten().flat_map(|error| allowed(error.kind())).collect();
            if !words.is_empty() {
                words.push("null".to_owned());
            }
            words
        }
        _ => Vec::new(),
    }
}

/// The one JSON object in a reply: the whole of it, or within a code fence or other words.
pub(super) fn find_object(reply: &str) -> Result<Value, ModelFailure> {
    let reply = reply.trim_start_matches('\u{feff}').trim();
    let whole = serde_json::from_str::<Value>(reply);
    match whole {
        Ok(value @ Value::Object(_)) => return Ok(value),
        Ok(_) => return Err(invalid("the reply is JSON, but not an object; answer with one JSON object")),
        Err(_) => {}
    }
    let Some(start) = reply.find('{') else {
        return Err(invalid("the reply is prose; answer with one JSON object and nothing else"));
    };
    let tail = reply.get(start..).unwrap_or_default();
    match serde_json::Deserializer::from_str(tail).into_iter::<Value>().next() {
        Some(Ok(value @ Value::Object(_))) => Ok(value),
        Some(Err(error)) if error.is_eof() => {
            Err(invalid("the JSON breaks off before its end; answer with the whole object, more briefly"))
        }
        _ => Err(invalid("the reply is not valid JSON; answer with one JSON object and nothing else")),
    }
}

/// The schema without references, titles and formats; alternatives of words as one enumeration.
fn plain(schema: &Value, definitions: &Map<String, Value>, depth: usize) -> Option<Value> {
    if depth > 32 {
        return None;
    }
    let Value::Object(fields) = schema else {
        return match schema {
            Value::Array(items) => {
                items.iter().map(|item| plain(item, definitions, depth + 1)).collect::<Option<_>>().map(Value::Array)
            }
            other => Some(other.clone()),
        };
    };
    let mut fields = fields.clone();
    if let Some(Value::String(reference)) = fields.remove("$ref") {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let mut target = definitions.get(name)?.as_object()?.clone();
        target.extend(fields);
        return plain(&Value::Object(target), definitions, depth + 1);
    }
    for unused in ["$schema", "$defs", "title", "default", "format", "minimum", "maximum"] {
        fields.remove(unused);
    }
    if let Some(alternatives) = fields.remove("oneOf") {
        match words_of(&alternatives) {
            Some(words) => {
                fields.insert("type".into(), json!("string"));
                fields.insert("enum".into(), Value::Array(words));
            }
            None => {
                fields.insert("anyOf".into(), alternatives);
            }
        }
    }
    let mut result = Map::new();
    for (key, value) in fields {
        let value = if key == "properties" {
            let Value::Object(properties) = value else { return None };
            let each = properties.iter().map(|(name, s)| Some((name.clone(), plain(s, definitions, depth + 1)?)));
            Value::Object(each.collect::<Option<_>>()?)
        } else if matches!(key.as_str(), "enum" | "const" | "required" | "description") {
            value
        } else {
            plain(&value, definitions, depth + 1)?
        };
        result.insert(key, value);
    }
    Some(Value::Object(result))
}

/// The words, if all alternatives are one word each.
fn words_of(alternatives: &Value) -> Option<Vec<Value>> {
    let mut words = Vec::new();
    for alternative in alternatives.as_array()? {
        match (alternative.get("const"), alternative.get("enum").and_then(Value::as_array)) {
            (Some(word), _) => words.push(word.clone()),
            (None, Some(more)) => words.extend(more.iter().cloned()),
            (None, None) => return None,
        }
    }
    Some(words)
}

/// Every property required, nothing else allowed: what strict mode of OpenAI and others asks for.
fn make_strict(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(make_strict),
        Value::Object(fields) => {
            if let Some(names) =
                fields.get("properties").and_then(Value::as_object).map(|p| p.keys().cloned().collect::<Vec<_>>())
            {
                fields.insert("required".into(), json!(names));
                fields.insert("additionalProperties".into(), json!(false));
            }
            for (key, value) in fields.iter_mut() {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => properties.values_mut().for_each(make_strict),
                    ("enum" | "const" | "required", _) => {}
                    (_, value) => make_strict(value),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sarf_shared::discussion::Persona;
    use sarf_shared::pdp::Deltas;

    fn walk(schema: &Value, visit: &mut dyn FnMut(&Map<String, Value>)) {
        match schema {
            Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
            Value::Object(fields) => {
                visit(fields);
                fields.values().for_each(|value| walk(value, visit));
            }
            _ => {}
        }
    }

    #[test]
    fn the_strict_schemas_hold_only_what_strict_servers_know() {
        for strict in [Shape::of::<Deltas>().unwrap().strict, Shape::of::<Persona>().unwrap().strict] {
            let mut objects = 0;
            walk(&strict, &mut |fields| {
                for unknown in ["$ref", "$defs", "oneOf", "allOf", "default", "format", "title"] {
                    assert!(!fields.contains_key(unknown), "{unknown} in {fields:?}");
                }
                if let Some(Value::Object(properties)) = fields.get("properties") {
                    objects += 1;
                    assert_eq!(fields["additionalProperties"], json!(false));
                    let required = fields["required"].as_array().unwrap();
                    assert_eq!(required.len(), properties.len());
                }
            });
            assert!(objects >= 4, "{objects}");
        }
        let strict = Shape::of::<Deltas>().unwrap().strict;
        let kinds = &strict["properties"]["events"]["items"]["properties"]["kind"]["enum"];
        assert_eq!(kinds.as_array().map(Vec::len), Some(9), "{strict}");
    }

    #[test]
    fn an_object_is_found_in_fences_and_among_words() {
        for reply in [
            "{\"people\":[]}",
            "```json\n{\"people\":[]}\n```",
            "Here it is: {\"people\":[]} I hope it helps {you}.",
            "\u{feff} {\"people\":[]}",
        ] {
            assert_eq!(find_object(reply).unwrap(), json!({"people": []}), "{reply}");
        }
        let words = |reply: &str| find_object(reply).unwrap_err().to_string();
        assert!(words("I cannot say SECRET.").contains("prose"));
        assert!(words("{\"people\": [{\"name\": \"SECRET").contains("breaks off"));
        assert!(words("{people: SECRET}").contains("not valid JSON"));
        assert!(words("[1]").contains("not an object"));
    }

    #[test]
    fn a_violation_names_its_place_and_what_is_allowed_but_not_what_was_said() {
        let shape = Shape::of::<Deltas>().unwrap();
        let wrong =
            r#"{"events":[{"id":-1,"kind":"SECRET"},{"id":"SECRET","kind":"birth"}],"people":[{"name":"SECRET"}]}"#;
        let failure = shape.read::<Deltas>(wrong).unwrap_err();
        let words = format!("{failure} {failure:?}");
        assert!(!words.contains("SECRET"), "{words}");
        for part in ["events.0.kind", "married", "events.1.id", "people.0"] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let sparse = shape.read::<Deltas>(r#"{"events":[{"id":-1,"kind":"birth","dateTime":null}]}"#).unwrap();
        assert_eq!(sparse.events.len(), 1);
        let full = shape.read::<Deltas>(r#"{"people":[],"events":[],"pair_bonds":[],"delete":[-3]}"#).unwrap();
        assert_eq!(full.delete.len(), 1);
    }
}
