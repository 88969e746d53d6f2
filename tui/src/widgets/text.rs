//! Text cut, padded and wrapped by the columns it takes on screen, not by bytes or characters.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The text in at most `width` columns, with `more` at the end where something was cut off. Line breaks become spaces.
pub fn fit(text: &str, width: usize, more: &str) -> String {
    let text = text.replace(['\n', '\t', '\r'], " ");
    if text.width() <= width {
        return text;
    }
    let room = width.saturating_sub(more.width());
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    if width >= more.width() {
        kept.push_str(more);
    }
    kept
}

/// The text in exactly `width` columns.
pub fn pad(text: &str, width: usize, more: &str) -> String {
    let mut text = fit(text, width, more);
    let missing = width.saturating_sub(text.width());
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// The text in lines of at most `width` columns, broken between words; a word longer than a line is broken inside.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        // Blanks before the next word: columns within a line stay apart, but no line begins or ends with blanks.
        let mut gap = 0;
        for word in paragraph.split([' ', '\t']) {
            if word.is_empty() {
                gap += 1;
                continue;
            }
            let blanks = if line.is_empty() { 0 } else { gap };
            gap = 1;
            if line.width() + blanks + word.width() <= width {
                line.extend(std::iter::repeat_n(' ', blanks));
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for grapheme in word.graphemes(true) {
                if line.width() + grapheme.width() > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(grapheme);
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_text_never_takes_more_columns_than_it_may() {
        for width in 0..12 {
            for text in ["Elena Rodriguez", "名前は長い", "e\u{301}e\u{301}e\u{301}", "a\nb\tc", ""] {
                assert!(fit(text, width, "…").width() <= width, "{text} in {width}");
                assert_eq!(pad(text, width, "…").width(), width, "{text} in {width}");
            }
        }
    }

    #[test]
    fn wrapping_loses_no_word_and_breaks_only_what_is_too_long() {
        let text = "Well, about two years ago he moved";
        let lines = wrap(text, 10);
        assert!(lines.iter().all(|line| line.width() <= 10));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("Michael   male  ", 20), ["Michael   male"]);
        assert_eq!(wrap("Michael   male", 8), ["Michael", "male"]);
    }
}
