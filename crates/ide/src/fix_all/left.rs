//! What is left when nothing more is fixed, and why.

use base::{Code, TextRange};
use db::RelativePath;

/// A diagnostic that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file that it is in.
    pub path: RelativePath,
    /// Where, in the text of now.
    pub range: TextRange,
    /// Its code.
    pub code: Code,
    /// Its words.
    pub message: String,
    /// Its identity.
    pub fingerprint: String,
    /// Why it is left.
    pub reason: LeftReason,
}

/// Why a diagnostic is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeftReason {
    /// Its code was not asked for.
    NotWanted,
    /// No fix of it is known.
    NoFix,
    /// A person must fill something in.
    NeedsInput,
    /// Its fix may not be what was meant, and guesses were not asked for.
    Guess,
    /// Several fixes may be what was meant: which of them is, is not for a machine to say.
    SeveralGuesses,
    /// Its fix edits files that were not to be fixed.
    OtherFiles,
    /// Its fix creates a file, and only edits were asked for.
    CreatesFile,
    /// Its fix would create a file that is there.
    FileExists,
    /// Its fix was applied, and did not mend it.
    DidNotHelp,
    /// Fixing was ended before its turn.
    NotReached,
}

impl LeftReason {
    /// The word for it in documents for machines.
    pub const fn name(self) -> &'static str {
        match self {
            LeftReason::NotWanted => "not_wanted",
            LeftReason::NoFix => "no_fix",
            LeftReason::NeedsInput => "needs_input",
            LeftReason::Guess => "guess",
            LeftReason::SeveralGuesses => "several_guesses",
            LeftReason::OtherFiles => "other_files",
            LeftReason::CreatesFile => "creates_file",
            LeftReason::FileExists => "file_exists",
            LeftReason::DidNotHelp => "did_not_help",
            LeftReason::NotReached => "not_reached",
        }
    }
}
