//! The formatter of SQL and the Rocky DSL: a lossless tree in, laid-out text out.
//!
//! A text is a list of tokens with comments attached; formatting decides what stands in the gaps between them and
//! nothing else. Rules look at the tree and give each gap a kind (nothing, a blank, a line break where its group does
//! not fit) and spans of tokens an indentation or a common fate as a group. The renderer then goes through the tokens
//! once. No rule is needed for a node: unknown ones have their tokens spaced by kind, and their brackets broken.
//!
//! What is promised, and checked on every text before it is handed out: the tokens are the same but for the case of
//! keywords, the tree is the same, the comments are the same, and what contains a syntax error is left as it is.

mod attach;
mod edits;
mod indentation;
mod layout;
mod options;
mod pragma;
mod render;
mod same;
mod tokens;
mod units;

pub use edits::{Edit, edits};
pub use indentation::{begins_with_placed_word, indentation};
pub use options::{Commas, FormatOptions, Indent, KeywordCase};

use base::{DialectKind, TextRange};
use syntax::{Lexis, Parse, parse_rocky, parse_sql};

/// A formatted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The text as it should be.
    pub text: String,
    /// The parts of the old text that contain syntax errors and are left as they are, in order.
    pub untouched: Vec<TextRange>,
    /// What went wrong within the formatter: the text is the old one.
    pub defect: Option<Defect>,
}

/// The formatter found that it would have changed more than blanks and the case of keywords. A defect of Rocky.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What would have changed.
    pub message: String,
}

/// Formats SQL. Frontmatter is not looked at.
pub fn format_sql(text: &str, dialect: DialectKind, options: &FormatOptions) -> Formatted {
    format(text, Lexis::Sql(dialect), options)
}

/// Formats the Rocky DSL, whose keywords are lower case by law.
pub fn format_rocky(text: &str, options: &FormatOptions) -> Formatted {
    format(text, Lexis::Rocky, options)
}

/// Formats a text of either language.
pub fn format(text: &str, lexis: Lexis, options: &FormatOptions) -> Formatted {
    let options = match lexis {
        Lexis::Rocky => &FormatOptions { keyword_case: KeywordCase::Preserve, ..options.clone() },
        Lexis::Sql(_) => options,
    };
    let parse = parse_text(text, lexis);
    if parse.errors.is_empty() {
        let laid_out = lay_out(text, &parse, units::Size::Smallest, options);
        return match same::difference(&parse, &parse_text(&laid_out.text, lexis)) {
            None => laid_out,
            Some(message) => {
                Formatted { text: text.to_owned(), untouched: Vec::new(), defect: Some(Defect { message }) }
            }
        };
    }
    // What recovery makes of a broken text may hang on its lines: the parts left alone grow until nothing changes.
    if let Some(laid_out) = lay_out_broken(text, &parse, units::Size::Smallest, lexis, options) {
        return laid_out;
    }
    if let Some(laid_out) = lay_out_broken(text, &parse, units::Size::Statement, lexis, options) {
        // On its lines smaller parts may be enough: then that is what the second time would make of it.
        let again = parse_text(&laid_out.text, lexis);
        let smaller = lay_out_broken(&laid_out.text, &again, units::Size::Smallest, lexis, options);
        let text = smaller.map_or(laid_out.text, |it| it.text);
        return Formatted { text, untouched: laid_out.untouched, defect: None };
    }
    Formatted { text: text.to_owned(), untouched: vec![parse.syntax().text_range()], defect: None }
}

/// The layout of a text with syntax errors; nothing if recovery would see another text in it, or it would change again.
fn lay_out_broken(
    text: &str,
    parse: &Parse,
    size: units::Size,
    lexis: Lexis,
    options: &FormatOptions,
) -> Option<Formatted> {
    let laid_out = lay_out(text, parse, size, options);
    let again = parse_text(&laid_out.text, lexis);
    let is_stable = same::difference(parse, &again).is_none()
        && lay_out(&laid_out.text, &again, size, options).text == laid_out.text;
    is_stable.then_some(laid_out)
}

fn parse_text(text: &str, lexis: Lexis) -> Parse {
    match lexis {
        Lexis::Sql(dialect) => parse_sql(text, dialect),
        Lexis::Rocky => parse_rocky(text),
    }
}

fn lay_out(text: &str, parse: &Parse, size: units::Size, options: &FormatOptions) -> Formatted {
    let root = parse.syntax();
    let units = units::units(&root, &parse.errors, size);
    let mut stream = tokens::stream(text, &root, &units);
    attach::settle_commas(&mut stream.tokens, options.commas);
    let layout = layout::layout(&root, &stream, &units, options);
    attach::settle_blocks(text, &mut stream, &layout);
    let mut rendered = render::render(&stream, &layout, options);
    if pragma::lift(text, &mut stream, &rendered.lines) {
        rendered = render::render(&stream, &layout, options);
    }
    let untouched = stream.tokens.iter().filter(|it| it.is_broken).map(|it| it.range).collect();
    Formatted { text: rendered.text, untouched, defect: None }
}
