//! Where a client is in its emotional arc, and how long it speaks there. Words only; the mechanics draw from them.

use crate::vocabulary;

vocabulary! {
    /// Phase of the arc, by the client's turn: up to 5 early, 6 to 15 middle, after that deep (FACTS section 6).
    ArcPhase ("arc phase") {
        /// Guarded.
        Early = "early",
        /// Opening up.
        Middle = "middle",
        /// Oscillating.
        Deep = "deep",
    }
}

vocabulary! {
    /// How long a client's turn should be (FACTS section 6).
    LengthMode ("length mode") {
        /// 15 to 40 words.
        Short = "short",
        /// 60 to 120 words.
        Medium = "medium",
        /// 130 to 220 words.
        Long = "long",
    }
}
