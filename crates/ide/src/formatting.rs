//! The layout of a file, as edits.

use crate::{FileEdit, FileId, FilePosition, FileRange, FormatRequest, Formatting};
use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use format::{Commas, FormatOptions, Formatted, Indent, KeywordCase};
use syntax::Lexis;

/// Formats a file; nothing for a file that is neither SQL nor the DSL.
pub(crate) fn format(db: &dyn Db, file: SourceFile, request: &FormatRequest) -> Option<Formatting> {
    let dialect = || request.dialect.unwrap_or_else(|| db::dialect(db, file));
    let lexis = match file.path(db).extension() {
        Some("rocky") => Lexis::Rocky,
        Some("toml" | "csv") => return None,
        _ => Lexis::Sql(dialect()),
    };
    let text = &file.text(db).text;
    let options = options(db::format_settings(db, file.project(db)), request);
    let Formatted { text: formatted, untouched, defect } = format::format(text, lexis, &options);
    let is_asked = |range: TextRange| request.range.is_none_or(|it| it.intersect(range).is_some());
    let edits = format::edits(text, &formatted, lexis).into_iter().filter(|it| is_asked(it.range));
    let place = |range| FileRange { file: FileId(file), range };
    Some(Formatting {
        edits: edits.map(|it| FileEdit { place: place(it.range), text: it.text }).collect(),
        text: formatted,
        untouched,
        defect: defect.map(|it| it.message),
    })
}

/// The edits that lay out what was just typed: within the line that a new line has ended, or the part of a line before
/// the character that was typed. None of them moves text to another line, or touches the cursor.
pub(crate) fn format_on_type(
    db: &dyn Db,
    position: FilePosition,
    typed: &str,
    indent: Option<Indent>,
) -> Vec<FileEdit> {
    let text = &position.file.0.text(db).text;
    let Some(before) = text.get(..usize::from(position.offset)) else { return Vec::new() };
    // The editor may have indented the new line already.
    let end = if typed == "\n" { before.rfind('\n') } else { before.len().checked_sub(typed.len()) };
    let Some(line) = end.and_then(|it| before.get(..it)) else { return Vec::new() };
    let start = line.rfind('\n').map_or(0, |it| it + 1);
    let size = |it: usize| TextSize::of(&before[..it]);
    let range = TextRange::new(size(start), size(line.len()));
    let request = FormatRequest { indent, range: Some(range), ..FormatRequest::default() };
    let Some(formatting) = format(db, position.file.0, &request).filter(|it| it.defect.is_none()) else {
        return Vec::new();
    };
    let stays_in_line = |it: &FileEdit| {
        let old = text.get(std::ops::Range::<usize>::from(it.place.range)).unwrap_or_default();
        range.contains_range(it.place.range) && !old.contains('\n') && !it.text.contains('\n')
    };
    formatting.edits.into_iter().filter(stays_in_line).collect()
}

/// The project's settings, else what the request says, else the defaults.
fn options(settings: config::FormatSettings, request: &FormatRequest) -> FormatOptions {
    let default = FormatOptions::default();
    FormatOptions {
        line_width: settings.line_width.unwrap_or(default.line_width),
        indent: settings.indent.map(Indent::Spaces).or(request.indent).unwrap_or(default.indent),
        keyword_case: settings.keyword_case.map_or(default.keyword_case, |it| match it {
            config::KeywordCase::Upper => KeywordCase::Upper,
            config::KeywordCase::Lower => KeywordCase::Lower,
            config::KeywordCase::Preserve => KeywordCase::Preserve,
        }),
        commas: settings.commas.map_or(default.commas, |it| match it {
            config::Commas::Trailing => Commas::Trailing,
            config::Commas::Leading => Commas::Leading,
        }),
    }
}
