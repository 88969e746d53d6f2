//! Numbers made of content: the same content gives the same number on every machine and in every version.
//!
//! Only used to put items in an order that depends on content alone, and to see at once that two contents differ.

/// Spreads every bit of a number over all others (the finaliser of SplitMix64).
pub(super) fn mix(value: u64) -> u64 {
    let z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Two numbers in this order.
pub(super) fn then(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(23) ^ mix(second))
}

/// A text (FNV-1a, spread).
pub(super) fn text(text: &str) -> u64 {
    mix(text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)))
}
