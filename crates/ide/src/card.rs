//! Cards: what there is to say about a symbol, in Markdown.

mod declared;
mod function;
mod verbosity;

pub(crate) use function::function_documentation;
use function::{declared_function_card, function_card};
pub use verbosity::Verbosity;

use crate::{
    body_names::FileView,
    column_facts::description,
    local_names::{parameter_name, window_text},
    origins::lineage,
    symbol::{Name, Role, Symbol},
};
use base::DialectKind;
use db::{Db, SourceFile};
use hir::{Expr, Relation, SelectItem};
use sema::{
    Definition, Derivation, ExternalTable, Nullability, OutputColumn, Resolution, UnknownReason, ValueType,
};
use std::fmt::Write;

/// The card of a name in a SQL or DSL file.
pub(crate) fn card(db: &dyn Db, view: &FileView<'_>, name: &Name, verbosity: Verbosity) -> Option<String> {
    let here = name.expr.and_then(|it| view.inference.values.get(it));
    match &name.symbol {
        Symbol::Item(file, select, item) if *file == view.file => {
            let column = view.defined(&Definition::Item(*select, *item))?;
            column_card(db, view, name, column, verbosity)
        }
        Symbol::Named(file, anchor) if *file == view.file => {
            let column = view.defined(&Definition::Named(*anchor))?;
            column_card(db, view, name, column, verbosity)
        }
        // A use of the column that the alias names.
        Symbol::Alias(_, relation) if is_column(view, name) => {
            column_card(db, view, name, view.alias_column(*relation)?, verbosity)
        }
        Symbol::Cte(_, (query, cte)) => {
            let data = view.body.queries.iter().find(|it| it.0 == *query)?.1.ctes.get(*cte as usize)?;
            let output = view.inference.queries.get(data.query)?;
            let mut text = fenced(&format!("WITH {}", dialect::spelled(&data.name, view.dialect)));
            list_columns(
                &mut text,
                output.columns.iter().map(|it| (&*it.name, &it.value)),
                view.dialect,
                verbosity,
            );
            open_note(&mut text, output.open.as_ref());
            Some(text)
        }
        Symbol::Alias(_, relation) => {
            let data = view.relation(*relation)?;
            if let Some(symbol) = view.relation_symbol(db, data) {
                let name = Name { range: name.range, symbol, role: Role::Read, expr: None };
                return card(db, view, &name, verbosity);
            }
            let what = match data {
                Relation::Query { .. } => "a derived table",
                Relation::Values { .. } => "a list of rows",
                Relation::Call { .. } | Relation::Unnest { .. } => "a table function",
                Relation::Pivot { .. } => "a pivot",
                Relation::Unpivot { .. } => "an unpivot",
                Relation::Matched { .. } => "the matches of a pattern",
                Relation::Declared { .. } => "a table of JSON",
                _ => "a relation whose columns are not known",
            };
            let output = view.inference.relations.get(*relation)?;
            let mut text = format!("{what}\n");
            list_columns(
                &mut text,
                output.columns.iter().map(|it| (&*it.name, &it.value)),
                view.dialect,
                verbosity,
            );
            open_note(&mut text, output.open.as_ref());
            Some(text)
        }
        Symbol::Derived(..) => {
            let title = view.text(db, name.range)?;
            Some(value_card(title, here?, view.dialect, Vec::new()))
        }
        Symbol::Window(_, select, index) => {
            let text = &view.file.text(db).text;
            Some(fenced(&window_text(view, text, *select, *index)?))
        }
        Symbol::Parameter(_, lambda, index) => {
            let types = view.inference.parameters.get(lambda);
            let value = match types.and_then(|it| it.get(*index as usize)) {
                Some(ty) if *ty != dialect::Type::Unknown => {
                    ValueType::known(ty.clone(), Nullability::Unknown)
                }
                _ => ValueType::unknown(UnknownReason::Construct("a lambda parameter".into())),
            };
            let title = parameter_name(view, *lambda, *index)?.as_str();
            Some(value_card(title, here.unwrap_or(&value), view.dialect, Vec::new()))
        }
        Symbol::Star(_, select, item) => star_card(db, view, *select, *item, verbosity),
        Symbol::Function(function) => Some(function_card(function, here, view.dialect, verbosity)),
        Symbol::Value(_, expr) => {
            let value = view.inference.values.get(*expr)?;
            // Its diagnostic says more.
            if value.unknown == Some(UnknownReason::Fault) {
                return None;
            }
            let text = view.text(db, name.range)?;
            if let Expr::Name(parts) = &view.body.exprs[*expr]
                && let Some(part) = view.inner_part(*expr, parts, name.range)
            {
                let ty = view.inner_field(*expr, parts, part)?;
                let value = sema::ValueType { ty, ..value.clone() };
                return Some(value_card(parts.get(part)?.as_str(), &value, view.dialect, Vec::new()));
            }
            let title = match (&view.body.exprs[*expr], text.split_once('\n')) {
                (Expr::Name(parts), _) => parts.last()?.as_str().to_owned(),
                (_, Some((first, _))) => format!("{} …", first.trim_end()),
                (_, None) => text.to_owned(),
            };
            Some(value_card(&title, value, view.dialect, Vec::new()))
        }
        other => project_card(db, other, here, view.dialect, verbosity),
    }
}

