//! How a synthetic client talks (traits) and relates (attachment style). What follows from them lives in the other
//! files of this room.

use crate::vocabulary;

vocabulary! {
    /// A way of talking. A persona has any number of them; their order matters to the big five.
    Trait ("trait") {
        /// Keeps away from what matters.
        Evasive = "evasive",
        /// Tells too much too early.
        Oversharing = "oversharing",
        /// Mixes up when things happened.
        ConfusedDates = "confused_dates",
        /// Takes questions as reproach.
        Defensive = "defensive",
        /// Wanders off the topic.
        Tangential = "tangential",
        /// Says little.
        Terse = "terse",
        /// Feelings come and go strongly.
        Emotional = "emotional",
        /// Reflects, owns a part in it. Behaves like `high_functioning`.
        Mature = "mature",
        /// Manages well outside. Behaves like `mature`.
        HighFunctioning = "high_functioning",
    }
}

vocabulary! {
    /// The attachment style every persona has.
    AttachmentStyle ("attachment style") {
        /// At ease with closeness and with distance.
        Secure = "secure",
        /// Seeks closeness, fears losing it.
        AnxiousPreoccupied = "anxious_preoccupied",
        /// Keeps others at arm's length.
        DismissiveAvoidant = "dismissive_avoidant",
        /// Wants closeness and fears it.
        FearfulAvoidant = "fearful_avoidant",
    }
}
