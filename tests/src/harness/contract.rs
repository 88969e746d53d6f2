//! Whether what a command prints is what `sarf json-keys` says of it: no key more, none less, of the types it names.

use serde_json::Value;

use super::World;

/// One documented key.
#[derive(Debug, Clone)]
struct Told {
    form: (String, String),
    path: String,
    types: Vec<String>,
    optional: bool,
}

/// What is documented, as the program itself tells it.
#[derive(Debug, Clone)]
pub struct Contract {
    told: Vec<Told>,
}

impl Contract {
    /// Asks the program.
    #[track_caller]
    pub fn of(world: &World) -> Contract {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let told = |line: &Value| Told {
            form: (text(&line["command"]), text(&line["when"])),
            path: text(&line["key"]),
            types: line["types"].as_array().into_iter().flatten().map(text).collect(),
            optional: line["optional"] == true,
        };
        let lines = world.sarf(&["json-keys", "--json"]).ok().json_lines();
        assert!(lines.len() > 100, "control: something is documented");
        Contract { told: lines.iter().map(told).collect() }
    }

    /// Every command with a form of its own, with the form's condition.
    pub fn forms(&self) -> Vec<(String, String)> {
        let mut forms: Vec<(String, String)> = self.told.iter().map(|told| told.form.clone()).collect();
        forms.dedup();
        forms
    }

    /// Everything in which `value` differs from this form.
    pub fn differences(&self, form: &(String, String), value: &Value) -> Vec<String> {
        let told: Vec<&Told> = self.told.iter().filter(|told| told.form == *form).collect();
        let mut out = Vec::new();
        look(&told, "", value, &mut out);
        out
    }

    /// The form of `command` that `value` has; the test fails where it has none.
    #[track_caller]
    pub fn form(&self, command: &str, value: &Value) -> (String, String) {
        let mut out = Vec::new();
        for form in self.forms().into_iter().filter(|(of, _)| of == command) {
            let differences = self.differences(&form, value);
            if differences.is_empty() {
                return form;
            }
            out.push(format!("as \"{}\": {}", form.1, differences.join("; ")));
        }
        panic!("`sarf {command} --json` does not print what `sarf json-keys` says\n{}\n{value:#}", out.join("\n"));
    }

    /// The same without one key: a document gone stale.
    pub fn without(&self, form: &(String, String), path: &str) -> Contract {
        Contract { told: self.told.iter().filter(|told| told.form != *form || told.path != path).cloned().collect() }
    }
}

fn look(told: &[&Told], path: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            for (name, inner) in map {
                let here = told
                    .iter()
                    .find(|told| told.path == at(name))
                    .or_else(|| told.iter().find(|told| told.path == at("*")));
                let Some(here) = here else {
                    out.push(format!("{} is not documented", at(name)));
                    continue;
                };
                if !here.types.iter().any(|kind| is(inner, kind)) {
                    out.push(format!("{} is none of {:?}: {inner}", here.path, here.types));
                }
                look(told, &here.path, inner, out);
            }
            for wanted in told.iter().filter(|told| !told.optional) {
                let name = wanted.path.strip_prefix(path).map(|name| name.trim_start_matches('.'));
                let inside =
                    path.is_empty() || wanted.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
                if let Some(name) = name
                    && inside
                    && !name.contains(['.', '['])
                    && !map.contains_key(name)
                {
                    out.push(format!("{} is missing", wanted.path));
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| look(told, &format!("{path}[]"), item, out)),
        _ => {}
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => kind == "number" || kind == "integer" && !number.is_f64(),
        Value::String(_) => kind == "string",
        Value::Array(items) => match kind.strip_prefix("array of ") {
            Some(of) => items.iter().all(|item| of.split(" or ").any(|of| is(item, of))),
            None => kind == "array",
        },
        Value::Object(_) => kind == "object",
    }
}
