//! Hands a finished text on in pieces, as a model would: the same path, without the waiting.

use crate::models::Live;

/// Words of a piece.
const PIECE: usize = 3;

/// Sends a text word by word, a few words a piece.
pub(crate) fn stream(text: &str, live: &dyn Live) {
    let mut piece = String::new();
    for (count, word) in text.split_inclusive(' ').enumerate() {
        piece.push_str(word);
        if count % PIECE == PIECE - 1 {
            live.words(&std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        live.words(&piece);
    }
}
