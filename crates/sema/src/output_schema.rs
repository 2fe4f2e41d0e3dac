//! What a model's readers can see of it.

use crate::{
    Uniqueness,
    infer::{inference, to_schema},
    project::{is_cut, model},
    uniqueness::model_uniqueness,
};
use base::SmolStr;
use config::Sidecar;
use db::{Db, SourceFile};
use dialect::Type;
use std::sync::Arc;

/// The output of a relation: the firewall between models. If it is equal before and after an edit, nothing that reads
/// the model is computed again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schema {
    /// The columns, in order, under the names that the engine gives them.
    pub columns: Box<[Column]>,
    /// Why there may be further columns; absent where `columns` is all of them.
    pub open: Option<OpenReason>,
    /// What tells its rows apart.
    pub uniqueness: Uniqueness,
}

impl Schema {
    /// A schema of which nothing is known.
    pub fn unknown(reason: OpenReason) -> Schema {
        Schema { columns: Box::default(), open: Some(reason), uniqueness: Uniqueness::default() }
    }

    /// The column that TOML calls `name`, where names are neither quoted nor folded.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|it| it.name.eq_ignore_ascii_case(name))
    }
}

/// A column of a relation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// Its name as the engine spells it.
    pub name: SmolStr,
    /// What it holds.
    pub value: ValueType,
    /// Governance tags, from the sidecar's `[classification]`, sorted.
    pub tags: Box<[SmolStr]>,
}

/// The type of a value, and whether it may be NULL.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValueType {
    /// The type; [`Type::Unknown`] goes with a reason in `unknown`.
    pub ty: Type,
    /// Whether it may be NULL.
    pub null: Nullability,
    /// Why the type is not known.
    pub unknown: Option<UnknownReason>,
}

impl ValueType {
    /// A value of a known type.
    pub fn known(ty: Type, null: Nullability) -> ValueType {
        ValueType { ty, null, unknown: None }
    }

    /// A value of a known type that is never NULL.
    pub fn not_null(ty: Type) -> ValueType {
        ValueType::known(ty, Nullability::Never)
    }

    /// A value of which nothing is known.
    pub fn unknown(reason: UnknownReason) -> ValueType {
        ValueType { ty: Type::Unknown, null: Nullability::Unknown, unknown: Some(reason) }
    }

    /// The same value where it may also be absent: on the outer side of a join.
    pub fn or_null(&self) -> ValueType {
        ValueType { null: Nullability::Possible, ..self.clone() }
    }

    /// Whether the type is known.
    pub fn is_known(&self) -> bool {
        self.ty != Type::Unknown
    }
}

/// Whether a value may be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullability {
    /// It is never NULL, by a construct or by what the source's schema says.
    Never,
    /// It may be NULL, by a construct or by what the source's schema says.
    Possible,
    /// Nobody has said.
    Unknown,
}

impl Nullability {
    /// The nullability of a value that is NULL if either of two is.
    pub fn either(self, other: Nullability) -> Nullability {
        match (self, other) {
            (Nullability::Possible, _) | (_, Nullability::Possible) => Nullability::Possible,
            (Nullability::Unknown, _) | (_, Nullability::Unknown) => Nullability::Unknown,
            _ => Nullability::Never,
        }
    }
}

/// Why further columns may exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OpenReason {
    /// A relation's columns are not known; its name as written.
    UnknownRelation(SmolStr),
    /// The model stands in a dependency cycle.
    Cycle,
    /// The model reads its own table, whose columns are its own output.
    OwnTable,
    /// A select item names nothing, so nobody knows what its column should be called; or the relation does not exist; or
    /// the model that is read is at fault. Its own diagnostic says so.
    Fault,
    /// Part of the statement could not be read.
    SyntaxError,
    /// A construct whose columns we do not compute, by its name.
    Construct(SmolStr),
}

impl OpenReason {
    /// The reason in words, to follow "because".
    pub fn words(&self) -> String {
        match self {
            OpenReason::UnknownRelation(name) => format!("the columns of `{name}` are not known"),
            OpenReason::Cycle => "the model stands in a dependency cycle".into(),
            OpenReason::OwnTable => "the model reads its own table".into(),
            OpenReason::Fault => "a part of it is at fault".into(),
            OpenReason::SyntaxError => "part of the statement could not be read".into(),
            OpenReason::Construct(construct) => format!("the columns of {construct} are not computed"),
        }
    }

    /// Whether another diagnostic says so already.
    pub fn is_told(&self) -> bool {
        matches!(self, OpenReason::Fault | OpenReason::SyntaxError | OpenReason::Cycle | OpenReason::OwnTable)
    }
}

/// Why a type is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum UnknownReason {
    /// It comes from a relation whose columns are not known.
    Relation(OpenReason),
    /// The schema of the relation does not give this column's type.
    Undeclared(SmolStr),
    /// The function is not in the catalogue of the dialect.
    Function(SmolStr),
    /// The result of a construct is not computed, by its name.
    Construct(SmolStr),
    /// An operand is at fault, and its own diagnostic says how.
    Fault,
}

impl UnknownReason {
    /// The reason in words, to follow "because".
    pub fn words(&self) -> String {
        match self {
            UnknownReason::Relation(reason) => reason.words(),
            UnknownReason::Undeclared(name) => {
                format!("the schema of `{name}` gives no type that is understood")
            }
            UnknownReason::Function(name) => {
                format!("the result of `{name}` is not in the function catalogue")
            }
            UnknownReason::Construct(construct) => format!("the result of {construct} is not computed"),
            UnknownReason::Fault => "see its error, or that of what it is made of".into(),
        }
    }

    /// Whether another diagnostic says so already: of the type, or of the relation that the value comes from.
    pub fn is_told(&self) -> bool {
        match self {
            UnknownReason::Fault => true,
            UnknownReason::Relation(OpenReason::UnknownRelation(_)) => true,
            UnknownReason::Relation(reason) => reason.is_told(),
            _ => false,
        }
    }
}

/// The schema of a model. Ask for those of its dependencies first ([`crate::rings_in_cone`]): a cold chain of models
/// would recurse as deep as it is long.
#[salsa::tracked(returns(clone), cycle_result = cyclic_schema)]
pub fn schema(db: &dyn Db, file: SourceFile) -> Arc<Schema> {
    if is_cut(db, file) {
        return Arc::new(Schema::unknown(OpenReason::Cycle));
    }
    let inference = inference(db, file);
    let mut schema = to_schema(&inference.output, db::engine(db, file));
    let model = model(db, file);
    if let Some(sidecar) = &model.sidecar {
        tag(&mut schema, &sidecar.value);
    }
    schema.uniqueness = model_uniqueness(db, file, &schema);
    Arc::new(schema)
}

/// What salsa is told if a ring was not cut before it was met.
fn cyclic_schema(_: &dyn Db, _: salsa::Id, _: SourceFile) -> Arc<Schema> {
    Arc::new(Schema::unknown(OpenReason::Cycle))
}

/// A fingerprint of a model's schema: equal fingerprints mean that no reader can tell the difference.
pub fn schema_fingerprint(db: &dyn Db, file: SourceFile) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    schema(db, file).hash(&mut hasher);
    hasher.finish()
}

fn tag(schema: &mut Schema, sidecar: &Sidecar) {
    for column in &mut schema.columns {
        let tags = sidecar.classification.iter().filter(|it| it.key.value.eq_ignore_ascii_case(&column.name));
        let mut tags: Vec<SmolStr> = tags.map(|it| it.value.value.clone()).collect();
        tags.sort();
        column.tags = tags.into();
    }
}
