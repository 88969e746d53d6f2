//! Figures of the F1 room worked out by hand, and the properties that hold for any codings.

mod comparing;
mod discussions;
mod families;
mod properties;
mod systems;
