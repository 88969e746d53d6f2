//! A chart of figures over time: a sign for each run, its interval as a wall, what can be compared joined by dots.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::f1::decimals;
use crate::theme::Theme;
use crate::widgets::put;

/// Columns of the figures at the side.
const SCALE: u16 = 6;

/// A point of the chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// The figure; none where it is not defined.
    pub(super) figure: Option<f64>,
    /// Its interval.
    pub(super) bounds: Option<(f64, f64)>,
    /// Measured on the same as the newest: only such points are joined.
    pub(super) comparable: bool,
}

/// Draws the marks, oldest first, the selected one in view.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, marks: &[Mark], at: usize, theme: &Theme) {
    if area.height < 4 || area.width < SCALE + 4 || marks.is_empty() {
        return;
    }
    let plot = Rect { x: area.x + SCALE, width: area.width - SCALE, height: area.height - 1, ..area };
    let (low, high) = range(marks);
    let row = |figure: f64| {
        let share = ((high - figure) / (high - low)).clamp(0.0, 1.0);
        // From 0 to one less than the height, which fits.
        (share * f64::from(plot.height - 1)).round() as u16
    };
    for (y, figure) in [(0, high), (plot.height / 2, f64::midpoint(low, high)), (plot.height - 1, low)] {
        put(buffer, area, 0, y, &format!("{:>5}", decimals(figure, 2)), theme.dim());
    }
    for y in 0..plot.height {
        put(buffer, area, SCALE - 1, y, theme.glyphs.wall, theme.dim());
    }
    let slot = (usize::from(plot.width) / marks.len()).clamp(4, 14);
    let seen = (usize::from(plot.width) / slot).max(1);
    let first = (at + 1).saturating_sub(seen);
    let x = |place: usize| u16::try_from((place - first) * slot + slot / 2).unwrap_or(u16::MAX);
    let shown = || marks.iter().enumerate().skip(first).take(seen);
    for (place, mark) in shown().skip(1) {
        let before = marks.get(place - 1).filter(|before| before.comparable && mark.comparable);
        let (Some(from), Some(to)) = (before.and_then(|before| before.figure), mark.figure) else { continue };
        let (left, right) = (x(place - 1) + 1, x(place));
        for step in left..right {
            let share = f64::from(step + 1 - left) / f64::from(right + 1 - left);
            put(buffer, plot, step, row(from + share * (to - from)), theme.glyphs.dot, theme.dim());
        }
    }
    for (place, mark) in shown() {
        if let Some((lower, upper)) = mark.bounds {
            for y in row(upper)..=row(lower) {
                put(buffer, plot, x(place), y, theme.glyphs.wall, theme.dim());
            }
        }
        let selected = place == at;
        if let Some(figure) = mark.figure {
            let sign = if mark.comparable { theme.glyphs.ready } else { theme.glyphs.waiting };
            put(buffer, plot, x(place), row(figure), sign, if selected { theme.focus() } else { Style::new() });
        }
        let number = (place + 1).to_string();
        let style = if selected { theme.selected() } else { theme.dim() };
        let back = u16::try_from(number.len() / 2).unwrap_or(0);
        put(buffer, area, SCALE + x(place) - back, area.height - 1, &number, style);
    }
}

/// The tenths between which all figures and intervals lie; at least two of them, never beyond 0 and 1.
fn range(marks: &[Mark]) -> (f64, f64) {
    let figures = marks.iter().filter_map(|mark| mark.figure);
    let bounds = marks.iter().filter_map(|mark| mark.bounds).flat_map(|(low, high)| [low, high]);
    let all: Vec<f64> = figures.chain(bounds).collect();
    let least = all.iter().copied().fold(1.0, f64::min);
    let most = all.iter().copied().fold(0.0, f64::max);
    if least > most {
        return (0.0, 1.0);
    }
    let (low, high) = ((least * 10.0).floor() / 10.0, (most * 10.0).ceil() / 10.0);
    if high - low > 0.15 { (low.max(0.0), high.min(1.0)) } else { ((high - 0.2).max(0.0), high.clamp(0.2, 1.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(marks: &[Mark]) -> String {
        let area = Rect::new(0, 0, 26, 7);
        let mut buffer = Buffer::empty(area);
        draw(&mut buffer, area, marks, 0, &Theme::new(false, false));
        let line = |y: u16| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..area.height).map(line).collect::<Vec<_>>().join("\n")
    }

    fn mark(figure: f64, comparable: bool) -> Mark {
        Mark { figure: Some(figure), bounds: None, comparable }
    }

    #[test]
    fn only_what_can_be_compared_is_joined() {
        let joined = drawn(&[mark(0.4, true), mark(0.6, true)]);
        assert!(joined.contains('·') && joined.matches('●').count() == 2, "{joined}");
        let apart = drawn(&[mark(0.4, false), mark(0.6, true)]);
        assert!(!apart.contains('·') && apart.contains('○'), "{apart}");
    }

    #[test]
    fn a_higher_figure_stands_higher_and_the_scale_holds_every_interval() {
        let shown = drawn(&[mark(0.4, true), Mark { bounds: Some((0.55, 0.72)), ..mark(0.6, true) }]);
        let rows: Vec<usize> =
            shown.lines().enumerate().filter(|(_, line)| line.contains('●')).map(|(y, _)| y).collect();
        assert_eq!(rows.len(), 2, "{shown}");
        assert!(shown.starts_with("  .80│") && shown.contains("  .40│"), "{shown}");
        assert_eq!(range(&[]), (0.0, 1.0));
        assert_eq!(range(&[mark(1.0, true)]), (0.8, 1.0));
        assert_eq!(range(&[mark(0.0, true)]), (0.0, 0.2));
    }
}
