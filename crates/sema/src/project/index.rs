//! Which models there are, by name and by table.

use super::{declared_name, is_model, is_statement, physical_target};
use base::{DialectKind, Ident, SmolStr};
use db::{Db, Project, SourceFile};
use rustc_hash::FxHashMap;

/// The models of a project, by name and by the table they build. Reads paths and TOML, never SQL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelIndex {
    /// Every model, by path.
    pub models: Box<[SourceFile]>,
    /// Every query beside them, by path: no name means one.
    pub queries: Box<[SourceFile]>,
    /// Lower-cased name to name and file; several files of one name are sorted by path.
    by_name: FxHashMap<SmolStr, Vec<(SmolStr, SourceFile)>>,
    /// Lower-cased table to catalog, schema, table and file, sorted by path.
    by_table: FxHashMap<SmolStr, Vec<([SmolStr; 3], SourceFile)>>,
}

/// The models of a project.
#[salsa::tracked]
pub fn model_index(db: &dyn Db, project: Project) -> ModelIndex {
    let mut index = ModelIndex::default();
    let (mut models, mut queries) = (Vec::new(), Vec::new());
    for &file in project.files(db).values().filter(|&&it| is_statement(db, it)) {
        if !is_model(db, file) {
            queries.push(file);
            continue;
        }
        models.push(file);
        let name = declared_name(db, file);
        index.by_name.entry(lower(&name)).or_default().push((name, file));
        if let Some(target) = physical_target(db, file) {
            let [catalog, schema] =
                [&target.catalog, &target.schema].map(|it| it.clone().unwrap_or_default());
            let parts = [catalog, schema, target.table.clone()];
            index.by_table.entry(lower(&target.table)).or_default().push((parts, file));
        }
    }
    index.models = models.into();
    index.queries = queries.into();
    index
}

impl ModelIndex {
    /// The models of this name, by path; more than one is E017.
    pub fn named(&self, name: &str) -> impl Iterator<Item = SourceFile> + '_ {
        self.by_name.get(&lower(name)).into_iter().flatten().map(|it| it.1)
    }

    /// The models that write this very table, by path; more than one is E036.
    pub fn writing(&self, target: &super::PhysicalTarget) -> impl Iterator<Item = SourceFile> + '_ {
        let [catalog, schema] = [&target.catalog, &target.schema].map(|it| it.clone().unwrap_or_default());
        let wanted = [lower(&catalog), lower(&schema), lower(&target.table)];
        let candidates = self.by_table.get(&wanted[2]).into_iter().flatten();
        candidates.filter(move |(parts, _)| parts.each_ref().map(|it| lower(it)) == wanted).map(|it| it.1)
    }

    /// The model that a name in a query means: a bare name is a model's, a longer one is that of the table it builds.
    pub fn resolve(&self, path: &[Ident], dialect: DialectKind) -> Option<SourceFile> {
        let same =
            |name: &Ident, part: &SmolStr| dialect::same_table(name, &Ident::quoted(part.clone()), dialect);
        match path {
            [name] => {
                // A model's name in TOML is neither quoted nor folded: `stg`, `STG` and `"stg"` all mean it.
                let candidates = self.by_name.get(&lower(name.as_str()))?;
                let exact = candidates.iter().find(|it| it.0 == name.text);
                let folded = candidates
                    .iter()
                    .find(|it| dialect::same_table(name, &Ident::new(it.0.clone()), dialect));
                exact.or(folded).map(|it| it.1)
            }
            [.., schema, table] => {
                let candidates = self.by_table.get(&lower(table.as_str()))?;
                let catalog = (path.len() > 2).then(|| &path[path.len() - 3]);
                // A schema that nobody has said is the connection's own, in a catalog that is not known here.
                let default = SmolStr::new_static(dialect::default_schema(dialect).unwrap_or_default());
                let matches = |[in_catalog, in_schema, it]: &[SmolStr; 3]| {
                    let is_said = !in_schema.is_empty();
                    same(table, it)
                        && same(schema, if is_said { in_schema } else { &default })
                        && catalog.is_none_or(|it| same(it, in_catalog) || is_said && in_catalog.is_empty())
                };
                candidates.iter().find(|it| matches(&it.0)).map(|it| it.1)
            }
            [] => None,
        }
    }

    /// Every name, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> + '_ {
        self.by_name.values().flatten().map(|it| it.0.as_str())
    }
}

fn lower(text: &str) -> SmolStr {
    if text.bytes().any(|it| it.is_ascii_uppercase() || !it.is_ascii()) {
        text.to_lowercase().into()
    } else {
        text.into()
    }
}
