//! Keys out of a JSON schema: every path an object can have, with type, meaning, and whether it can be missing. Pure.

use schemars::Schema;
use serde_json::{Map, Value};

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where it stands, as a path: `said[].coding.run`; `*` stands for names that are data.
    pub path: String,
    /// The JSON types it can have, `array of ...` with what is in it.
    pub types: Vec<String>,
    /// What its text or number is, where that has a name (a date, milliseconds).
    pub format: Option<String>,
    /// The words it can have, where they are counted.
    pub words: Vec<String>,
    /// Whether it can be missing.
    pub optional: bool,
    /// The words of another key it comes with, like `state: failed`.
    pub only_with: Vec<String>,
    /// What it means.
    pub meaning: String,
}

/// Every key of what this schema describes, those of an object before those inside of them.
pub fn keys(schema: &Schema) -> Vec<Key> {
    let mut out = Vec::new();
    Node::of(schema.as_value()).tell("", &mut out);
    out
}

/// What is known of one place: alternatives are laid over one another.
#[derive(Debug, Clone, Default)]
struct Node {
    types: Vec<String>,
    format: Option<String>,
    words: Vec<String>,
    meaning: String,
    fields: Vec<Field>,
    items: Option<Box<Node>>,
}

#[derive(Debug, Clone)]
struct Field {
    name: String,
    node: Node,
    optional: bool,
    only_with: Vec<String>,
}

impl Node {
    fn of(schema: &Value) -> Node {
        let Some(schema) = schema.as_object() else { return Node::default() };
        let mut node = Node { meaning: first_paragraph(schema), ..Node::default() };
        node.types = match schema.get("type") {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        node.format =
            schema.get("format").and_then(Value::as_str).filter(|format| says_more(format)).map(str::to_owned);
        let words = schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
        node.words = words.filter_map(Value::as_str).map(str::to_owned).collect();
        if !node.words.is_empty() && node.types.is_empty() {
            node.types.push("string".to_owned());
        }
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let optional = !required.contains(&name.as_str());
            node.fields.push(Field { name: name.clone(), node: Node::of(inner), optional, only_with: Vec::new() });
        }
        if let Some(inner) = schema.get("additionalProperties").filter(|inner| inner.is_object()) {
            let any = Field { name: "*".to_owned(), node: Node::of(inner), optional: true, only_with: Vec::new() };
            node.fields.push(any);
        }
        let places = schema.get("prefixItems").and_then(Value::as_array).into_iter().flatten();
        for inner in places.chain(schema.get("items").filter(|inner| inner.is_object())) {
            let inner = Node::of(inner);
            node.items = Some(Box::new(match node.items.take() {
                Some(earlier) => earlier.or(inner),
                None => inner,
            }));
        }
        for list in ["oneOf", "anyOf"] {
            if let Some(alternatives) = schema.get(list).and_then(Value::as_array) {
                node = node.and(Node::one_of(alternatives));
            }
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            node = node.and(Node::of(part));
        }
        node
    }

    /// One of these: a key is certain only if all that are objects have it.
    fn one_of(alternatives: &[Value]) -> Node {
        let mut nodes = alternatives.iter().map(Node::of).map(Node::with_its_tag);
        let Some(first) = nodes.next() else { return Node::default() };
        let mut all = nodes.fold(first, Node::or);
        // The meaning of one word is not that of the key.
        all.meaning = String::new();
        all
    }

    /// Marks the fields of an alternative with the words of the field that tells it apart.
    fn with_its_tag(mut self) -> Node {
        let tag = self.fields.iter().find(|field| !field.optional && field.node.words.len() == 1);
        let Some((name, words)) = tag.map(|tag| (tag.name.clone(), tag.node.words.join(""))) else { return self };
        for field in self.fields.iter_mut().filter(|field| field.name != name) {
            field.only_with = vec![format!("{name}: {words}")];
        }
        self
    }

    /// Either this or that.
    fn or(self, other: Node) -> Node {
        let objects = !self.fields.is_empty() && !other.fields.is_empty();
        self.merge(other, |mine, theirs| match (mine, theirs) {
            (Some(mine), Some(theirs)) => mine || theirs,
            (Some(one), None) | (None, Some(one)) => one || objects,
            (None, None) => true,
        })
    }

    /// This and that at once.
    fn and(self, other: Node) -> Node {
        self.merge(other, |mine, theirs| mine.unwrap_or(true) && theirs.unwrap_or(true))
    }

