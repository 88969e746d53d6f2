//! The five roles by name. What each does is in `roles`.

use sarf_shared::vocabulary;

vocabulary! {
    /// A role a model plays.
    Role ("role") {
        /// Invents personas.
        Author = "author",
        /// Speaks as the client.
        Client = "client",
        /// Speaks as the coach.
        Coach = "coach",
        /// Codes statements.
        Extractor = "extractor",
        /// Judges the client's emotional arc.
        Judge = "judge",
    }
}
