//! The layout of a file, as edits.

use crate::{FileEdit, FileId, FileRange, FormatRequest, Formatting};
use base::TextRange;
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
