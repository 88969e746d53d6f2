//! Numbers before nouns, in sentences for people.

use std::fmt::Display;

/// `1 statement`, `2 statements`: the number with the word that fits it.
pub fn counted<N: Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    let word = if n == N::from(1) { one } else { many };
    format!("{n} {word}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_one_and_none_are_many() {
        assert_eq!(counted(1_u32, "person", "people"), "1 person");
        assert_eq!(counted(0_u64, "person", "people"), "0 people");
        assert_eq!(counted(21_usize, "turn", "turns"), "21 turns");
    }
}
