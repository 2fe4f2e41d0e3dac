//! How far a fix can be trusted.

/// How safe it is to apply a fix without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Applicability {
    /// The meaning is kept, or clearly intended.
    MachineApplicable,
    /// Valid, but it may not be what was meant.
    MaybeIncorrect,
    /// Holds placeholders that a person must fill in.
    HasPlaceholders,
}
