//! What a client says when the model twice gave too little: an evasive line that fits its attachment style.
//!
//! Nothing is remembered here; the caller hands in what was already said.

use rand::{Rng, RngExt};

use super::AttachmentStyle;

/// Lines of a style.
const LINES: usize = 5;

impl AttachmentStyle {
    /// The evasive lines of the style.
    pub fn fallback_lines(self) -> &'static [&'static str; LINES] {
        match self {
            AttachmentStyle::Secure => &[
                "I'd have to think about that one a bit more.",
                "Hm, I'm not sure how to put it right now.",
                "That's a fair question, I just don't have a good answer yet.",
                "Can we come back to that? I lost my train of thought.",
                "I know there's something there, I just can't get hold of it.",
            ],
            AttachmentStyle::AnxiousPreoccupied => &[
                "Sorry, I don't know, was that what you wanted to hear about?",
                "I keep losing the thread, I'm sorry, what did you ask again?",
                "I don't want to get this wrong, so I'd better think first.",
                "It's just a lot, I don't even know where to begin with it.",
                "Is it bad that I really don't know what to say to that?",
            ],
            AttachmentStyle::DismissiveAvoidant => &[
                "I don't really see what that has to do with it.",
                "There's not much to tell, to be honest with you.",
                "It is what it is, I don't spend my days on it.",
                "I'd rather not go into all of that right now.",
                "Everybody has something like that, I don't make much of it.",
            ],
            AttachmentStyle::FearfulAvoidant => &[
                "I don't know if I want to talk about that today.",
                "Maybe. I'd started to say something, but no, never mind it.",
                "It's hard to explain, and I'm not sure I should even try.",
                "Part of me wants to tell you, but can we leave it for now?",
                "I don't know. I always end up regretting it when I talk about this.",
            ],
        }
    }
}

/// Draws one of the style's lines among those said least often in `said`, so that none returns before all were used.
pub fn fallback_line<S: AsRef<str>>(style: AttachmentStyle, said: &[S], rng: &mut impl Rng) -> &'static str {
    let times = |line: &str| said.iter().filter(|other| other.as_ref() == line).count();
    let [first, rest @ ..] = style.fallback_lines();
    let least = rest.iter().map(|line| times(line)).fold(times(first), usize::min);
    let fresh: Vec<&'static str> = style.fallback_lines().iter().copied().filter(|line| times(line) == least).collect();
    let at = rng.random_range(0..fresh.len().max(1));
    fresh.get(at).copied().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::dialogue::{ArcScore, Turn, client_realism};
    use crate::seed::generator;
    use crate::simulation::{Weighed, weigh};

    #[test]
    fn no_line_returns_before_all_five_were_said() {
        for style in AttachmentStyle::ALL {
            let mut rng = generator(7, &[*style as u64]);
            let mut said: Vec<&str> = Vec::new();
            for round in 1..=3 {
                for _ in 0..LINES {
                    said.push(fallback_line(*style, &said, &mut rng));
                }
                let new: HashSet<_> = said[said.len() - LINES..].iter().collect();
                assert_eq!(new.len(), LINES, "{style}, round {round}");
            }
        }
    }

    #[test]
    fn what_else_the_client_said_does_not_count_as_a_line() {
        let mut rng = generator(7, &[]);
        let said = ["something else".to_owned()];
        let line = fallback_line(AttachmentStyle::Secure, &said, &mut rng);
        assert!(AttachmentStyle::Secure.fallback_lines().contains(&line));
    }

    #[test]
    fn every_line_would_itself_pass_as_a_reply_and_holds_no_jargon() {
        let mut all = HashSet::new();
        for line in AttachmentStyle::ALL.iter().flat_map(|style| style.fallback_lines()) {
            assert_eq!(weigh(line, 1), Weighed::Keep((*line).to_owned()));
            let realism = client_realism(&[Turn::subject(line)], ArcScore::Judged(1.0));
            assert!(realism.jargon.is_empty() && realism.organised.is_empty(), "{line}");
            assert!(all.insert(line), "{line} stands twice");
        }
    }
}
