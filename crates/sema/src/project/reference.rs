//! What the names of relations in a model mean.

use super::{declared_name, is_model, model, model_index};
use crate::external::{ExternalLookup, ExternalTable, external_names, lookup};
use base::{DialectKind, Ident, SmolStr, closest};
use config::Spanned;
use db::{Db, Project, SourceFile};
use std::sync::Arc;

/// What the names of relations in a model mean, in order of first appearance. A firewall around the project: it stays
/// equal while other models and tables come and go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    items: Box<[(Box<[Ident]>, Target)]>,
    shadowed: Box<[(Ident, SourceFile)]>,
}

/// What a name of a relation means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A model, perhaps the one that reads it.
    Model(SourceFile),
    /// A table outside the project.
    External(Arc<ExternalTable>),
    /// A table of the engine's own, or of a file outside any project: its columns are not known, and that is no fault.
    Undescribed,
    /// Nothing that is known.
    Absent {
        /// Whether the schema that it would live in is known completely, so that it is certain not to exist.
        certain: bool,
        /// A name that may have been meant.
        closest: Option<SmolStr>,
    },
}

impl References {
    /// What these names mean.
    pub(crate) fn of(items: impl IntoIterator<Item = (Box<[Ident]>, Target)>) -> References {
        References { items: items.into_iter().collect(), shadowed: Box::default() }
    }

    /// What `path` means; it must be one of the model's names.
    pub fn target(&self, path: &[Ident]) -> &Target {
        let found = self.items.iter().find(|it| *it.0 == *path);
        found.map_or(&Target::Undescribed, |it| &it.1)
    }

    /// The models that a name which the model itself gives to a relation hides from it: those names, with the models.
    pub fn shadowed(&self) -> &[(Ident, SourceFile)] {
        &self.shadowed
    }

    /// Every name and what it means.
    pub fn iter(&self) -> impl Iterator<Item = (&[Ident], &Target)> {
        self.items.iter().map(|(path, target)| (&**path, target))
    }
}

/// What the names of relations in a model mean.
#[salsa::tracked]
pub fn references(db: &dyn Db, file: SourceFile) -> References {
    let head = hir::head(db, file);
    let items = head.relations.iter().map(|it| (it.clone(), resolve_relation(db, file, it))).collect();
    let shadowed = match head.given_names.is_empty() {
        true => Box::default(),
        false => {
            let (index, dialect) = (model_index(db, file.project(db)), db::dialect(db, file));
            let model = |name: &Ident| index.resolve(std::slice::from_ref(name), dialect);
            let hidden = head.given_names.iter().filter_map(|it| Some((it.clone(), model(it)?)));
            hidden.filter(|(_, it)| *it != file).collect()
        }
    };
    References { items, shadowed }
}

/// What `path` would mean as the name of a relation in a model.
pub fn resolve_relation(db: &dyn Db, file: SourceFile, path: &[Ident]) -> Target {
    let project = file.project(db);
    let dialect = db::dialect(db, file);
    let index = model_index(db, project);
    if let Some(found) = index.resolve(path, dialect) {
        return Target::Model(found);
    }
    match lookup(db, project, path, dialect) {
        ExternalLookup::Table(table) => Target::External(table),
        ExternalLookup::System => Target::Undescribed,
        ExternalLookup::Absent { .. } if project.loose(db) || is_wildcard(path, dialect) => {
            Target::Undescribed
        }
        ExternalLookup::Absent { complete } => {
            let wanted = path.iter().map(Ident::as_str).collect::<Vec<_>>().join(".");
            let externals = external_names(db, project, dialect);
            let own = is_model(db, file).then(|| declared_name(db, file));
            let names = index.names().filter(|it| own.as_ref().is_none_or(|own| own != it));
            let names = names.chain(externals.iter().map(|it| it.0.as_str()));
            Target::Absent { certain: complete, closest: closest(&wanted, names).map(SmolStr::from) }
        }
    }
}

/// Whether a name stands for all tables that begin so, whose columns are those of the latest
/// (<https://cloud.google.com/bigquery/docs/querying-wildcard-tables>).
fn is_wildcard(path: &[Ident], dialect: DialectKind) -> bool {
    dialect == DialectKind::BigQuery && path.last().is_some_and(|it| it.text.ends_with('*'))
}

/// The models that `depends_on` names, each with the model of that name, if there is one. `None` without such a list.
pub fn declared_dependencies(
    db: &dyn Db,
    file: SourceFile,
) -> Option<Vec<(Spanned<SmolStr>, Option<SourceFile>)>> {
    let model = model(db, file);
    let list = model.sidecar.as_ref()?.value.depends_on.as_ref()?;
    let index = model_index(db, file.project(db));
    let resolve = |name: &Spanned<SmolStr>| (name.clone(), index.named(&name.value).next());
    Some(list.value.iter().map(resolve).collect())
}

/// The models that must be built before this one: those that it reads, and those that `depends_on` names; itself left
/// out; each once, in that order.
#[salsa::tracked]
pub fn dependencies(db: &dyn Db, file: SourceFile) -> Box<[SourceFile]> {
    let read = references(db, file).iter().filter_map(|(_, target)| match target {
        Target::Model(model) => Some(*model),
        _ => None,
    });
    let declared = declared_dependencies(db, file).unwrap_or_default();
    let declared = declared.into_iter().filter_map(|it| it.1);
    let mut dependencies = Vec::new();
    for model in read.chain(declared) {
        if model != file && !dependencies.contains(&model) {
            dependencies.push(model);
        }
    }
    dependencies.into()
}

/// As [`dependencies`], had the model been one of `project`, another revision of its own. For whoever compares the two:
/// nothing of the file is read again.
pub fn dependencies_in(db: &dyn Db, file: SourceFile, project: Project) -> Vec<SourceFile> {
    let index = model_index(db, project);
    let dialect = db::dialect(db, file);
    let head = hir::head(db, file);
    let read = head.relations.iter().filter_map(|it| index.resolve(it, dialect));
    let model = model(db, file);
    let list = model.sidecar.as_ref().and_then(|it| it.value.depends_on.as_ref());
    let declared = list.into_iter().flat_map(|it| &it.value).filter_map(|it| index.named(&it.value).next());
    read.chain(declared).filter(|it| *it != file).collect()
}

/// Whether a name that means a table outside the project in `one` means another, or has other columns, in `other`.
pub fn reads_other_tables(db: &dyn Db, file: SourceFile, one: Project, other: Project) -> bool {
    let dialect = db::dialect(db, file);
    let (index, other_index) = (model_index(db, one), model_index(db, other));
    hir::head(db, file).relations.iter().any(|path| {
        let is_model = index.resolve(path, dialect).is_some() || other_index.resolve(path, dialect).is_some();
        !is_model && !lookup(db, one, path, dialect).is_same(&lookup(db, other, path, dialect))
    })
}