    fn merge(mut self, other: Node, optional: impl Fn(Option<bool>, Option<bool>) -> bool) -> Node {
        add(&mut self.types, other.types);
        add(&mut self.words, other.words);
        self.format = self.format.or(other.format);
        if self.meaning.is_empty() {
            self.meaning = other.meaning;
        }
        self.items = match (self.items, other.items) {
            (Some(mine), Some(theirs)) => Some(Box::new(mine.or(*theirs))),
            (mine, theirs) => mine.or(theirs),
        };
        for field in &mut self.fields {
            if !other.fields.iter().any(|theirs| theirs.name == field.name) {
                field.optional = optional(Some(field.optional), None);
            }
        }
        for theirs in other.fields {
            match self.fields.iter_mut().find(|mine| mine.name == theirs.name) {
                Some(mine) => {
                    mine.optional = optional(Some(mine.optional), Some(theirs.optional));
                    add(&mut mine.only_with, theirs.only_with);
                    mine.node = std::mem::take(&mut mine.node).or(theirs.node);
                }
                None => self.fields.push(Field { optional: optional(None, Some(theirs.optional)), ..theirs }),
            }
        }
        self
    }

    fn tell(&self, path: &str, out: &mut Vec<Key>) {
        for field in &self.fields {
            let path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
            let node = &field.node;
            out.push(Key {
                types: node.told_types(),
                format: node.format.clone(),
                words: node.words.clone(),
                optional: field.optional,
                only_with: if field.optional { field.only_with.clone() } else { Vec::new() },
                meaning: node.meaning.clone(),
                path: path.clone(),
            });
            node.tell(&path, out);
        }
        if let Some(items) = &self.items {
            items.tell(&format!("{path}[]"), out);
        }
    }

    fn told_types(&self) -> Vec<String> {
        let of = self.items.as_ref().map(|items| items.told_types().join(" or ")).filter(|of| !of.is_empty());
        let told = |one: &String| match &of {
            Some(of) if one == "array" => format!("array of {of}"),
            _ => one.clone(),
        };
        self.types.iter().map(told).collect()
    }
}

fn add(to: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !to.contains(&one) {
            to.push(one);
        }
    }
}

/// Widths of numbers are no news to a script.
fn says_more(format: &str) -> bool {
    !format.starts_with("int") && !format.starts_with("uint") && !matches!(format, "double" | "float")
}

fn first_paragraph(schema: &Map<String, Value>) -> String {
    let whole = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let words = whole.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    // What the sources' own documentation says is here read by somebody who sees JSON.
    words.replace("[`", "`").replace("`]", "`").replace("`None`", "`null`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(schema: Value) -> Vec<(String, Vec<String>, bool, Vec<String>)> {
        let schema = Schema::try_from(schema).unwrap();
        keys(&schema).into_iter().map(|key| (key.path, key.types, key.optional, key.only_with)).collect()
    }

    #[test]
    fn a_key_that_only_some_alternatives_have_can_be_missing_and_says_with_what_it_comes() {
        let variant = |word: &str, more: &str| {
            serde_json::json!({
                "type": "object", "required": ["state", more],
                "properties": {"state": {"type": "string", "const": word}, more: {"type": "integer"}}
            })
        };
        let rows = told(serde_json::json!({
            "type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}},
            "oneOf": [variant("running", "since"), variant("done", "at")]
        }));
        let row = |path: &str| rows.iter().find(|(key, ..)| key == path).unwrap();
        assert!(!row("id").2 && !row("state").2, "{rows:?}");
        assert_eq!((row("since").2, &row("since").3), (true, &vec!["state: running".to_owned()]));
        assert_eq!((row("at").2, &row("at").3), (true, &vec!["state: done".to_owned()]));
    }

    #[test]
    fn null_beside_an_object_does_not_make_its_keys_optional() {
        let rows = told(serde_json::json!({"type": "object", "required": ["job"], "properties": {"job": {"anyOf": [
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}, {"type": "null"}
        ]}}}));
        assert_eq!(rows[0].1, ["object", "null"]);
        assert_eq!((rows[1].0.as_str(), rows[1].2), ("job.id", false));
    }

    #[test]
    fn what_is_in_lists_has_a_path_with_brackets() {
        let rows = told(serde_json::json!({"type": "object", "required": ["runs"], "properties": {"runs": {
            "type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}
        }}}));
        assert_eq!(rows[0], ("runs".into(), vec!["array of object".into()], false, vec![]));
        assert_eq!(rows[1], ("runs[].id".into(), vec!["string".into()], true, vec![]));
    }
}
