//! Where each key of a TOML text stands, so that a problem can name its line.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// Line of each key, by its dotted path (`providers.lab.base_url`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    lines: BTreeMap<String, usize>,
    spans: Vec<(Range<usize>, String)>,
}

impl Places {
    /// Reads the places of a text; of a text that is not TOML as far as it can be read.
    pub fn of(text: &str) -> Self {
        let (table, _errors) = DeTable::parse_recoverable(text);
        let mut places = Places::default();
        places.walk(text, "", table.get_ref());
        places
    }

    fn walk(&mut self, text: &str, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table.iter() {
            let name = key.get_ref().as_ref();
            let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
            self.lines.insert(path.clone(), line_at(text, key.span().start));
            self.spans.push((key.span(), path.clone()));
            if let DeValue::Table(inner) = value.get_ref() {
                self.walk(text, &path, inner);
            } else {
                self.spans.push((value.span(), path));
            }
        }
    }

    /// Line (from 1) of a key, else of the nearest table above it.
    pub fn line(&self, path: &str) -> Option<usize> {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return Some(*line);
            }
            path = path.rsplit_once('.')?.0;
        }
    }

    /// The key whose name or value holds this byte.
    pub fn key_at(&self, byte: usize) -> Option<&str> {
        self.spans.iter().find(|(span, _)| span.contains(&byte)).map(|(_, path)| path.as_str())
    }
}

/// Line (from 1) of a byte.
pub fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_at_its_line_and_a_missing_one_at_its_table() {
        let places = Places::of("[jobs]\nconcurrency = 3\n\n[providers.lab]\nbase_url = \"http://h\"\n");
        assert_eq!(places.line("jobs.concurrency"), Some(2));
        assert_eq!(places.line("providers.lab.base_url"), Some(5));
        assert_eq!(places.line("providers.lab.api_key_env"), Some(4));
        assert_eq!(places.line("roles"), None);
    }
}
