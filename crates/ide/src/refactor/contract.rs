//! Write down what a model yields as what it promises: a contract with its columns.

use super::{Draft, RefactoringKind, Selection};
use base::DialectKind;
use dialect::{Type, TypePattern};
use sema::Nullability;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let (db, file) = (it.db, it.file);
    let schema = sema::schema(db, file);
    let is_complete = schema.open.is_none() && schema.columns.iter().all(|it| !it.name.is_empty());
    // It is about the whole model: offered at its first line, and at its outermost SELECT.
    let is_offered = it.range.start() <= hir::lowered(db, file).lowering.start.end()
        || it.select().is_some_and(|select| {
            let body = &it.view.body;
            body.root.is_some_and(|root| body.queries[root].body == hir::QueryBody::Select(select))
        });
    if !is_offered
        || !is_complete
        || schema.columns.is_empty()
        || file.project(db).loose(db)
        || sema::contract_file(db, file).is_some()
    {
        return None;
    }
    let mut text = String::new();
    for column in &schema.columns {
        text += &format!("[[columns]]\nname = {}\n", config::quoted(&column.name));
        if column.value.is_known()
            && let Some(name) = type_name(&column.value.ty, it.view.dialect)
        {
            text += &format!("type = {}\n", config::quoted(&name));
        }
        if column.value.null == Nullability::Never {
            text += "nullable = false\n";
        }
        text.push('\n');
    }
    let names: Vec<String> = schema.columns.iter().map(|it| config::quoted(&it.name)).collect();
    text += &format!("[rules]\nrequired = [{}]\n", names.join(", "));
    let path = file.path(db).as_str();
    let stem = path.rsplit_once('.').map_or(path, |it| it.0);
    let draft = Draft::new(RefactoringKind::Extract, "Write a contract with the columns as they are");
    Some(draft.with(|remedy| remedy.create(format!("{stem}.contract.toml"), text)))
}

/// A type as contracts call it, in words that mean no other: their own name for it, else the dialect's.
fn type_name(ty: &Type, dialect: DialectKind) -> Option<String> {
    let means = |name: &str| match dialect::parse_contract_type(name, dialect) {
        Some(TypePattern::Exactly(it)) => it == *ty,
        _ => false,
    };
    let spelled = ty.display(dialect).to_string();
    // Of a warehouse with one integer, or one float, the narrower name would say less than it holds.
    let own = ["Int64", "Float64"].iter().chain(dialect::CONTRACT_TYPES).map(|it| (*it).to_owned());
    let decimal = spelled.strip_prefix("DECIMAL").map(|it| format!("Decimal{}", it.replace(' ', "")));
    decimal.into_iter().chain(own).chain([spelled]).find(|it| means(it))
}
