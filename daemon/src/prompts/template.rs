//! A prompt text: named parts with words to be filled in. Filling is one pass; what is put in is never looked through.

use std::collections::{BTreeMap, BTreeSet};

/// Name of the part before the first `@part`.
pub const SYSTEM: &str = "";

/// A parsed prompt text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: BTreeMap<String, Part>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Part {
    line: usize,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Word(String),
}

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TemplateProblem {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl Template {
    /// Parses a text.
    pub fn parse(text: &str) -> Result<Template, TemplateProblem> {
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        let (mut name, mut start, mut body) = (SYSTEM.to_owned(), 1, String::new());
        let mut close = |name: String, start: usize, body: &str| {
            let part = Part { line: start, pieces: pieces(body, if name == SYSTEM { 1 } else { start + 1 })? };
            match parts.insert(name.clone(), part) {
                Some(_) => Err(TemplateProblem { line: start, problem: format!("the part \"{name}\" is there twice") }),
                None => Ok(()),
            }
        };
        for (index, line) in text.lines().enumerate() {
            if let Some(next) = line.strip_prefix("@part") {
                close(std::mem::take(&mut name), start, &body)?;
                name = next.trim().to_owned();
                if name.is_empty() || !next.starts_with(' ') {
                    return Err(TemplateProblem { line: index + 1, problem: "\"@part\" needs a name".to_owned() });
                }
                (start, body) = (index + 1, String::new());
            } else {
                body.push_str(line);
                body.push('\n');
            }
        }
        close(name, start, &body)?;
        Ok(Template { parts })
    }

    /// A part with its words filled in; words that are not given, and parts that are not there, are empty.
    pub fn fill(&self, part: &str, words: &[(&str, &str)]) -> String {
        let mut text = String::new();
        for piece in self.parts.get(part).map(|part| part.pieces.as_slice()).unwrap_or_default() {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Word(word) => {
                    text.push_str(
                        words.iter().find(|(name, _)| name == word).map(|(_, value)| *value).unwrap_or_default(),
                    );
                }
            }
        }
        text
    }

    /// Refuses what the built-in text of the role does not have: a missing part, an unknown part or word.
    pub fn fits(&self, built_in: &Template, needed: &[(&str, &str)]) -> Result<(), TemplateProblem> {
        for name in built_in.parts.keys() {
            if !self.parts.contains_key(name) {
                return Err(TemplateProblem { line: 1, problem: format!("the part \"{name}\" is missing") });
            }
        }
        for (name, part) in &self.parts {
            let Some(model) = built_in.parts.get(name) else {
                return Err(TemplateProblem { line: part.line, problem: format!("the part \"{name}\" is unknown") });
            };
            let known = words(model);
            if let Some(word) = words(part).difference(&known).next() {
                let known = known.iter().map(|w| format!("{{{{{w}}}}}")).collect::<Vec<_>>().join(", ");
                let problem = if known.is_empty() {
                    format!("{{{{{word}}}}} is unknown; no words are filled in here")
                } else {
                    format!("{{{{{word}}}}} is unknown; known here: {known}")
                };
                return Err(TemplateProblem { line: part.line, problem });
            }
        }
        for (name, word) in needed {
            let part = self.parts.get(*name);
            if !part.is_some_and(|part| words(part).contains(word)) {
                let line = part.map_or(1, |part| part.line);
                return Err(TemplateProblem {
                    line,
                    problem: format!("{{{{{word}}}}} is missing; it carries the matter itself"),
                });
            }
        }
        Ok(())
    }
}

fn words(part: &Part) -> BTreeSet<&str> {
    part.pieces
        .iter()
        .filter_map(|piece| if let Piece::Word(word) = piece { Some(word.as_str()) } else { None })
        .collect()
}

fn pieces(body: &str, start: usize) -> Result<Vec<Piece>, TemplateProblem> {
    let mut pieces = Vec::new();
    let mut rest = body.trim_start_matches('\n');
    let mut line = start + body.len() - rest.len();
    rest = rest.trim_end_matches('\n');
    while let Some((before, after)) = rest.split_once("{{") {
        line += before.matches('\n').count();
        let Some((word, tail)) = after.split_once("}}") else {
            return Err(TemplateProblem { line, problem: "\"{{\" without \"}}\"".to_owned() });
        };
        if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(TemplateProblem { line, problem: "between {{ and }} stands one lower-case word".to_owned() });
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Word(word.to_owned()));
        line += word.matches('\n').count();
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_never_looked_through_again() {
        let template = Template::parse("Hello {{name}}, {{name}}.\n\n@part more\nby {{who}}\n").unwrap();
        assert_eq!(template.fill(SYSTEM, &[("name", "{{who}}"), ("who", "x")]), "Hello {{who}}, {{who}}.");
        assert_eq!(template.fill("more", &[]), "by ");
        assert_eq!(template.fill("none", &[]), "");
    }

    #[test]
    fn a_wrong_text_names_its_line() {
        assert_eq!(Template::parse("a\nb {{name\n").unwrap_err().line, 2);
        assert_eq!(Template::parse("a\n@part x\n\nb\n{{name\n").unwrap_err().line, 5);
        assert_eq!(Template::parse("a\n@part x\n@part x\n").unwrap_err().line, 3);
        assert!(Template::parse("a\n@part\n").is_err());
        assert!(Template::parse("{{Two Words}}").is_err());
        let built_in = Template::parse("{{a}}\n@part x\n{{b}}").unwrap();
        for (text, words) in [
            ("{{a}}", "missing"),
            ("{{b}}\n@part x\n", "unknown"),
            ("{{a}}\n@part x\n@part y\n", "unknown"),
            ("\n@part x\n", "{{a}} is missing"),
        ] {
            let problem = Template::parse(text).unwrap().fits(&built_in, &[(SYSTEM, "a")]).unwrap_err();
            assert!(problem.problem.contains(words), "{text}: {problem}");
        }
        assert_eq!(Template::parse("{{a}}\n@part x\nno word").unwrap().fits(&built_in, &[(SYSTEM, "a")]), Ok(()));
    }
}
