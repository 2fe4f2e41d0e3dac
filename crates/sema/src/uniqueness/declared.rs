//! Keys that are declared: by constraints of external tables, by tests, merges and contracts of models.

use super::{body_uniqueness, facts::Uniqueness, query::without_nulls};
use crate::{ExternalTable, Schema, contract::contract_file, project::model};
use base::SmolStr;
use config::{DeclaredKey, Strategy, TestKind};
use db::{Db, SourceFile};

impl ExternalTable {
    /// What its declared keys say.
    pub fn uniqueness(&self) -> Uniqueness {
        let columns = self.columns.as_deref().unwrap_or_default();
        let index = |name: &SmolStr| position(columns.iter().map(|it| &it.name), name);
        let keys = self.keys.iter().filter_map(|key| {
            let columns: Option<Vec<u32>> = key.columns.iter().map(index).collect();
            Some((columns?, key.nulls_repeat))
        });
        without_nulls(Uniqueness::declared(keys), |it| columns.get(it as usize).map(|it| it.null))
    }
}

/// What is known of the rows of the table that a model builds: what its sidecar and its contract declare, and what its
/// query yields.
pub(crate) fn model_uniqueness(db: &dyn Db, file: SourceFile, schema: &Schema) -> Uniqueness {
    let described = model(db, file);
    let mut facts = Uniqueness::declared(declared_keys(db, file, schema));
    let body = hir::body(db, file);
    let inferred = body.root.and_then(|it| body_uniqueness(db, file).queries.get(it));
    if let Some(inferred) = inferred {
        for grain in &inferred.grains {
            facts.add_grain(grain.clone());
        }
        // Where rows survive from run to run, two runs may yield the same.
        if !described.strategy.allows_self_reference() {
            inferred.keys.iter().for_each(|it| facts.add_key(it.columns.to_vec(), it.nulls_repeat));
            facts.dependencies.clone_from(&inferred.dependencies);
        }
    }
    without_nulls(facts, |it| schema.columns.get(it as usize).map(|it| it.value.null))
}

fn declared_keys(db: &dyn Db, file: SourceFile, schema: &Schema) -> Vec<(Vec<u32>, bool)> {
    let index = |name: &SmolStr| position(schema.columns.iter().map(|it| &it.name), name);
    let mut keys: Vec<(Vec<u32>, bool)> = Vec::new();
    let mut add = |columns: Option<Vec<u32>>, nulls_repeat| keys.extend(columns.map(|it| (it, nulls_repeat)));
    if let Some(sidecar) = &model(db, file).sidecar {
        // Only tests of all rows that fail the build prove something.
        for test in sidecar.value.tests.iter().filter(|it| !it.warning_only && it.filter.is_none()) {
            match &test.kind.value {
                TestKind::Unique => {
                    let column = test.column.as_ref().and_then(|it| index(&it.value));
                    add(column.map(|it| vec![it]), false);
                }
                TestKind::Composite(columns) => {
                    add(columns.iter().map(|it| index(&it.value)).collect(), false);
                }
                _ => {}
            }
        }
        // NULL matches nothing in a MERGE, so rows without a key are inserted again and again.
        if let Some(Strategy::Merge { unique_key, .. }) = sidecar.value.strategy.as_ref().map(|it| &it.value)
        {
            add(unique_key.iter().map(|it| index(&it.value)).collect(), true);
        }
    }
    for (columns, nulls_repeat) in contract_keys(db, file) {
        add(columns.iter().map(index).collect(), *nulls_repeat);
    }
    keys
}

/// The keys of a model's contract, by the names of their columns. A query of its own, since where the contract is found
/// depends on what files there are, and schemas must not.
#[salsa::tracked]
fn contract_keys(db: &dyn Db, file: SourceFile) -> Vec<(Vec<SmolStr>, bool)> {
    let Some(contract) = contract_file(db, file) else { return Vec::new() };
    let names = |key: &DeclaredKey| key.columns.iter().map(|it| it.value.clone()).collect();
    db::contract(db, contract).value.keys.iter().map(|it| (names(it), it.nulls_repeat)).collect()
}

/// The column called `name`, ignoring case: declarations are written without regard to a warehouse's folding.
fn position<'a>(mut names: impl Iterator<Item = &'a SmolStr>, name: &SmolStr) -> Option<u32> {
    names.position(|it| it.eq_ignore_ascii_case(name)).and_then(|it| u32::try_from(it).ok())
}
