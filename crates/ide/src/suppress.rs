//! "Suppress here": the comment that takes a diagnostic back, as an edit.

use crate::{Analysis, Cancellable, Diagnostic, FileEdit, FileId, FileRange, Fix, fix};
use base::{Applicability, Code, TextRange, TextSize};
use db::{Db, SourceFile};
use std::ops::Range;

/// How comments of a line begin, in SQL, in the DSL, in TOML. Which of them are comments is for the lexer to say.
const LINE_MARKS: [&str; 3] = ["--", "//", "#"];

impl Analysis {
    /// For each diagnostic that touches `range`, the comment that suppresses it where it stands.
    pub fn suppressions(&self, file: FileId, range: TextRange) -> Cancellable<Vec<(Diagnostic, Fix)>> {
        let diagnostics = self.diagnostics(file)?;
        let touching = diagnostics.iter().filter(|it| it.range.intersect(range).is_some());
        self.with(|db| {
            let mut fixes: Vec<(Diagnostic, Fix)> = Vec::new();
            for it in touching {
                let Some(fix) = suppression(db, file.0, it) else { continue };
                if fixes.iter().all(|other| other.1.edits != fix.edits) {
                    fixes.push((it.clone(), fix));
                }
            }
            fixes
        })
    }
}

fn suppression(db: &dyn Db, file: SourceFile, diagnostic: &Diagnostic) -> Option<Fix> {
    // Of a text that cannot be read it is not known what else is wrong, and W009 is about such comments themselves.
    if matches!(diagnostic.code, Code::E018 | Code::V001 | Code::V060 | Code::W009 | Code::W013) {
        return None;
    }
    let text = &file.text(db).text;
    let (at, new) = extended(db, file, text, diagnostic).or_else(|| added(db, file, text, diagnostic))?;
    let title = format!("Suppress {} here", diagnostic.code);
    let place = FileRange { file: FileId(file), range: TextRange::empty(at) };
    Some(Fix {
        id: fix::id(&diagnostic.fingerprint, diagnostic.fixes.len(), &title),
        title,
        applicability: Applicability::MaybeIncorrect,
        edits: vec![FileEdit { place, text: new }],
        creates: Vec::new(),
    })
}

/// One more code in the list of a comment that is about this line already.
fn extended(db: &dyn Db, file: SourceFile, text: &str, it: &Diagnostic) -> Option<(TextSize, String)> {
    let pragmas = sema::pragmas_of(db, file, text)?;
    let is_here = |reach: syntax::Reach| !matches!(reach, syntax::Reach::File) && reach.covers(it.range);
    let pragma = pragmas.iter().find(|it| is_here(it.reach))?;
    let last = pragma.items.as_deref()?.last()?;
    Some((last.end(), format!(", {}", it.code)))
}

/// A comment of its own: on the line above, else behind what stands on the line.
fn added(db: &dyn Db, file: SourceFile, text: &str, it: &Diagnostic) -> Option<(TextSize, String)> {
    let start = usize::from(it.range.start());
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[line_start..line_end].trim_end();
    let indent = &line[..line.len() - line.trim_start().len()];
    let line_break = if text[..line_end].ends_with('\r') { "\r\n" } else { "\n" };
    let words = format!("rocky-allow: {}", it.code);
    let above = LINE_MARKS.map(|mark| (line_start, format!("{indent}{mark} {words}{line_break}")));
    let behind = LINE_MARKS.map(|mark| (line_start + line.len(), format!(" {mark} {words}")));
    // Before a comment that ends the line.
    let between = (usize::from(it.range.end()), format!(" /* {words} */"));
    let mut places = above.into_iter().chain(behind).chain([between]);
    let (at, new) = places.find(|(at, new)| is_about(db, file, text, it.range, (*at, new.as_str())))?;
    Some((TextSize::try_from(at).ok()?, new))
}

/// Whether a text that is inserted is a comment that holds for what stands at `range`, and not for the whole file.
fn is_about(db: &dyn Db, file: SourceFile, text: &str, range: TextRange, (at, new): (usize, &str)) -> bool {
    let edited = format!("{}{new}{}", &text[..at], &text[at..]);
    let (blank, comment) = (new.len() - new.trim_start().len(), new.trim());
    let written = at + blank..at + blank + comment.len();
    let start = usize::from(range.start());
    let moved = if at <= start { range + TextSize::of(new) } else { range };
    let pragmas = sema::pragmas_of(db, file, &edited).unwrap_or_default();
    pragmas.iter().any(|it| {
        let is_it = Range::<usize>::from(it.range) == written;
        is_it && !matches!(it.reach, syntax::Reach::File) && it.reach.covers(moved)
    })
}
