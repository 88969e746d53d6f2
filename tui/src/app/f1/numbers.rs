//! Numbers as the tables show them.

use sarf_shared::rpc::RowFigure;
use sarf_shared::scoring::f1::{Line, Value};

/// The figure of a line among a row's.
pub fn figure(figures: &[RowFigure], line: Line) -> Option<&RowFigure> {
    figures.iter().find(|figure| figure.line == line)
}

/// A share without its leading zero, as tables show it: `.927`, `1.000`.
pub fn short(value: Value) -> Option<String> {
    value.figure().map(|figure| decimals(figure, 3))
}

/// A difference with its sign: `+.061`, `-.010`, `.000`.
pub fn signed(value: Value) -> Option<String> {
    let figure = value.figure()?;
    let text = decimals(figure, 3);
    let positive = figure > 0.0 && text != ".000";
    Some(if positive { format!("+{text}") } else { text })
}

/// A p as it is written: `.021`, `<.001`.
pub fn probability(p: f64) -> String {
    if p < 0.001 { "<.001".to_owned() } else { decimals(p, 3) }
}

/// A number from -1 to 1 in so many decimals, without its leading zero.
pub fn decimals(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    match text.strip_prefix("0.").or(text.strip_prefix("-0.")) {
        Some(rest) if text.starts_with('-') && rest.bytes().any(|digit| digit != b'0') => format!("-.{rest}"),
        Some(rest) => format!(".{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_without_a_leading_zero_and_never_as_minus_nothing() {
        assert_eq!(decimals(0.9271, 3), ".927");
        assert_eq!(decimals(1.0, 3), "1.000");
        assert_eq!(decimals(-0.0004, 3), ".000");
        assert_eq!(decimals(-0.25, 2), "-.25");
    }

    #[test]
    fn differences_bear_their_sign_and_none_says_neither() {
        let of = |figure: f64| signed(Value::Figure(figure)).unwrap();
        assert_eq!([of(0.061), of(-0.01), of(0.0), of(0.0004), of(1.0)], ["+.061", "-.010", ".000", ".000", "+1.000"]);
        assert_eq!([probability(0.02), probability(0.0001)], [".020", "<.001"]);
    }
}
