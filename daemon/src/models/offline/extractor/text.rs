//! A statement as tokens and sentences. Knows words, quotation and sentence ends; knows nothing of families.

use std::collections::HashSet;
use std::ops::Range;

use super::casual;

/// What kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, possibly with hyphens and apostrophes inside.
    Word,
    /// Starts with a digit (`2018`, `19th`, `'08`).
    Number,
    /// A mark.
    Mark,
}

/// A token and where it stands in the source.
#[derive(Debug, Clone)]
pub struct Token {
    /// Bytes in the source.
    pub span: Range<usize>,
    /// Lower case, straight apostrophes.
    pub lower: String,
    /// Kind.
    pub kind: Kind,
    /// Starts with a capital letter.
    pub capital: bool,
    /// Inside quotation marks: somebody else's words.
    pub quoted: bool,
}

/// A statement cut into tokens and sentences.
#[derive(Debug)]
pub struct Text<'a> {
    /// The statement.
    pub source: &'a str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Its sentences, as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
}

const SUFFIXES: [&str; 6] = ["'s", "'m", "'d", "'ll", "'re", "'ve"];
const ABBREVIATIONS: [&str; 12] = ["st", "mr", "mrs", "ms", "dr", "jr", "sr", "prof", "rev", "vs", "no", "approx"];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}')
}

impl<'a> Text<'a> {
    /// Cuts a statement as it is written.
    pub fn new(source: &'a str) -> Self {
        Text::cut(source, cut(source))
    }

    /// Cuts a statement that may be typed carelessly; `heard` are names the other speaker has written.
    pub fn hearing(source: &'a str, heard: &HashSet<String>) -> Self {
        Text::cut(source, casual::settle(source, cut(source), heard))
    }

    fn cut(source: &'a str, tokens: Vec<Token>) -> Self {
        let sentences = sentences(&tokens);
        Text { source, tokens, sentences }
    }

    /// The words a range of tokens covers, as they stand in the statement.
    pub fn words(&self, range: Range<usize>) -> &'a str {
        let slice = self.tokens.get(range).unwrap_or_default();
        match (slice.first(), slice.last()) {
            (Some(first), Some(last)) => self.source.get(first.span.start..last.span.end).unwrap_or_default(),
            _ => "",
        }
    }
}

fn cut(source: &str) -> Vec<Token> {
    let chars: Vec<(usize, char)> = source.char_indices().collect();
    let mut tokens = Vec::new();
    let mut quotes = Quotes::default();
    let mut at = 0;
    while let Some(&(start, c)) = chars.get(at) {
        let next = |n: usize| chars.get(at + n).map(|(_, c)| *c);
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).map(|(_, c)| *c);
        let year_mark = is_apostrophe(c)
            && next(1).is_some_and(|d| d.is_ascii_digit())
            && next(2).is_some_and(|d| d.is_ascii_digit())
            && !next(3).is_some_and(|d| d.is_alphanumeric());
        if c.is_alphanumeric() || year_mark {
            let mut end = at + 1;
            while let Some(&(_, d)) = chars.get(end) {
                let joins = (is_apostrophe(d) || d == '-')
                    && chars.get(end + 1).is_some_and(|(_, e)| e.is_alphanumeric())
                    && chars.get(end - 1).is_some_and(|(_, e)| e.is_alphanumeric());
                let decimal = d == '.'
                    && chars.get(end - 1).is_some_and(|(_, e)| e.is_ascii_digit())
                    && chars.get(end + 1).is_some_and(|(_, e)| e.is_ascii_digit());
                // Combining marks belong to the letter before them.
                let combining = ('\u{300}'..='\u{36f}').contains(&d);
                if d.is_alphanumeric() || joins || decimal || combining { end += 1 } else { break }
            }
            let stop = chars.get(end).map_or(source.len(), |(i, _)| *i);
            push_word(source, start..stop, quotes.open(), &mut tokens);
            at = end;
            continue;
        }
        if c.is_whitespace() {
            if c == '\n' {
                push_mark(start..start + c.len_utf8(), "\n", false, &mut tokens);
            }
            at += 1;
            continue;
        }
        let span = start..start + c.len_utf8();
        let word_before = before.is_some_and(char::is_alphanumeric);
        match c {
            '"' | '\u{201c}' | '\u{201d}' => {
                quotes.double(c);
                push_mark(span, "\"", true, &mut tokens);
            }
            _ if is_apostrophe(c) => {
                let opens = !word_before && next(1).is_some_and(|d| d.is_alphabetic());
                if quotes.single {
                    quotes.single = false;
                    push_mark(span, "\"", true, &mut tokens);
                } else if opens && closes_later(&chars, at + 1) {
                    quotes.single = true;
                    push_mark(span, "\"", true, &mut tokens);
                } else if word_before && before.is_some_and(|b| b == 's') {
                    push_mark(span, "'s", quotes.open(), &mut tokens);
                }
            }
            _ => {
                let mark = match c {
                    '\u{2014}' | '\u{2013}' | '-' => "-",
                    '\u{2026}' => "...",
                    '.' if next(1) == Some('.') => "...",
                    _ => source.get(span.clone()).unwrap_or_default(),
                };
                let mark = mark.to_owned();
                let dots = if mark == "..." { (1..).take_while(|n| next(*n) == Some('.')).count() } else { 0 };
                push_mark(span, &mark, quotes.open(), &mut tokens);
                at += dots;
            }
        }
        at += 1;
    }
    tokens
}

