//! Says where two long texts part, instead of printing both.

/// Both must be the same; otherwise the first line in which they differ is shown with a few lines around it.
#[track_caller]
pub fn same(found: &str, expected: &str, told: &str) {
    if found == expected {
        return;
    }
    let (found, expected): (Vec<&str>, Vec<&str>) = (found.lines().collect(), expected.lines().collect());
    let place = found.iter().zip(&expected).take_while(|(a, b)| a == b).count();
    let around = |lines: &[&str]| {
        let from = place.saturating_sub(12);
        lines.iter().skip(from).take(16).copied().collect::<Vec<_>>().join("\n")
    };
    panic!(
        "{told}: they part at line {}\n--- found\n{}\n--- expected\n{}",
        place + 1,
        around(&found),
        around(&expected)
    );
}