/// Whether a name stands for a column as a value.
fn is_column(view: &FileView<'_>, name: &Name) -> bool {
    let meant = name.expr.and_then(|it| view.inference.resolutions.get(&it));
    matches!(meant, Some(Resolution::Column(..)))
}

/// The card of a column that the body makes, which is called what is written there.
fn column_card(
    db: &dyn Db,
    view: &FileView<'_>,
    name: &Name,
    column: &OutputColumn,
    verbosity: Verbosity,
) -> Option<String> {
    let here = name.expr.and_then(|it| view.inference.values.get(it));
    let how = match verbosity {
        Verbosity::Brief => Vec::new(),
        _ => lineage(db, view, column, verbosity),
    };
    Some(value_card(view.text(db, name.range)?, here.unwrap_or(&column.value), view.dialect, how))
}

/// The card of a symbol that every file of the project may name. `here` is its value at the place asked about.
pub(crate) fn project_card(
    db: &dyn Db,
    symbol: &Symbol,
    here: Option<&ValueType>,
    dialect: DialectKind,
    verbosity: Verbosity,
) -> Option<String> {
    match symbol {
        Symbol::ModelColumn(model, index) => {
            model_column_card(db, &column_title(db, symbol)?, (*model, *index), here, verbosity)
        }
        Symbol::ExternalColumn(table, index) => {
            let column = table.columns.as_ref()?.get(*index as usize)?;
            let declared = column.value(table);
            let title = column_title(db, symbol)?;
            let mut notes = Vec::new();
            if verbosity > Verbosity::Brief {
                notes.push(format!("declared in {}", table.source));
                notes.extend(difference(&declared, here, dialect));
            }
            Some(value_card(&title, here.unwrap_or(&declared), dialect, notes))
        }
        Symbol::Model(model) => Some(model_card(db, *model, verbosity)),
        Symbol::External(table) => Some(external_card(table, dialect, verbosity)),
        Symbol::DeclaredFunction(file, index) => {
            declared_function_card(db, (*file, *index), here, dialect, verbosity)
        }
        _ => None,
    }
}

/// A column as `relation.column`, for the kinds of symbols that are one in every file.
pub(crate) fn column_title(db: &dyn Db, symbol: &Symbol) -> Option<String> {
    match symbol {
        Symbol::ModelColumn(model, index) => {
            let schema = sema::schema(db, *model);
            let column = schema.columns.get(*index as usize)?;
            Some(format!("{}.{}", sema::declared_name(db, *model), column.name))
        }
        Symbol::ExternalColumn(table, index) => {
            let column = table.columns.as_ref()?.get(*index as usize)?;
            Some(format!("{}.{}", table.display_name(), column.name))
        }
        _ => None,
    }
}