#[derive(Default)]
struct Quotes {
    single: bool,
    double: bool,
}

impl Quotes {
    fn open(&self) -> bool {
        self.single || self.double
    }

    fn double(&mut self, c: char) {
        self.double = match c {
            '\u{201c}' => true,
            '\u{201d}' => false,
            _ => !self.double,
        };
    }
}

/// Whether a single quotation mark that opens before `from` is closed: a mark after punctuation or a letter, before no
/// letter, at most 400 characters on and before the line ends. Guards against apostrophes that open nothing.
fn closes_later(chars: &[(usize, char)], from: usize) -> bool {
    let rest = chars.get(from..).unwrap_or_default();
    rest.iter().take(400).take_while(|(_, c)| *c != '\n').enumerate().any(|(i, (_, c))| {
        let after = rest.get(i + 1).map(|(_, c)| *c);
        let before = i.checked_sub(1).and_then(|i| rest.get(i)).map(|(_, c)| *c);
        is_apostrophe(*c)
            && !after.is_some_and(char::is_alphanumeric)
            && before
                .is_some_and(|b| matches!(b, '.' | ',' | '!' | '?' | '\u{2026}' | '-') || b.is_alphabetic() && b != 's')
    })
}

fn push_mark(span: Range<usize>, mark: &str, quoted: bool, tokens: &mut Vec<Token>) {
    tokens.push(Token { span, lower: mark.to_owned(), kind: Kind::Mark, capital: false, quoted });
}

fn push_word(source: &str, span: Range<usize>, quoted: bool, tokens: &mut Vec<Token>) {
    let raw = source.get(span.clone()).unwrap_or_default();
    let straight: String = raw.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    let suffix = SUFFIXES.iter().find(|s| straight.len() > s.len() && straight.to_lowercase().ends_with(**s));
    let cut = suffix.and_then(|s| raw.char_indices().rev().nth(s.chars().count() - 1).map(|(i, _)| span.start + i));
    let end = cut.unwrap_or(span.end);
    let word = source.get(span.start..end).unwrap_or_default();
    let lower: String = word.to_lowercase().chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    let digit = |c: char| c.is_ascii_digit();
    let kind = if word.trim_start_matches(is_apostrophe).starts_with(digit) { Kind::Number } else { Kind::Word };
    tokens.push(Token { span: span.start..end, lower, kind, capital, quoted });
    if let (Some(suffix), Some(cut)) = (suffix, cut) {
        tokens.push(Token {
            span: cut..span.end,
            lower: (*suffix).to_owned(),
            kind: Kind::Word,
            capital: false,
            quoted,
        });
    }
}

fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (i, token) in tokens.iter().enumerate() {
        let ends = match token.lower.as_str() {
            "." => !i
                .checked_sub(1)
                .and_then(|p| tokens.get(p))
                .is_some_and(|before| before.capital && ABBREVIATIONS.contains(&before.lower.as_str())),
            "!" | "?" | "\n" => true,
            "..." => tokens.get(i + 1).is_none_or(|next| next.capital),
            _ => false,
        };
        if ends {
            // A closing quotation mark belongs to the sentence it ends.
            let closing = tokens.get(i + 1).is_some_and(|t| t.lower == "\"");
            let end = if closing { i + 2 } else { i + 1 };
            if end > start {
                found.push(start..end);
            }
            start = end.max(start);
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found.retain(|range| range.start < range.end);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lowers(text: &str) -> Vec<String> {
        Text::new(text).tokens.into_iter().map(|t| t.lower).collect()
    }

    #[test]
    fn possessives_and_contractions_are_tokens_of_their_own() {
        assert_eq!(lowers("Josh's dad didn't"), ["josh", "'s", "dad", "didn't"]);
        assert_eq!(lowers("I\u{2019}m at my parents' place"), ["i", "'m", "at", "my", "parents", "'s", "place"]);
        assert_eq!(lowers("in '08, August of \u{2019}99"), ["in", "'08", ",", "august", "of", "'99"]);
    }

    #[test]
    fn quoted_words_are_marked_and_apostrophes_open_no_quotation() {
        let text = Text::new("He goes, 'Well, I guess that's decided.' Not mean. I did it 'cause I could.");
        let quoted: Vec<_> =
            text.tokens.iter().filter(|t| t.quoted && t.kind == Kind::Word).map(|t| t.lower.as_str()).collect();
        assert_eq!(quoted, ["well", "i", "guess", "that", "'s", "decided"]);
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        let text = Text::new("She was in St. Cloud with Ron. He left!");
        let parts: Vec<_> = text.sentences.iter().map(|s| text.words(s.clone())).collect();
        assert_eq!(parts, ["She was in St. Cloud with Ron.", "He left!"]);
    }
}
