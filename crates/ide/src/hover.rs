//! Cards about what is under the cursor.

use crate::{
    FilePosition, Hover,
    symbol::{FileView, Symbol, has_body},
};
use base::{DialectKind, TextRange};
use db::{Db, SourceFile};
use hir::{Expr, SelectItem};
use sema::{ExternalTable, Nullability, Origin, ValueType};
use std::fmt::Write;

/// How many columns a card lists.
const LISTED: usize = 30;

pub(crate) fn hover(db: &dyn Db, position: FilePosition) -> Option<Hover> {
    let file = position.file.0;
    if !has_body(db, file) {
        return toml_hover(db, position);
    }
    let view = FileView::new(db, file);
    let (range, symbol) = view.symbol_at(db, position.offset)?;
    let markdown = card(db, &view, &symbol, range)?;
    Some(Hover { range, markdown })
}

fn card(db: &dyn Db, view: &FileView<'_>, symbol: &Symbol, range: TextRange) -> Option<String> {
    match symbol {
        Symbol::ModelColumn(model, index) => Some(model_column_card(db, view, *model, *index)),
        Symbol::ExternalColumn(table, index) => {
            let column = table.columns.as_ref()?.get(*index as usize)?;
            let title = format!("{}.{}", table.display_name(), column.name);
            Some(value_card(
                &title,
                &column.value(table),
                view.dialect,
                &[format!("declared in {}", table.source)],
            ))
        }
        Symbol::Item(file, select, item) => {
            let SelectItem::Expr { expr, .. } =
                hir::body(db, *file).selects[*select].items.get(*item as usize)?.clone()
            else {
                return None;
            };
            let name = view.file.text(db).text.get(std::ops::Range::<usize>::from(range))?;
            let value = view.inference.values.get(expr)?;
            let origins = item_origins(view, *select, *item);
            Some(value_card(name, value, view.dialect, &origin_lines(db, &origins)))
        }
        Symbol::Model(model) => Some(model_card(db, *model)),
        Symbol::External(table) => Some(external_card(table, view.dialect)),
        Symbol::Cte(_, (query, cte)) => {
            let data = view.body.queries[*query].ctes.get(*cte as usize)?;
            let output = view.inference.queries.get(data.query)?;
            let mut text = format!("```sql\nWITH {}\n```\n", data.name);
            columns(&mut text, output.columns.iter().map(|it| (&*it.name, &it.value)), view.dialect);
            open_note(&mut text, output.open.as_ref());
            Some(text)
        }
        Symbol::Alias(file, relation) => {
            let hir::Relation::Name { path, cte, .. } = &view.body.relations[*relation] else {
                let output = view.inference.relations.get(*relation)?;
                let mut text = "a derived table\n".to_owned();
                columns(&mut text, output.columns.iter().map(|it| (&*it.name, &it.value)), view.dialect);
                return Some(text);
            };
            let target = match cte {
                Some(cte) => Symbol::Cte(*file, *cte),
                None => crate::symbol::target_symbol(sema::references(db, *file).target(path))?,
            };
            card(db, view, &target, range)
        }
        Symbol::Star(_, select, item) => {
            let star = view.inference.stars.iter().find(|it| it.select == *select && it.item == *item)?;
            let mut text = format!("`*` stands for {} columns\n\n", star.columns.len());
            for name in star.columns.iter().take(LISTED) {
                let _ = writeln!(text, "- `{name}`");
            }
            open_note(&mut text, star.open.as_ref());
            Some(text)
        }
        Symbol::Function(name) => Some(format!("```sql\n{}(…)\n```", name.to_lowercase())),
        Symbol::Value(_, expr) => {
            let value = view.inference.values.get(*expr)?;
            let title = match &view.body.exprs[*expr] {
                Expr::Name(parts) => parts.last()?.to_string(),
                _ => view.file.text(db).text.get(std::ops::Range::<usize>::from(range))?.to_owned(),
            };
            Some(value_card(&title, value, view.dialect, &[]))
        }
    }
}

fn model_column_card(db: &dyn Db, view: &FileView<'_>, model: SourceFile, index: u32) -> String {
    let schema = sema::schema(db, model);
    let name = sema::declared_name(db, model);
    let Some(column) = schema.columns.get(index as usize) else { return format!("`{name}`") };
    let inference = if model == view.file { view.inference } else { sema::inference(db, model) };
    let origins =
        inference.output.columns.get(index as usize).map(|it| it.origins.to_vec()).unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(description) = description(db, model, &column.name) {
        lines.push(description);
    }
    lines.extend(origin_lines(db, &origins));
    if !column.tags.is_empty() {
        lines.push(format!("classified {}", column.tags.join(", ")));
    }
    value_card(&format!("{name}.{}", column.name), &column.value, db::dialect(db, model), &lines)
}

