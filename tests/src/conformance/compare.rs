//! Compares a recorded answer with ours: floats to 1e-9, everything else exactly, objects key by key in both directions.

use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

/// Where two answers first differ, as a path and the two values; `None` if they agree.
pub fn first_difference(expected: &Value, given: &Value) -> Option<String> {
    differ("", expected, given)
}

fn differ(path: &str, expected: &Value, given: &Value) -> Option<String> {
    match (expected, given) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                let here = format!("{path}.{key}");
                match b.get(key) {
                    None => return Some(format!("{here}: missing")),
                    Some(other) => {
                        if let Some(found) = differ(&here, value, other) {
                            return Some(found);
                        }
                    }
                }
            }
            b.keys().find(|key| !a.contains_key(*key)).map(|key| format!("{path}.{key}: not expected"))
        }
        (Value::Array(a), Value::Array(b)) => {
            if a.len() != b.len() {
                return Some(format!("{path}: {} items expected, {} given", a.len(), b.len()));
            }
            a.iter().zip(b).enumerate().find_map(|(i, (x, y))| differ(&format!("{path}[{i}]"), x, y))
        }
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) if (a - b).abs() <= TOLERANCE => None,
            _ => Some(format!("{path}: {a} expected, {b} given")),
        },
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}: {a} expected, {b} given")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn floats_agree_to_a_billionth_and_no_further() {
        assert_eq!(first_difference(&json!({"a": 0.1}), &json!({"a": 0.1 + 1e-10})), None);
        assert!(first_difference(&json!({"a": 0.1}), &json!({"a": 0.1 + 1e-8})).is_some());
    }

    #[test]
    fn a_missing_an_extra_and_a_changed_member_are_each_named() {
        assert_eq!(first_difference(&json!({"a": 1}), &json!({})).as_deref(), Some(".a: missing"));
        assert_eq!(first_difference(&json!({}), &json!({"b": 1})).as_deref(), Some(".b: not expected"));
        assert_eq!(
            first_difference(&json!([[1]]), &json!([[true]])).as_deref(),
            Some("[0][0]: 1 expected, true given")
        );
    }
}
