//! What is wrong with a transcript in JSON that cannot be read: the place and what belongs there, in words that quote
//! nothing of it. Pure; looks only after reading has failed.

use serde_json::Value;
use serde_json::error::Category;

/// The form of the file, for a sentence.
pub(super) const FORM: &str = "{\"title\", \"date\", \"turns\": [{\"speaker\", \"text\"}]}";

/// Why `text` is no transcript, given what the reader said of it.
pub(super) fn fault(text: &str, error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        Category::Eof => format!("it breaks off at {place}; the file is not complete"),
        Category::Syntax | Category::Io => {
            format!("it is not JSON at {place}; look there for a missing comma, quote or bracket")
        }
        // The reader may stop at a wrong type before it comes to what makes the file no JSON at all.
        Category::Data => match serde_json::from_str::<Value>(text) {
            Err(error) if error.classify() != Category::Data => fault(text, &error),
            file => file
                .ok()
                .and_then(|file| misshapen(&file))
                // Left over: a name that stands twice in one object.
                .unwrap_or_else(|| {
                    format!("a name stands twice in the object that ends or goes on at {place}; keep one")
                }),
        },
    }
}

/// The first part that has not the form it must have.
fn misshapen(file: &Value) -> Option<String> {
    let Some(file) = file.as_object() else { return Some(format!("a transcript is an object: {FORM}")) };
    for name in ["title", "date"] {
        if let Some(true) = file.get(name).map(|value| !value.is_string() && !value.is_null()) {
            return Some(format!("\"{name}\" must be text in quotes; correct it or leave it out"));
        }
    }
    if file.get("synthetic").is_some_and(|value| !value.is_boolean()) {
        return Some("\"synthetic\" must be true or false; correct it or leave it out".to_owned());
    }
    match file.get("persona") {
        None | Some(Value::Null) => {}
        Some(Value::Object(persona)) => {
            if persona.get("name").is_some_and(|name| !name.is_string() && !name.is_null()) {
                return Some("the persona's \"name\" must be text in quotes; correct it or leave it out".to_owned());
            }
        }
        Some(_) => return Some("\"persona\" must be an object with a \"name\"; correct it or leave it out".to_owned()),
    }
    match file.get("turns") {
        None => Some(format!("it has no \"turns\"; a transcript is an object: {FORM}")),
        Some(Value::Array(turns)) => (1..).zip(turns).find_map(|(number, turn)| misshapen_turn(number, turn)),
        Some(_) => Some("\"turns\" must be a list: [{\"speaker\", \"text\"}, ...]".to_owned()),
    }
}

fn misshapen_turn(number: usize, turn: &Value) -> Option<String> {
    let Some(turn) = turn.as_object() else {
        return Some(format!("turn {number} must be an object: {{\"speaker\", \"text\"}}"));
    };
    match (turn.get("speaker"), turn.get("text")) {
        (None, _) => Some(format!("turn {number} has no \"speaker\"; each turn needs one, with a name or a role")),
        (Some(speaker), _) if !speaker.is_string() => {
            Some(format!("the \"speaker\" of turn {number} must be a name or a role in quotes"))
        }
        (_, Some(text)) if !text.is_string() => {
            Some(format!("the \"text\" of turn {number} must be text in quotes; \"\" for a turn without words"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::discussion::transcript::{ReadOptions, read};

    fn told(json: &str) -> String {
        read(json.as_bytes(), &ReadOptions::default()).unwrap_err().to_string()
    }

    #[test]
    fn every_fault_of_form_names_its_place_and_what_belongs_there_in_words_for_people() {
        let good = r#"{"speaker":"coach","text":"a"}"#;
        for (json, place) in [
            (format!(r#"{{"turns":[{good},{{"speaker":"user","text":73321}}]}}"#), "\"text\" of turn 2"),
            (format!(r#"{{"turns":[{good},{{"speaker":null,"text":"73321"}}]}}"#), "\"speaker\" of turn 2"),
            (format!(r#"{{"turns":[{good},{{"text":"73321"}}]}}"#), "turn 2 has no \"speaker\""),
            (format!(r#"{{"turns":[{good},"73321"]}}"#), "turn 2 must be an object"),
            (r#"{"turns":"73321"}"#.to_owned(), "\"turns\" must be a list"),
            (r#"{"turn":[73321]}"#.to_owned(), "no \"turns\""),
            (format!(r#"{{"title":73321,"turns":[{good}]}}"#), "\"title\" must be text"),
            (format!(r#"{{"date":73321,"turns":[{good}]}}"#), "\"date\" must be text"),
            (format!(r#"{{"synthetic":"73321","turns":[{good}]}}"#), "\"synthetic\" must be true or false"),
            (format!(r#"{{"persona":"73321","turns":[{good}]}}"#), "\"persona\" must be an object"),
            (format!(r#"{{"persona":{{"name":73321}},"turns":[{good}]}}"#), "the persona's \"name\""),
            (format!("{{\"turns\":[{good},\n{{\"speaker\":73321 9}}]}}"), "not JSON at line 2, column"),
            (format!(r#"{{"title":"73321","title":"73321","turns":[{good}]}}"#), "stands twice"),
            (format!(r#"{{"turns":[{good},{{"speaker":"73321"#), "breaks off at line 1"),
            ("[73321]".to_owned(), "it is a list"),
        ] {
            let told = told(&json);
            assert!(told.contains(place), "{json}: {told}");
            assert!(!told.contains("73321"), "it quotes the transcript: {told}");
            for word in ["invalid type", "expected", "field", "EOF", "integer", "sequence", "struct"] {
                assert!(!told.contains(word), "a programmer's words: {told}");
            }
        }
    }
}
