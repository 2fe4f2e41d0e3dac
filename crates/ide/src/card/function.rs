//! Cards of functions: those of the dialect, and those that the project declares.

use super::{Verbosity, code, fenced, type_text};
use base::DialectKind;
use db::{Db, SourceFile};
use dialect::FunctionKind;
use sema::ValueType;
use std::fmt::Write;

pub(super) fn function_card(
    name: &str,
    here: Option<&ValueType>,
    dialect: DialectKind,
    verbosity: Verbosity,
) -> String {
    let overloads = dialect::functions(dialect.into()).signatures(name);
    let mut list = String::new();
    let signatures = || overloads.iter().flat_map(|it| &it.1);
    // What it is called with is what it is.
    let most = verbosity.listed().max(1);
    for signature in signatures().take(most) {
        let _ = writeln!(list, "{name}{}", signature.replacen("->", " -> ", 1));
    }
    if signatures().count() > most {
        let _ = writeln!(list, "-- and {} more", signatures().count() - most);
    }
    if list.is_empty() {
        list = format!("{name}(…)");
    }
    let mut text = fenced(&list);
    let kinds = overloads.iter().filter_map(|it| match it.0 {
        FunctionKind::Scalar => Some("function"),
        FunctionKind::Aggregate => Some("aggregate"),
        FunctionKind::Window => Some("window function"),
        FunctionKind::Table => Some("table function"),
        FunctionKind::Unknown => None,
    });
    add_notes(&mut text, &kinds.collect::<Vec<&str>>().join(", "), here, dialect, verbosity);
    if let Some(documentation) = function_documentation(dialect, name) {
        let _ = write!(text, "\n{documentation}\n");
    }
    text
}

/// The kind of a function, and what it yields at the place asked about.
fn add_notes(
    text: &mut String,
    kinds: &str,
    here: Option<&ValueType>,
    dialect: DialectKind,
    verbosity: Verbosity,
) {
    if verbosity == Verbosity::Brief {
        return;
    }
    let here = here.filter(|it| it.is_known()).map(|it| format!("here {}", code(&type_text(it, dialect))));
    let kinds = Some(kinds.to_owned()).filter(|it| !it.is_empty());
    let notes: Vec<String> = kinds.into_iter().chain(here).collect();
    if !notes.is_empty() {
        let _ = write!(text, "\n{}\n", notes.join(" · "));
    }
}

/// A function as `rocky.toml` declares it.
pub(super) fn declared_function_card(
    db: &dyn Db,
    (file, index): (SourceFile, u32),
    here: Option<&ValueType>,
    dialect: DialectKind,
    verbosity: Verbosity,
) -> Option<String> {
    let function = db::rocky_toml(db, file.project(db)).value.functions.get(index as usize)?;
    let arguments = match &function.arguments {
        Some(types) => types.iter().map(|it| it.value.as_str()).collect::<Vec<_>>().join(", "),
        None => "…".to_owned(),
    };
    let returns = function.returns.as_ref().map(|it| format!(" -> {}", it.value)).unwrap_or_default();
    let mut text = fenced(&format!("{}({arguments}){returns}", function.name.value));
    let kind = if function.is_aggregate { "aggregate" } else { "function" };
    add_notes(&mut text, kind, here, dialect, verbosity);
    text.push_str("\ndeclared in rocky.toml\n");
    Some(text)
}

/// What the reference of a dialect says of a function, in a sentence, and where.
pub(crate) fn function_documentation(dialect: DialectKind, name: &str) -> Option<String> {
    let page = dialect::function_page(dialect, name)?;
    Some(format!("{} [{dialect}]({})", page.summary, page.address))
}
