//! Finds the words of the field `text` in a JSON object while it is still being written, so that they can be shown as
//! they come. A reply that is not JSON is passed on as it is. Only for the screen: what counts is parsed at the end.

/// Feeds pieces of a reply, gives the words to be shown.
#[derive(Debug, Default)]
pub(super) struct LiveText {
    state: State,
    depth: usize,
    key: String,
    escape: String,
    high: Option<u16>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but white space so far.
    #[default]
    Start,
    /// Not JSON: everything is words.
    Plain,
    /// Between strings.
    Between,
    /// In a string at the first level that may be a key, or in any other string.
    Name,
    /// In the string wanted.
    Words,
    /// It was found; nothing more is shown.
    Done,
}

impl LiveText {
    /// Takes the next piece; gives the words in it.
    pub fn feed(&mut self, piece: &str) -> String {
        let mut words = String::new();
        for c in piece.chars() {
            self.take(c, &mut words);
        }
        words
    }

    fn take(&mut self, c: char, words: &mut String) {
        match self.state {
            State::Start if c.is_whitespace() || c == '\u{feff}' => {}
            State::Start if c == '{' => (self.state, self.depth) = (State::Between, 1),
            // A fence is part of no one's speech; the object in it begins later.
            State::Start if c == '`' => self.state = State::Between,
            State::Start => {
                self.state = State::Plain;
                words.push(c);
            }
            State::Plain => words.push(c),
            State::Done => {}
            State::Between => match c {
                '{' | '[' => self.depth += 1,
                '}' | ']' => self.depth = self.depth.saturating_sub(1),
                '"' if self.depth == 1 && self.key == "text:" => {
                    self.state = State::Words;
                }
                '"' => {
                    self.key.clear();
                    self.state = State::Name;
                }
                ':' if self.depth == 1 => self.key.push(':'),
                c if c.is_whitespace() => {}
                _ => self.key.clear(),
            },
            State::Name | State::Words => self.in_string(c, words),
        }
    }

    fn in_string(&mut self, c: char, words: &mut String) {
        if !self.escape.is_empty() {
            self.escape.push(c);
            if let Some(decoded) = self.unescape() {
                self.escape.clear();
                self.push(decoded, words);
            }
            return;
        }
        match c {
            '\\' => self.escape.push(c),
            '"' if self.state == State::Words => self.state = State::Done,
            '"' => self.state = State::Between,
            c => self.push(Some(c), words),
        }
    }

    fn push(&mut self, c: Option<char>, words: &mut String) {
        let Some(c) = c else { return };
        match self.state {
            State::Words => words.push(c),
            // No key we look for is longer than this.
            _ if self.key.len() < 16 => self.key.push(c),
            _ => {}
        }
    }

    /// The character an escape stands for once it is complete; `Some(None)` for the first half of a pair.
    fn unescape(&mut self) -> Option<Option<char>> {
        let mut chars = self.escape.chars().skip(1);
        Some(match chars.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' | 'f' => None,
            'u' => {
                let digits: String = chars.collect();
                if digits.chars().count() < 4 {
                    return None;
                }
                let unit = u16::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                let units = self.high.take().into_iter().chain([unit]);
                if (0xd800..0xdc00).contains(&unit) {
                    self.high = Some(unit);
                    None
                } else {
                    char::decode_utf16(units).last().map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
                }
            }
            other => Some(other),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(pieces: &[&str]) -> String {
        let mut live = LiveText::default();
        pieces.iter().map(|piece| live.feed(piece)).collect()
    }

    #[test]
    fn only_the_words_of_the_field_are_shown() {
        assert_eq!(shown(&["{\"revealed\": [\"text\"], \"te", "xt\": \"I \\\"kn", "ow\\u0021\\n\"}"]), "I \"know!\n");
        assert_eq!(shown(&["{\"other\":{\"text\":\"no\"},\"text\":\"yes\",\"x\":\"no\"}"]), "yes");
        assert_eq!(shown(&["```json\n{\"text\": \"fenced\"}\n```"]), "fenced");
        assert_eq!(shown(&["Well, ", "I \"do\" not know {it}."]), "Well, I \"do\" not know {it}.");
        assert_eq!(shown(&["{\"text\": null, \"revealed\": [\"a\"]}"]), "");
    }

    proptest! {
        #[test]
        fn the_words_are_those_a_parser_finds_wherever_the_pieces_are_cut(text in "\\PC{0,40}", ascii in any::<bool>(), cuts in prop::collection::vec(0usize..200, 0..6)) {
            let mut json = serde_json::json!({"revealed": ["a\"b", "text"], "text": text}).to_string();
            if ascii {
                json = json.chars().flat_map(|c| {
                    let mut units = [0; 2];
                    if c.is_ascii() { vec![c.to_string()] } else { c.encode_utf16(&mut units).iter().map(|u| format!("\\u{u:04x}")).collect() }
                }).collect();
            }
            let chars: Vec<char> = json.chars().collect();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(chars.len())).collect();
            cuts.extend([0, chars.len()]);
            cuts.sort_unstable();
            let pieces: Vec<String> = cuts.windows(2).map(|w| chars[w[0]..w[1]].iter().collect()).collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            prop_assert_eq!(shown(&pieces), text);
        }
    }
}