fn description(db: &dyn Db, model: SourceFile, column: &str) -> Option<String> {
    let model = sema::model(db, model);
    let columns = &model.sidecar.as_ref()?.value.columns;
    let found = columns.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(column))?;
    found.description.as_ref().map(|it| it.value.to_string())
}

fn item_origins(view: &FileView<'_>, select: hir::SelectId, item: u32) -> Vec<Origin> {
    let defined = sema::Definition::Item(select, item);
    let queries = view.inference.queries.iter().flat_map(|it| &it.1.columns);
    queries.filter(|it| it.definition == defined).map(|it| it.origins.to_vec()).next().unwrap_or_default()
}

fn origin_lines(db: &dyn Db, origins: &[Origin]) -> Vec<String> {
    if origins.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = origins.iter().map(|it| format!("`{}`", it.display_name(db))).collect();
    vec![format!("from {}", names.join(", "))]
}

/// `name TYPE NOT NULL`, then lines.
fn value_card(title: &str, value: &ValueType, dialect: DialectKind, lines: &[String]) -> String {
    let mut text = format!("```sql\n{title} {}\n```\n", type_text(value, dialect));
    if let Some(reason) = &value.unknown {
        let _ = writeln!(text, "\nthe type is not known: {}", reason.words());
    }
    for line in lines {
        let _ = writeln!(text, "\n{line}");
    }
    text
}

/// A type with its nullability, as DDL would say it.
pub(crate) fn type_text(value: &ValueType, dialect: DialectKind) -> String {
    let ty = match value.is_known() {
        true => value.ty.display(dialect).to_string(),
        false => "?".to_owned(),
    };
    match value.null {
        Nullability::Never => format!("{ty} NOT NULL"),
        Nullability::Possible => format!("{ty} NULL"),
        Nullability::Unknown => ty,
    }
}

/// The card of a model.
pub(crate) fn model_card(db: &dyn Db, file: SourceFile) -> String {
    let model = sema::model(db, file);
    let dialect = db::dialect(db, file);
    let target = model.target.path().iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>().join(".");
    let mut text = format!("**{}** · {} · `{target}`\n", model.name, model.strategy.name());
    if let Some(intent) = model.sidecar.as_ref().and_then(|it| it.value.intent.as_ref()) {
        let _ = writeln!(text, "\n{}", intent.as_str());
    }
    let schema = sema::schema(db, file);
    columns(&mut text, schema.columns.iter().map(|it| (&*it.name, &it.value)), dialect);
    open_note(&mut text, schema.open.as_ref());
    let inputs: Vec<String> =
        sema::dependencies(db, file).iter().map(|it| format!("`{}`", sema::declared_name(db, *it))).collect();
    if !inputs.is_empty() {
        let _ = writeln!(text, "\nreads {}", inputs.join(", "));
    }
    text
}

fn external_card(table: &ExternalTable, dialect: DialectKind) -> String {
    let mut text = format!("**{}** · declared in {}\n", table.display_name(), table.source);
    match &table.columns {
        Some(list) => {
            let values: Vec<_> = list.iter().map(|it| (it.name.clone(), it.value(table))).collect();
            columns(&mut text, values.iter().map(|it| (&*it.0, &it.1)), dialect);
        }
        None => text.push_str("\nits columns are not declared\n"),
    }
    text
}

fn columns<'a>(
    text: &mut String,
    columns: impl Iterator<Item = (&'a str, &'a ValueType)>,
    dialect: DialectKind,
) {
    let columns: Vec<_> = columns.collect();
    if columns.is_empty() {
        return;
    }
    text.push_str("\n```sql\n");
    for (name, value) in columns.iter().take(LISTED) {
        let name = if name.is_empty() { "(unnamed)" } else { name };
        let _ = writeln!(text, "{name} {}", type_text(value, dialect));
    }
    if columns.len() > LISTED {
        let _ = writeln!(text, "-- and {} more", columns.len() - LISTED);
    }
    text.push_str("```\n");
}

fn open_note(text: &mut String, open: Option<&sema::OpenReason>) {
    if let Some(reason) = open {
        let _ = writeln!(text, "\nthere may be further columns: {}", reason.words());
    }
}

/// The documentation of a key of a TOML file, or the card of the model that a name means.
fn toml_hover(db: &dyn Db, position: FilePosition) -> Option<Hover> {
    if let Some(definitions) = crate::references::toml_definition(db, position) {
        let model = definitions.targets.first()?.full.file.0;
        return Some(Hover { range: definitions.origin, markdown: model_card(db, model) });
    }
    crate::completion::toml_key_hover(db, position)
}