fn model_column_card(
    db: &dyn Db,
    title: &str,
    (model, index): (SourceFile, u32),
    here: Option<&ValueType>,
    verbosity: Verbosity,
) -> Option<String> {
    let schema = sema::schema(db, model);
    let column = schema.columns.get(index as usize)?;
    let dialect = db::dialect(db, model);
    let mut notes = Vec::new();
    notes.extend(description(db, model, &column.name));
    if verbosity == Verbosity::Brief {
        return Some(value_card(title, here.unwrap_or(&column.value), dialect, notes));
    }
    let view = FileView::new(db, model);
    notes.extend(difference(&column.value, here, dialect));
    if let Some(output) = view.inference.output.columns.get(index as usize) {
        notes.extend(lineage(db, &view, output, verbosity));
    }
    if !column.tags.is_empty() {
        notes.push(format!("classified {}", column.tags.join(", ")));
    }
    notes.extend(declared::contract_note(db, model, &column.name, verbosity));
    notes.extend(declared::tests_note(db, model, &column.name, verbosity));
    Some(value_card(title, here.unwrap_or(&column.value), dialect, notes))
}

/// What its declaration says, where the value at this place is something else: behind an outer join, say.
fn difference(declared: &ValueType, here: Option<&ValueType>, dialect: DialectKind) -> Option<String> {
    let (there, here) = (type_text(declared, dialect), type_text(here?, dialect));
    (there != here).then(|| format!("{} where it is defined", code(&there)))
}

fn star_card(
    db: &dyn Db,
    view: &FileView<'_>,
    select: hir::SelectId,
    item: u32,
    verbosity: Verbosity,
) -> Option<String> {
    let columns = star_columns(view, select, item)?;
    let count = match columns.len() {
        1 => "1 column".to_owned(),
        count => format!("{count} columns"),
    };
    let mut text = format!("stands for {count}\n");
    if !columns.is_empty() && verbosity > Verbosity::Brief {
        let _ = write!(text, "\n{}", star_list(db, &columns, view.dialect, verbosity));
    }
    open_note(&mut text, view.output_of(select)?.open.as_ref());
    Some(text)
}

/// The columns that a star stands for, with where each comes from.
pub(crate) fn star_list(
    db: &dyn Db,
    columns: &[&OutputColumn],
    dialect: DialectKind,
    verbosity: Verbosity,
) -> String {
    let mut list = String::new();
    let most = verbosity.listed();
    for column in columns.iter().take(most) {
        let name = if column.name.is_empty() { "(unnamed)" } else { &*column.name };
        let _ = write!(list, "{name} {}", type_text(&column.value, dialect));
        if let [origin] = &column.origins[..] {
            let _ = write!(list, " -- {}", origin.display_name(db));
        }
        list.push('\n');
    }
    if columns.len() > most {
        let _ = writeln!(list, "-- and {} more", columns.len() - most);
    }
    if list.is_empty() { list } else { fenced(&list) }
}

/// The columns that a star stands for: what is left of the output when the items around it have taken theirs. Absent
/// where several stars share the rest and one makes columns of its own.
pub(crate) fn star_columns<'v>(
    view: &'v FileView<'_>,
    select: hir::SelectId,
    item: u32,
) -> Option<Vec<&'v OutputColumn>> {
    let output = view.output_of(select)?;
    let items = &view.body.selects[select].items;
    let stars = items.iter().filter(|it| matches!(it, SelectItem::Star(_))).count();
    if stars == 1 {
        let own = |column: &&OutputColumn| match column.definition {
            Definition::Item(of, at) => of != select || at == item,
            _ => true,
        };
        return Some(output.columns.iter().filter(own).collect());
    }
    let SelectItem::Star(star) = items.get(item as usize)? else { return None };
    let is_plain = star.replace.is_empty() && star.pattern.is_none() && star.base.is_none();
    let passes = |column: &&OutputColumn| match column.derivation {
        Derivation::Column { item: by, .. } | Derivation::Merged { item: by, .. } => by == Some(item),
        _ => false,
    };
    is_plain.then(|| output.columns.iter().filter(passes).collect())
}

/// `name TYPE NOT NULL`, then a paragraph for each note.
fn value_card(title: &str, value: &ValueType, dialect: DialectKind, notes: Vec<String>) -> String {
    let mut text = fenced(&format!("{} {}", shortened(title), type_text(value, dialect)));
    if let Some(reason) = &value.unknown {
        let _ = write!(text, "\nthe type is not known: {}\n", reason.words());
    }
    for note in notes {
        let _ = write!(text, "\n{note}\n");
    }
    text
}

