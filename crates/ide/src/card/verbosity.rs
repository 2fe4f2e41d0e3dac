//! How much a card says.

/// How much a card says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verbosity {
    /// What it is, and its description.
    Brief,
    /// What is of use at most times: lists are cut where they get long.
    #[default]
    Normal,
    /// Everything: each hop to the origin, all who read it, all columns, tests and contract.
    Full,
}

impl Verbosity {
    /// All, the briefest first.
    pub const ALL: [Verbosity; 3] = [Verbosity::Brief, Verbosity::Normal, Verbosity::Full];

    /// The word for it in settings and requests.
    pub const fn name(self) -> &'static str {
        match self {
            Verbosity::Brief => "brief",
            Verbosity::Normal => "normal",
            Verbosity::Full => "full",
        }
    }

    /// What such a word means.
    pub fn named(name: &str) -> Option<Verbosity> {
        Verbosity::ALL.into_iter().find(|it| it.name() == name)
    }

    /// How many columns, signatures or origins a card lists.
    pub(crate) const fn listed(self) -> usize {
        match self {
            Verbosity::Brief => 0,
            Verbosity::Normal => 30,
            Verbosity::Full => usize::MAX,
        }
    }
}
