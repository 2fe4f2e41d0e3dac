//! What is known of the rows of one relation, in terms of its own columns.

use base::SmolStr;

/// As many keys, grains or dependencies as are kept of one relation: joins multiply them, and nobody needs that many.
const MOST: usize = 8;

/// What is known of the rows of a relation: which columns tell them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Uniqueness {
    /// Sets of columns of which no two rows share their values: proven or declared.
    pub keys: Vec<Key>,
    /// What a row stands for. Empty where that is not known.
    pub grains: Vec<Grain>,
    /// Columns whose values follow from those of others.
    pub dependencies: Vec<Dependency>,
}

/// A set of columns of which no two rows share their values. Without columns: there is at most one row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The columns, by index, sorted.
    pub columns: Box<[u32]>,
    /// Whether several rows may have NULL in one of the columns.
    pub nulls_repeat: bool,
}

/// What a row stands for: there is one for each combination of these columns, and rows that agree on only a part of them
/// are to be expected. Other than with a key, the combinations themselves may come several times.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grain {
    /// The columns, by index, sorted.
    pub columns: Box<[u32]>,
    /// Columns of it that the relation does not have any more, by their names.
    pub hidden: Box<[SmolStr]>,
    /// Whether these are the rows with one value of some other column, which may be one of several.
    pub is_filtered: bool,
}

/// Rows that share the values of some columns share those of others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dependency {
    /// The columns that determine, by index, sorted.
    pub determinant: Box<[u32]>,
    /// The columns that are determined, by index, sorted.
    pub determined: Box<[u32]>,
    /// Whether a join has repeated those values, so that they are no values of these rows.
    pub is_repeated: bool,
}

impl Uniqueness {
    /// There is at most one row.
    pub(crate) fn one_row() -> Uniqueness {
        let mut facts = Uniqueness::default();
        facts.add_key(Vec::new(), false);
        facts
    }

    /// Keys that somebody has declared. Who declares one says what a row stands for.
    pub(crate) fn declared(keys: impl IntoIterator<Item = (Vec<u32>, bool)>) -> Uniqueness {
        let mut facts = Uniqueness::default();
        for (columns, nulls_repeat) in keys.into_iter().filter(|it| !it.0.is_empty()) {
            facts.add_grain(Grain::of(columns.clone()));
            facts.add_key(columns, nulls_repeat);
        }
        facts
    }

    /// Adds a key, unless a part of it is one already.
    pub(crate) fn add_key(&mut self, columns: Vec<u32>, nulls_repeat: bool) {
        let columns = sorted(columns);
        let is_weaker = |weak: &[u32], weak_nulls: bool, strong: &[u32], strong_nulls: bool| {
            (weak_nulls || !strong_nulls) && strong.iter().all(|it| weak.contains(it))
        };
        if self.keys.iter().any(|it| is_weaker(&columns, nulls_repeat, &it.columns, it.nulls_repeat)) {
            return;
        }
        self.keys.retain(|it| !is_weaker(&it.columns, it.nulls_repeat, &columns, nulls_repeat));
        if self.keys.len() < MOST {
            self.keys.push(Key { columns, nulls_repeat });
        }
    }

    /// Adds a grain.
    pub(crate) fn add_grain(&mut self, grain: Grain) {
        if self.grains.len() < MOST && !self.grains.contains(&grain) {
            self.grains.push(grain);
        }
    }

    /// Adds a dependency.
    pub(crate) fn add_dependency(&mut self, determinant: Vec<u32>, determined: Vec<u32>, is_repeated: bool) {
        let determinant = sorted(determinant);
        let determined = determined.into_iter().filter(|it| !determinant.contains(it)).collect();
        let dependency = Dependency { determined: sorted(determined), determinant, is_repeated };
        let is_news = !dependency.determined.is_empty() && !self.dependencies.contains(&dependency);
        if is_news && self.dependencies.len() < MOST {
            self.dependencies.push(dependency);
        }
    }

    /// Whether there is at most one row.
    pub fn is_one_row(&self) -> bool {
        self.keys.iter().any(|it| it.columns.is_empty())
    }
}

impl Grain {
    /// One row for each combination of some columns.
    pub(crate) fn of(columns: Vec<u32>) -> Grain {
        Grain { columns: sorted(columns), hidden: Box::default(), is_filtered: false }
    }

    /// The same, with columns that are gone.
    pub(crate) fn with_hidden(mut self, mut hidden: Vec<SmolStr>) -> Grain {
        hidden.sort_unstable();
        hidden.dedup();
        self.hidden = hidden.into();
        self
    }

    /// The same, of rows that are perhaps one of several.
    pub(crate) fn filtered(mut self, is_filtered: bool) -> Grain {
        self.is_filtered |= is_filtered;
        self
    }
}

fn sorted(mut columns: Vec<u32>) -> Box<[u32]> {
    columns.sort_unstable();
    columns.dedup();
    columns.into()
}
