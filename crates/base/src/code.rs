//! The registry of diagnostic codes.
//!
//! A code is added here with the feature that emits it, and every code has a page `docs/codes/<CODE>.md` whose
//! examples are its tests.

use crate::Severity;
use std::fmt;

macro_rules! codes {
    ($($code:ident, $severity:ident, $title:literal;)*) => {
        /// A diagnostic code. Codes are stable: a number never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// Every code, sorted.
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            /// The code as printed: a letter and three digits.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// A few words that name the mistake.
            pub fn title(self) -> &'static str {
                match self { $(Code::$code => $title,)* }
            }

            /// The severity, where the project's `[diagnostics]` table does not say otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    D011, Warning, "`depends_on` is incomplete";
    E001, Error, "types that cannot be compared";
    E002, Error, "unknown model or table";
    E003, Error, "unknown column";
    E004, Error, "ambiguous column or duplicate alias";
    E005, Error, "types without a meaning together";
    E006, Error, "unknown function or wrong arguments";
    E007, Error, "aggregate, window or column out of place";
    E008, Error, "set operation arms do not match";
    E009, Error, "duplicate output column";
    E010, Error, "contract: required column missing";
    E011, Error, "contract: column type differs";
    E012, Error, "contract: column may be NULL";
    E013, Error, "contract: protected column gone";
    E014, Error, "contract file is wrong";
    E015, Error, "sidecar names a column that is not there";
    E016, Error, "dependency cycle";
    E017, Error, "duplicate model name";
    E018, Error, "syntax error";
    E019, Error, "construct that the dialect lacks";
    E020, Error, "time interval: column missing";
    E021, Error, "time interval: column is no date or timestamp";
    E022, Error, "time interval: column may be NULL";
    E023, Error, "time interval: column name is malformed";
    E024, Error, "time interval without a placeholder";
    E025, Error, "time interval: hours of a date";
    E026, Error, "time interval: first window is malformed";
    E028, Error, "run variable without a value";
    E036, Error, "two models write one table";
    I001, Info, "`SELECT *` over known columns";
    I002, Info, "columns of unknown type";
    I003, Info, "contract: promise that cannot be checked";
    L001, Info, "name that is the file's anyway";
    L002, Info, "table that is called so anyway";
    L003, Info, "target that several models repeat";
    L004, Info, "state that is local anyway";
    L006, Info, "governance setting that is the default";
    L007, Info, "adapter that is the only one";
    P001, Error, "construct that a target dialect lacks";
    P002, Warning, "consumers read columns of `SELECT *` by name";
    P003, Warning, "other meaning in a target dialect";
    V001, Error, "rocky.toml does not parse";
    V010, Warning, "no adapter configured";
    V011, Warning, "Databricks adapter without a host";
    V012, Warning, "Databricks adapter without an HTTP path";
    V013, Warning, "Databricks adapter without a login";
    V014, Warning, "Fivetran adapter without a key";
    V015, Warning, "Fivetran adapter without a secret";
    V016, Warning, "Fivetran adapter without a destination";
    V017, Error, "unknown adapter type";
    V020, Warning, "no pipeline configured";
    V021, Error, "schema pattern is wrong";
    V022, Error, "unknown source adapter";
    V023, Error, "unknown discovery adapter";
    V024, Error, "unknown target adapter";
    V025, Warning, "models directory missing";
    V026, Warning, "quality pipeline without tables";
    V027, Warning, "quality pipeline without checks";
    V028, Error, "snapshot without a key";
    V029, Error, "unknown pipeline in `depends_on`";
    V030, Error, "pipelines wait for each other";
    V032, Error, "adapter of the wrong kind";
    V033, Error, "adapter in a role that it cannot have";
    V034, Warning, "check that never runs";
    V035, Error, "unknown replication strategy";
    V036, Error, "malformed schedule";
    V037, Error, "unknown catch-up word";
    V038, Error, "freshness schedule without a freshness";
    V039, Error, "unknown pipeline in `after`";
    V040, Warning, "schedule that never starts";
    V042, Error, "schedules wait for each other";
    V044, Error, "schedule of a load pipeline";
    V045, Error, "schedule after a load pipeline";
    V046, Error, "configuration value is wrong";
    V047, Error, "models path leaves the project";
    V060, Error, "sidecar or contract does not parse";
    V061, Warning, "unknown key";
    V062, Warning, "both frontmatter and sidecar";
    V063, Warning, "model without a sidecar";
    V064, Error, "unknown name in `depends_on`";
    V065, Error, "self-reference in a strategy that has none";
    V066, Warning, "environment variable is not set";
    W001, Warning, "implicit coercion";
    W002, Warning, "`SELECT *` over unknown columns";
    W003, Warning, "only one of the two time placeholders";
    W004, Warning, "classified column without a mask";
    W005, Info, "times without a freshness";
    W006, Warning, "merge key is not in the output";
    W007, Warning, "join may multiply rows";
    W008, Warning, "unused or misleading name";
    W009, Warning, "`rocky-allow` that does nothing";
    W010, Warning, "contract column not in the output";
    W011, Warning, "contract or sidecar for an unknown model";
    W013, Warning, "configuration cannot be read";
    W014, Warning, "comparison that is never true";
    W015, Warning, "relation not found";
}

/// What a code is about, by its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeGroup {
    /// `E`: the warehouse would refuse it, or a contract is broken.
    Error,
    /// `W`: suspicious.
    Warning,
    /// `I`: worth knowing.
    Info,
    /// `D`: declared dependencies.
    Dependency,
    /// `P`: portability, to other dialects and across changes upstream.
    Portability,
    /// `V`: configuration.
    Configuration,
    /// `L`: configuration that changes nothing.
    Lint,
}

impl Code {
    /// The group of this code.
    pub fn group(self) -> CodeGroup {
        match self.name().as_bytes()[0] {
            b'E' => CodeGroup::Error,
            b'W' => CodeGroup::Warning,
            b'I' => CodeGroup::Info,
            b'D' => CodeGroup::Dependency,
            b'P' => CodeGroup::Portability,
            b'L' => CodeGroup::Lint,
            _ => CodeGroup::Configuration,
        }
    }

    /// Whether it depends on the models that read the one at fault: such codes are found in sweeps over whole projects
    /// only.
    pub fn is_of_project(self) -> bool {
        matches!(self, Code::P002)
    }

    /// The code with this name, in any case.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|it| it.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
