//! The closed vocabularies of the field: kinds, variables, shifts, certainty, gender.
//!
//! Each list is written once here; the wire word, the parser and the list of all values come from it.

/// A word that is not in a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a known {what}; use one of: {allowed}")]
pub struct UnknownWord {
    /// The vocabulary's name.
    pub what: &'static str,
    /// The word that was read.
    pub word: String,
    /// All words of the vocabulary, separated by commas.
    pub allowed: String,
}

/// Declares an enum whose variants each have one word, used in JSON, on the command line and on screen.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident ($what:literal) { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used in JSON, on the command line and on screen.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::family::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err($crate::family::UnknownWord {
                        what: $what,
                        word: word.chars().take(40).collect(),
                        allowed: [$($word),+].join(", "),
                    }),
                }
            }
        }
    };
}

vocabulary! {
    /// Gender as the diagram knows it; pregnancy losses are genders of their own.
    Gender ("gender") {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// A pregnancy ended by abortion.
        Abortion = "abortion",
        /// A pregnancy ended by miscarriage.
        Miscarriage = "miscarriage",
        /// Said to be unknown.
        Unknown = "unknown",
    }
}

impl Gender {
    /// Two genders contradict one another only if both are known and differ.
    pub fn contradicts(a: Option<Gender>, b: Option<Gender>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => a != b && a != Gender::Unknown && b != Gender::Unknown,
            _ => false,
        }
    }
}

vocabulary! {
    /// What kind of event.
    EventKind ("event kind") {
        /// Became a pair without marrying.
        Bonded = "bonded",
        /// Married.
        Married = "married",
        /// A child was born.
        Birth = "birth",
        /// A child was adopted.
        Adopted = "adopted",
        /// Moved to another place.
        Moved = "moved",
        /// A pair separated.
        Separated = "separated",
        /// A pair divorced.
        Divorced = "divorced",
        /// A shift in a SARF variable.
        Shift = "shift",
        /// Died.
        Death = "death",
    }
}

impl EventKind {
    /// Every kind but `shift` and `death` concerns a pair bond (FACTS section 1).
    pub fn is_pair_bond(self) -> bool {
        !matches!(self, EventKind::Shift | EventKind::Death)
    }

    /// Every kind but `shift` is structural; structural events describe themselves.
    pub fn is_structural(self) -> bool {
        self != EventKind::Shift
    }

    /// Birth and adoption bring a child.
    pub fn is_offspring(self) -> bool {
        matches!(self, EventKind::Birth | EventKind::Adopted)
    }

    /// Kinds that need both partners: bonded, married, separated, divorced.
    pub fn needs_spouse(self) -> bool {
        matches!(self, EventKind::Bonded | EventKind::Married | EventKind::Separated | EventKind::Divorced)
    }
}

vocabulary! {
    /// The four SARF variables.
    Variable ("variable") {
        /// Symptom: breakdown, physical, emotional or social.
        Symptom = "symptom",
        /// Anxiety: reaction to real or imagined threat.
        Anxiety = "anxiety",
        /// Relationship: a mechanism or a move between people.
        Relationship = "relationship",
        /// Functioning: functional level of differentiation.
        Functioning = "functioning",
    }
}

vocabulary! {
    /// Direction of a shift in symptom, anxiety or functioning.
    VariableShift ("shift") {
        /// More of it.
        Up = "up",
        /// Less of it.
        Down = "down",
        /// Confirmed unchanged at a later time.
        Same = "same",
    }
}

vocabulary! {
    /// How sure the date of an event is.
    DateCertainty ("date certainty") {
        /// No date is known; any date matches.
        Unknown = "unknown",
        /// About then; the scorer allows 730 days.
        Approximate = "approximate",
        /// Then; the scorer allows 7 days, and 1 January means "that year".
        Certain = "certain",
    }
}

vocabulary! {
    /// The twelve relationship kinds.
    RelationshipKind ("relationship kind") {
        /// Excess closeness, loss of separate self.
        Fusion = "fusion",
        /// Overt opposition in which neither yields and both stay engaged.
        Conflict = "conflict",
        /// Automatic emotional withdrawal that lowers anxiety.
        Distance = "distance",
        /// Takes too much responsibility for another.
        Overfunctioning = "overfunctioning",
        /// Cedes responsibility to another.
        Underfunctioning = "underfunctioning",
        /// Parents' anxiety focused on one child.
        Projection = "projection",
        /// Acts on an own position while staying in contact.
        DefinedSelf = "defined-self",
        /// Visible increase of involvement.
        Toward = "toward",
        /// Visible decrease of involvement.
        Away = "away",
        /// In the close pair of a triangle.
        Inside = "inside",
        /// The distant third of a triangle.
        Outside = "outside",
        /// Extreme, chronic end of contact.
        Cutoff = "cutoff",
    }
}
