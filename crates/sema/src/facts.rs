//! What a finding says, for machines: the names and types of its sentence, each under a key of its own.

use base::{DialectKind, SmolStr};

/// How many candidates are told at most. Whoever mends a name needs the likely ones.
const MOST_CANDIDATES: usize = 20;

/// The facts of a finding. What its code has nothing to say about is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The relation that it is about, as it is called there: a model, a table, a common table expression, an alias.
    pub relation: Option<SmolStr>,
    /// The column, or the field of a struct.
    pub column: Option<SmolStr>,
    /// The function.
    pub function: Option<SmolStr>,
    /// The type, or the number, that is asked for; of two sides that do not fit, that of the first.
    pub expected: Option<String>,
    /// The type, or the number, that is there; of two sides that do not fit, that of the second.
    pub found: Option<String>,
    /// What could have been meant, the likely ones first.
    pub candidates: Vec<Candidate>,
    /// The models along which it goes: those of a ring, in order.
    pub path: Vec<SmolStr>,
    /// The dialects that it is about, beside the model's own.
    pub dialects: Vec<DialectKind>,
}

/// What could have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its name, or the way in which it is written.
    pub name: SmolStr,
    /// Its type, in the model's dialect, where it is known.
    pub ty: Option<String>,
}

impl Facts {
    /// About a relation.
    pub fn relation(name: impl Into<SmolStr>) -> Facts {
        Facts { relation: Some(name.into()), ..Facts::default() }
    }

    /// About a column.
    pub fn column(name: impl Into<SmolStr>) -> Facts {
        Facts { column: Some(name.into()), ..Facts::default() }
    }

    /// About a function.
    pub fn function(name: impl Into<SmolStr>) -> Facts {
        Facts { function: Some(name.into()), ..Facts::default() }
    }

    /// About two types, or numbers.
    pub fn types(expected: impl ToString, found: impl ToString) -> Facts {
        Facts { expected: Some(expected.to_string()), found: Some(found.to_string()), ..Facts::default() }
    }

    /// About dialects.
    pub fn dialects(dialects: impl IntoIterator<Item = DialectKind>) -> Facts {
        Facts { dialects: dialects.into_iter().collect(), ..Facts::default() }
    }

    /// Adds the relation, where there is one.
    pub fn of_relation(mut self, name: Option<impl Into<SmolStr>>) -> Facts {
        self.relation = name.map(Into::into);
        self
    }

    /// Adds the names that stand for what could have been meant instead of `name`, those that are most like it first.
    pub fn candidates(
        mut self,
        name: &str,
        candidates: impl IntoIterator<Item = (SmolStr, Option<String>)>,
    ) -> Facts {
        let candidates = candidates.into_iter().filter(|it| !it.0.is_empty());
        let mut candidates: Vec<Candidate> = candidates.map(|(name, ty)| Candidate { name, ty }).collect();
        candidates.sort_by_cached_key(|it| (base::distance(name, &it.name), it.name.clone()));
        candidates.dedup();
        candidates.truncate(MOST_CANDIDATES);
        self.candidates = candidates;
        self
    }
}
