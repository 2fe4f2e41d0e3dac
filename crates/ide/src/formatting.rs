//! The layout of a file, as edits.

use crate::{FileEdit, FileId, FilePosition, FileRange, FormatRequest, Formatting};
use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use format::{Commas, FormatOptions, Formatted, Indent, KeywordCase};
use std::ops::Range;
use syntax::Lexis;

/// Formats a file; nothing for a file that is neither SQL nor the DSL.
pub(crate) fn format(db: &dyn Db, file: SourceFile, request: &FormatRequest) -> Option<Formatting> {
    let lexis = lexis(db, file, request)?;
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

/// How a file is read; nothing for one that is neither SQL nor the DSL.
fn lexis(db: &dyn Db, file: SourceFile, request: &FormatRequest) -> Option<Lexis> {
    match file.path(db).extension() {
        Some("rocky") => Some(Lexis::Rocky),
        Some("toml" | "csv") => None,
        _ => Some(Lexis::Sql(request.dialect.unwrap_or_else(|| db::dialect(db, file)))),
    }
}

/// The edits that lay out what was just typed: within the line that a new line has ended, or the part of a line before
/// the character that was typed; and the blanks that the line of the cursor begins with, where a new line, a bracket that
/// closes, or a word with a place of its own begins it. None of them moves text to another line.
pub(crate) fn format_on_type(
    db: &dyn Db,
    position: FilePosition,
    typed: &str,
    indent: Option<Indent>,
) -> Vec<FileEdit> {
    let file = position.file.0;
    let request = FormatRequest { indent, ..FormatRequest::default() };
    let Some(lexis) = lexis(db, file, &request) else { return Vec::new() };
    let mut edits = match typed {
        " " => Vec::new(),
        _ => laid_out(db, position, typed, request),
    };
    let options = options(db::format_settings(db, file.project(db)), &request);
    edits.extend(indented(db, position, (typed, &edits), lexis, &options));
    edits
}

/// The edits within the line that was ended, or before the character that was typed.
fn laid_out(db: &dyn Db, position: FilePosition, typed: &str, request: FormatRequest) -> Vec<FileEdit> {
    let text = &position.file.0.text(db).text;
    let Some(before) = text.get(..usize::from(position.offset)) else { return Vec::new() };
    // The editor may have indented the new line already.
    let end = if typed == "\n" { before.rfind('\n') } else { before.len().checked_sub(typed.len()) };
    let Some(line) = end.and_then(|it| before.get(..it)) else { return Vec::new() };
    let start = line.rfind('\n').map_or(0, |it| it + 1);
    let size = |it: usize| TextSize::of(&before[..it]);
    let range = TextRange::new(size(start), size(line.len()));
    let request = FormatRequest { range: Some(range), ..request };
    let Some(formatting) = format(db, position.file.0, &request).filter(|it| it.defect.is_none()) else {
        return Vec::new();
    };
    let stays_in_line = |it: &FileEdit| {
        let old = text.get(Range::<usize>::from(it.place.range)).unwrap_or_default();
        range.contains_range(it.place.range) && !old.contains('\n') && !it.text.contains('\n')
    };
    formatting.edits.into_iter().filter(stays_in_line).collect()
}

/// The edit that gives the line of the cursor its indentation, once `edits` before it are made.
fn indented(
    db: &dyn Db,
    position: FilePosition,
    (typed, edits): (&str, &[FileEdit]),
    lexis: Lexis,
    options: &FormatOptions,
) -> Option<FileEdit> {
    let text = &*position.file.0.text(db).text;
    let before = text.get(..usize::from(position.offset))?;
    let start = before.rfind('\n')? + 1;
    let line = &before[start..];
    let begins_line = match typed {
        "\n" => line.trim().is_empty(),
        _ => {
            let word = line.strip_suffix(typed)?.trim();
            let is_bracket = word.is_empty() && matches!(typed, ")" | "}");
            is_bracket || is_one_word(word) && format::begins_with_placed_word(word, lexis)
        }
    };
    // A line that other edits touch is theirs.
    let start_size = TextSize::of(&text[..start]);
    if !begins_line || edits.iter().any(|it| it.place.range.end() > start_size) {
        return None;
    }
    let (mut after, mut offset) = (text.to_owned(), start);
    for edit in edits.iter().rev() {
        let range = Range::<usize>::from(edit.place.range);
        offset = offset + edit.text.len() - range.len();
        after.replace_range(range, &edit.text);
    }
    let wanted = format::indentation(&after, TextSize::of(&after[..offset]), lexis, options)?;
    let rest = &text[start..];
    let old = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    let common = old.bytes().zip(wanted.bytes()).take_while(|(a, b)| a == b).count();
    let range =
        TextRange::new(TextSize::of(&text[..start + common]), TextSize::of(&text[..start + old.len()]));
    let place = FileRange { file: position.file, range };
    (old != wanted).then(|| FileEdit { place, text: wanted[common..].to_owned() })
}

fn is_one_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphabetic() || it == '_')
}

/// The project's settings, else what the request says, else the defaults.
pub(crate) fn options(settings: config::FormatSettings, request: &FormatRequest) -> FormatOptions {
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
