//! The identifier within the text of a name: the last part of a path, the content of a TOML string.

use super::{Outcome, new_name::invalid};
use crate::body_names::FileView;
use base::{Ident, TextRange, TextSize};
use db::{Db, SourceFile};

/// An identifier as it is written.
pub(super) struct Written {
    /// Where: in SQL with its quotes, in a TOML string without them.
    pub(super) range: TextRange,
    /// What.
    pub(super) ident: Ident,
    /// Whether it stands within quotes that are around a whole path: `` `project.data.table` ``.
    pub(super) in_path: bool,
}

impl Written {
    /// The identifier at `range` of a statement; of the path of a relation its last part.
    pub(super) fn at(db: &dyn Db, view: &FileView<'_>, range: TextRange) -> Option<Written> {
        let mut paths = view.map.relations.values().map(|it| &it.path);
        let path = paths.find(|it| it.len() > 1 && it[0].cover(it[it.len() - 1]) == range);
        let last = path.map_or(range, |it| it[it.len() - 1]);
        if path.is_none() || last != range {
            return Written::in_statement(db, view.file, last);
        }
        // All parts stand within one pair of quotes.
        let text = slice(db, view.file, range)?;
        let name = text.get(text.rfind('.')? + 1..text.len() - 1).filter(|it| !it.contains('\\'))?;
        let end = range.end() - TextSize::from(1);
        let range = TextRange::new(end - TextSize::of(name), end);
        Some(Written { range, ident: Ident::quoted(name), in_path: true })
    }

    /// The identifier at `range` of a statement.
    pub(super) fn in_statement(db: &dyn Db, file: SourceFile, range: TextRange) -> Option<Written> {
        let text = slice(db, file, range)?;
        let ident = match text.starts_with(['"', '`', '\'']) {
            true => Ident::quoted(syntax::ast::unquote(text)),
            false => Ident::new(text),
        };
        Some(Written { range, ident, in_path: false })
    }

    /// The name that a key or a string of TOML is; of a path its last part, where `is_path` allows one.
    pub(super) fn in_toml(db: &dyn Db, file: SourceFile, range: TextRange, is_path: bool) -> Option<Written> {
        let text = slice(db, file, range)?;
        let mut range = range;
        if quote_of(text).is_some() && range.len() >= TextSize::from(2) {
            let one = TextSize::from(1);
            range = TextRange::new(range.start() + one, range.end() - one);
        }
        let mut content = slice(db, file, range)?;
        if let Some(dot) = content.rfind('.').filter(|_| is_path) {
            let start = range.start() + TextSize::try_from(dot + 1).ok()?;
            range = TextRange::new(start, range.end());
            content = &content[dot + 1..];
        }
        // With escapes the text is not the name.
        (!content.contains('\\')).then(|| Written { range, ident: Ident::new(content), in_path: false })
    }
}

/// What stands in place of an identifier found by [`Written::in_toml`] in the name at `whole`: range and text.
pub(super) fn toml_edit(
    db: &dyn Db,
    file: SourceFile,
    whole: TextRange,
    written: &Written,
    new: &str,
) -> Outcome<(TextRange, String)> {
    match slice(db, file, whole).and_then(quote_of) {
        None => Ok((whole, crate::toml_names::quoted_key(new))),
        Some(_) => Ok((written.range, in_quotes(db, file, whole, new)?)),
    }
}

/// A text as it stands within the string of TOML at `string`.
pub(super) fn in_quotes(db: &dyn Db, file: SourceFile, string: TextRange, text: &str) -> Outcome<String> {
    match slice(db, file, string).and_then(quote_of) {
        Some('\'') if text.contains('\'') => {
            Err(invalid(format!("`{text}` cannot stand within single quotes of TOML")).at(file, string))
        }
        Some('\'') => Ok(text.to_owned()),
        _ => Ok(text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn quote_of(text: &str) -> Option<char> {
    text.chars().next().filter(|it| matches!(it, '"' | '\''))
}

pub(super) fn slice(db: &dyn Db, file: SourceFile, range: TextRange) -> Option<&str> {
    file.text(db).text.get(std::ops::Range::<usize>::from(range))
}

/// Whether `name` stands as a word in `text`, in any case.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    let is_part = |it: char| it == '_' || it.is_alphanumeric();
    text.split(|it| !is_part(it)).any(|it| it.eq_ignore_ascii_case(name))
        || (name.contains(|it| !is_part(it)) && text.to_lowercase().contains(&name.to_lowercase()))
}