/// The beginning of what may be as long as a text without a name.
pub(crate) fn shortened(title: &str) -> std::borrow::Cow<'_, str> {
    const MOST: usize = 200;
    match title.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &title[..end]).into(),
        None => title.into(),
    }
}

/// A type with its nullability, as DDL would say it.
pub(crate) fn type_text(value: &ValueType, dialect: DialectKind) -> String {
    let ty = match value.is_known() {
        true => value.ty.display(dialect).to_string(),
        false => "?".to_owned(),
    };
    match nullability_text(value.null) {
        Some(words) => format!("{ty} {words}"),
        None => ty,
    }
}

/// Whether a value may be `NULL`, as DDL would say it.
pub(crate) fn nullability_text(null: Nullability) -> Option<&'static str> {
    match null {
        Nullability::Never => Some("NOT NULL"),
        Nullability::Possible => Some("NULL"),
        Nullability::Unknown => None,
    }
}

fn model_card(db: &dyn Db, file: SourceFile, verbosity: Verbosity) -> String {
    let model = sema::model(db, file);
    let dialect = db::dialect(db, file);
    let target = model.target.path().iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>().join(".");
    let mut text = format!("**{}** · {} · {}\n", escaped(&model.name), model.strategy.name(), code(&target));
    if let Some(intent) = model.sidecar.as_ref().and_then(|it| it.value.intent.as_ref()) {
        let _ = write!(text, "\n{}\n", intent.as_str());
    }
    if verbosity == Verbosity::Brief {
        return text;
    }
    let schema = sema::schema(db, file);
    list_columns(&mut text, schema.columns.iter().map(|it| (&*it.name, &it.value)), dialect, verbosity);
    open_note(&mut text, schema.open.as_ref());
    let inputs = sema::dependencies(db, file).iter().map(|it| code(&sema::declared_name(db, *it)));
    let inputs: Vec<String> = inputs.collect();
    if !inputs.is_empty() {
        let _ = write!(text, "\nreads {}\n", inputs.join(", "));
    }
    if verbosity == Verbosity::Full {
        let declared = [declared::contract_of_model(db, file), declared::tests_of_model(db, file)];
        for note in declared.into_iter().flatten() {
            let _ = write!(text, "\n{note}\n");
        }
    }
    text
}

fn external_card(table: &ExternalTable, dialect: DialectKind, verbosity: Verbosity) -> String {
    let mut text = format!("**{}** · declared in {}\n", escaped(&table.display_name()), table.source);
    match &table.columns {
        _ if verbosity == Verbosity::Brief => {}
        Some(list) => {
            let values: Vec<_> = list.iter().map(|it| (it.name.clone(), it.value(table))).collect();
            list_columns(&mut text, values.iter().map(|it| (&*it.0, &it.1)), dialect, verbosity);
        }
        None => text.push_str("\nits columns are not declared\n"),
    }
    text
}

fn list_columns<'a>(
    text: &mut String,
    columns: impl Iterator<Item = (&'a str, &'a ValueType)>,
    dialect: DialectKind,
    verbosity: Verbosity,
) {
    if verbosity == Verbosity::Brief {
        return;
    }
    let columns: Vec<_> = columns.collect();
    let most = verbosity.listed();
    let mut list = String::new();
    for (name, value) in columns.iter().take(most) {
        let name = if name.is_empty() { "(unnamed)" } else { name };
        let _ = writeln!(list, "{name} {}", type_text(value, dialect));
    }
    if columns.len() > most {
        let _ = writeln!(list, "-- and {} more", columns.len() - most);
    }
    if !list.is_empty() {
        let _ = write!(text, "\n{}", fenced(&list));
    }
}

fn open_note(text: &mut String, open: Option<&sema::OpenReason>) {
    if let Some(reason) = open {
        let _ = write!(text, "\nthere may be further columns: {}\n", reason.words());
    }
}

/// A block of SQL, in a fence that nothing in it can close.
pub(crate) fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}sql\n{}\n{fence}\n", text.trim_end())
}

/// Code within a line, in backticks that nothing in it can close.
pub(crate) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn longest_run(text: &str) -> usize {
    text.split(|it| it != '`').map(str::len).max().unwrap_or_default()
}

/// Plain text, with the characters that Markdown would read escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '*' | '`' | '[' | ']' | '<' | '>' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
