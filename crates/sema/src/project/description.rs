//! What a model says about itself: its sidecar or frontmatter, completed by the directory's defaults.

use base::{DialectKind, Ident, SmolStr, TextRange};
use config::{FileKind, Sidecar, Spanned, Strategy};
use db::{Db, Decoded, SourceFile};
use std::sync::Arc;

/// A model's description of itself. It holds ranges of TOML, so it changes when a sidecar is edited in any way;
/// [`declared_name`], [`physical_target`] and [`strategy`] change only with what they say.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Its file.
    pub file: SourceFile,
    /// Its name.
    pub name: SmolStr,
    /// The TOML that describes it: its sidecar, or itself where it has frontmatter.
    pub described_in: Option<SourceFile>,
    /// Its sidecar or frontmatter.
    pub sidecar: Option<Arc<Decoded<Sidecar>>>,
    /// Where the table goes.
    pub target: PhysicalTarget,
    /// How it is built.
    pub strategy: Strategy,
}

impl Model {
    /// Where its name is written, if it is written in TOML.
    pub fn name_place(&self) -> Option<(SourceFile, TextRange)> {
        let name = self.sidecar.as_ref()?.value.name.as_ref()?;
        Some((self.described_in?, name.range))
    }

    /// Where its target is written, if it is written in TOML of its own.
    pub fn target_place(&self) -> Option<(SourceFile, TextRange)> {
        let target = &self.sidecar.as_ref()?.value.target;
        let part = target.table.as_ref().or(target.schema.as_ref()).or(target.catalog.as_ref())?;
        Some((self.described_in?, part.range))
    }
}

/// The table that a model builds. Parts that nobody has said are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PhysicalTarget {
    /// The catalog; absent where it is not said or said to be empty.
    pub catalog: Option<SmolStr>,
    /// The schema.
    pub schema: Option<SmolStr>,
    /// The table.
    pub table: SmolStr,
}

impl PhysicalTarget {
    /// The schema; where nobody has said one, that of the connection, if its engine has such a schema.
    pub fn schema_or_default(&self, dialect: DialectKind) -> Option<&str> {
        self.schema.as_deref().or(dialect::default_schema(dialect))
    }

    /// The parts that are there, from catalog to table, as identifiers that mean exactly that spelling.
    pub fn path(&self) -> Vec<Ident> {
        let parts = [self.catalog.as_ref(), self.schema.as_ref(), Some(&self.table)];
        parts.into_iter().flatten().map(|it| Ident::quoted(it.clone())).collect()
    }
}

/// Whether a file is a model.
pub fn is_model(db: &dyn Db, file: SourceFile) -> bool {
    db::file_kind(db, file).is_model()
}

/// Whether a file holds a statement: it is a model, or a query that nothing can read.
pub fn is_statement(db: &dyn Db, file: SourceFile) -> bool {
    db::file_kind(db, file).is_statement()
}

/// What a model says about itself; `file` must be one.
#[salsa::tracked(returns(clone))]
pub fn model(db: &dyn Db, file: SourceFile) -> Arc<Model> {
    let companions = db::companions(db, file);
    let (described_in, sidecar) = db::description(db, file).unzip();
    let defaults = companions.defaults.map(|it| db::directory_defaults(db, it));
    let own = sidecar.as_ref().map(|it| &it.value);
    let name = own.and_then(|it| it.name.as_ref()).map(|it| it.value.clone());
    let name = name.filter(|it| !it.is_empty()).unwrap_or_else(|| file.path(db).stem().into());
    let text = |it: &Spanned<SmolStr>| it.value.clone();
    let catalog = own.and_then(|it| it.target.catalog.as_ref());
    let catalog = catalog.or(defaults.as_ref().and_then(|it| it.value.catalog.as_ref())).map(text);
    let schema = own.and_then(|it| it.target.schema.as_ref());
    let schema = schema.or(defaults.as_ref().and_then(|it| it.value.schema.as_ref())).map(text);
    let table = own.and_then(|it| it.target.table.as_ref()).map(text);
    Arc::new(Model {
        file,
        target: PhysicalTarget {
            catalog: catalog.filter(|it| !it.is_empty()),
            schema: schema.filter(|it| !it.is_empty()),
            table: table.unwrap_or_else(|| name.clone()),
        },
        strategy: db::strategy(db, file),
        name,
        described_in,
        sidecar,
    })
}

/// A model's name.
#[salsa::tracked(returns(clone))]
pub fn declared_name(db: &dyn Db, file: SourceFile) -> SmolStr {
    model(db, file).name.clone()
}

/// The table that a model builds; `None` for an ephemeral one, which builds nothing.
#[salsa::tracked(returns(clone))]
pub fn physical_target(db: &dyn Db, file: SourceFile) -> Option<Arc<PhysicalTarget>> {
    let model = model(db, file);
    (model.strategy != Strategy::Ephemeral).then(|| Arc::new(model.target.clone()))
}

/// Whether a model or its folder says how old its rows may be.
pub fn has_own_freshness(db: &dyn Db, file: SourceFile) -> bool {
    let defaults = db::companions(db, file).defaults.map(|it| db::directory_defaults(db, it));
    model(db, file).sidecar.as_ref().is_some_and(|it| it.value.freshness.is_some())
        || defaults.is_some_and(|it| it.value.freshness.is_some())
}

/// The model that a sidecar or a contract beside it describes, if its file exists.
pub fn described_model(db: &dyn Db, toml: SourceFile) -> Option<SourceFile> {
    let files = toml.project(db).files(db);
    let path = toml.path(db);
    let stem = match db::file_kind(db, toml) {
        FileKind::Sidecar => path.stem(),
        FileKind::Contract => path.file_name().strip_suffix(".contract.toml")?,
        _ => return None,
    };
    let beside = |extension: &str| files.get(&path.sibling(&format!("{stem}.{extension}"))).copied();
    beside("sql").or_else(|| beside("rocky"))
}
