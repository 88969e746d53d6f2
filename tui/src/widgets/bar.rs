//! A progress bar of fixed width.

use crate::theme::Theme;

/// `done` of `of` as a bar of `width` columns, in eighths where the glyphs have them.
pub fn bar(done: u32, of: u32, width: usize, theme: &Theme) -> String {
    let glyphs = theme.glyphs;
    let steps = glyphs.eighths.len().max(1);
    let whole = width * steps;
    let filled = usize::try_from(u64::from(done.min(of)) * whole as u64 / u64::from(of.max(1))).unwrap_or(whole);
    let mut text = glyphs.full.repeat(filled / steps);
    let part = glyphs.eighths.get(filled % steps).copied().unwrap_or_default();
    text.push_str(part);
    let used = filled / steps + usize::from(!part.is_empty());
    text.push_str(&glyphs.empty.repeat(width.saturating_sub(used)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn a_bar_keeps_its_width_and_is_full_only_at_the_end() {
        for theme in [Theme::new(true, false), Theme::new(true, true)] {
            for done in 0..=20 {
                let text = bar(done, 20, 10, &theme);
                assert_eq!(text.width(), 10, "{text}");
                assert_eq!(text == theme.glyphs.full.repeat(10), done == 20, "{text}");
            }
        }
        assert_eq!(bar(0, 0, 4, &Theme::new(true, true)), "----");
        assert_eq!(bar(9, 4, 4, &Theme::new(true, true)), "####");
    }
}
