//! Keys as bytes whose order is the order of the values they stand for.
//!
//! Every part of a key is self-delimiting, so that tuples can be written one part after another and every leading part
//! is a prefix to scan by. This module knows nothing of tables or of what a key means.

/// A value that can be a record's key (or one part of it).
pub trait Key: Sized {
    /// Appends the ordered bytes of this key.
    fn encode(&self, out: &mut Vec<u8>);
    /// Reads one key from the front of `bytes` and moves past it; `None` when the bytes are no such key.
    fn decode(bytes: &mut &[u8]) -> Option<Self>;

    /// The ordered bytes of this key alone.
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.encode(&mut out);
        out
    }
}

/// A leading part of keys of type `K`, to scan by.
pub trait Prefix<K>: Key {}

/// Takes `N` bytes from the front.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

macro_rules! unsigned_keys {
    ($($kind:ty),+) => {$(
        impl Key for $kind {
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                take(bytes).map(Self::from_be_bytes)
            }
        }
    )+};
}
unsigned_keys!(u8, u16, u32, u64, u128);

impl Key for i64 {
    /// The sign bit is turned over, so that negative numbers come first.
    fn encode(&self, out: &mut Vec<u8>) {
        (self.cast_unsigned() ^ (1 << 63)).encode(out);
    }
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        u64::decode(bytes).map(|raw| (raw ^ (1 << 63)).cast_signed())
    }
}

impl Key for bool {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        match take::<1>(bytes)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }
}

impl Key for () {
    fn encode(&self, _: &mut Vec<u8>) {}
    fn decode(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

impl Key for String {
    /// A zero byte within is written as 0 255 and the end as 0 1: "ab" sorts before "abc" and is no prefix of it.
    fn encode(&self, out: &mut Vec<u8>) {
        for byte in self.bytes() {
            out.push(byte);
            if byte == 0 {
                out.push(255);
            }
        }
        out.extend_from_slice(&[0, 1]);
    }
    fn decode(bytes: &mut &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            match take::<1>(bytes)? {
                [0] => match take::<1>(bytes)? {
                    [255] => text.push(0),
                    [1] => return String::from_utf8(text).ok(),
                    _ => return None,
                },
                [byte] => text.push(byte),
            }
        }
    }
}

macro_rules! tuple_keys {
    ($(($($name:ident . $place:tt),+))+) => {$(
        impl<$($name: Key),+> Key for ($($name,)+) {
            fn encode(&self, out: &mut Vec<u8>) {
                $(self.$place.encode(out);)+
            }
            fn decode(bytes: &mut &[u8]) -> Option<Self> {
                Some(($($name::decode(bytes)?,)+))
            }
        }
    )+};
}
tuple_keys!((A.0, B.1)(A.0, B.1, C.2)(A.0, B.1, C.2, D.3));

impl<A: Key, B: Key> Prefix<(A, B)> for A {}
impl<A: Key, B: Key, C: Key> Prefix<(A, B, C)> for A {}
impl<A: Key, B: Key, C: Key> Prefix<(A, B, C)> for (A, B) {}
impl<A: Key, B: Key, C: Key, D: Key> Prefix<(A, B, C, D)> for A {}
impl<A: Key, B: Key, C: Key, D: Key> Prefix<(A, B, C, D)> for (A, B) {}
impl<A: Key, B: Key, C: Key, D: Key> Prefix<(A, B, C, D)> for (A, B, C) {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_of_the_bytes_is_the_order_of_the_keys(
            a in any::<(u64, String, i64)>(),
            b in any::<(u64, String, i64)>(),
        ) {
            prop_assert_eq!(a.cmp(&b), a.to_bytes().cmp(&b.to_bytes()));
            prop_assert_eq!(<(u64, String, i64)>::decode(&mut &a.to_bytes()[..]), Some(a));
        }

        #[test]
        fn texts_sort_as_texts_and_one_is_never_a_prefix_of_another(a in "[\0a\u{1}]{0,5}", b in "[\0a\u{1}]{0,5}") {
            prop_assert_eq!(a.cmp(&b), a.to_bytes().cmp(&b.to_bytes()));
            prop_assert_eq!(a == b, b.to_bytes().starts_with(&a.to_bytes()));
        }
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        assert_eq!(u64::decode(&mut &[1, 2, 3][..]), None);
        assert_eq!(String::decode(&mut &b"no end"[..]), None);
        assert_eq!(bool::decode(&mut &[7][..]), None);
    }
}
