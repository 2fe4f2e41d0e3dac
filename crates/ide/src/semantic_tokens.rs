//! What each token of a file is, so that an editor without a grammar of ours colours it completely.
//!
//! The tree says what a token must be (`syntax`), and names say what it means (`meaning`), which outdoes the tree. Nothing
//! outside the file is looked at but the schemas of what it reads.

mod meaning;
mod syntax_kind;
mod toml;

use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use meaning::Meanings;
use syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

/// A token and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where it is; may go over the ends of lines.
    pub range: TextRange,
    /// What it is.
    pub kind: SemanticKind,
    /// What else is known of it.
    pub modifiers: SemanticModifiers,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SemanticKind {
    /// A catalog or schema in front of a table's name; the name of a table of TOML.
    Namespace,
    /// A model, or a table outside the project.
    Relation,
    /// A common table expression, or what `let` binds.
    Cte,
    /// The alias of a table, a window, or another name for something in one statement.
    Alias,
    /// A column, or a field of one.
    Column,
    /// A data type.
    Type,
    /// A function.
    Function,
    /// A parameter: of a lambda, of a function, of the statement.
    Parameter,
    /// `@var`, `@start_date` and what TOML takes from the environment.
    Placeholder,
    /// A key of TOML.
    Key,
    /// A word of the grammar.
    Keyword,
    /// An operator.
    Operator,
    /// A number, a date or a time.
    Number,
    /// A string.
    String,
    /// A comment, and the fences of frontmatter.
    Comment,
}

/// What else is known of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SemanticModifiers {
    /// It defines what it names.
    pub definition: bool,
    /// It is a function of the warehouse.
    pub built_in: bool,
    /// It is, or belongs to, a table that no model of the project makes.
    pub external: bool,
    /// It is a column with tags of governance.
    pub classified: bool,
    /// It may be NULL.
    pub nullable: bool,
    /// It is a function that the warehouse's reference advises against.
    pub deprecated: bool,
    /// It is a column that no expression makes: a pivot, an unpivot, a table function, `UNNEST`.
    pub generated: bool,
}

/// The tokens of a file, or those that touch a range of it, in order and apart from each other. Punctuation is left out.
pub(crate) fn semantic_tokens(
    db: &dyn Db,
    file: SourceFile,
    within: Option<TextRange>,
) -> Vec<SemanticToken> {
    let text = &*file.text(db).text;
    let within = within.unwrap_or_else(|| TextRange::up_to(TextSize::of(text)));
    let mut collector = Collector { meanings: Meanings::of_file(db, file), within, found: Vec::new() };
    match file.path(db).extension() {
        Some("sql" | "rocky") => collector.tree(&hir::parsed(db, file).syntax()),
        Some("toml") => collector.toml(text, TextSize::from(0)),
        _ => {}
    }
    collector.found
}

struct Collector {
    meanings: Meanings,
    within: TextRange,
    found: Vec<SemanticToken>,
}

impl Collector {
    fn tree(&mut self, root: &SyntaxNode) {
        let mut next = match self.within.start() {
            start if start == TextSize::from(0) => root.first_token(),
            start if start >= root.text_range().end() => None,
            start => root.token_at_offset(start).left_biased(),
        };
        while let Some(token) = next {
            if token.text_range().start() >= self.within.end() {
                break;
            }
            match token.kind() {
                SyntaxKind::FRONTMATTER_TEXT => self.toml(token.text(), token.text_range().start()),
                _ => self.token(&token),
            }
            next = token.next_token();
        }
    }

    fn token(&mut self, token: &SyntaxToken) {
        let range = token.text_range();
        if range.is_empty() {
            return;
        }
        let by_syntax = syntax_kind::of(token);
        let is_name =
            matches!(token.kind(), SyntaxKind::IDENT | SyntaxKind::QUOTED_IDENT | SyntaxKind::STRING);
        let by_name = if is_name { self.meanings.of(range) } else { None };
        let (kind, modifiers) = match (by_syntax, by_name) {
            (Some((kind, is_definition)), by_name) => {
                let mut modifiers = by_name.map(|it| it.modifiers).unwrap_or_default();
                modifiers.definition |= is_definition;
                (by_name.and_then(|it| it.kind).unwrap_or(kind), modifiers)
            }
            (None, Some(meaning)) => match meaning.kind {
                Some(kind) => (kind, meaning.modifiers),
                None => return,
            },
            (None, None) => return,
        };
        self.add(SemanticToken { range, kind, modifiers });
    }

    /// TOML that begins at `offset` of the file.
    fn toml(&mut self, text: &str, offset: TextSize) {
        for (range, kind) in toml::tokens(text, offset) {
            let meaning = self.meanings.of(range);
            let kind = meaning.and_then(|it| it.kind).unwrap_or(kind);
            let modifiers = meaning.map(|it| it.modifiers).unwrap_or_default();
            self.add(SemanticToken { range, kind, modifiers });
        }
    }

    fn add(&mut self, token: SemanticToken) {
        if token.range.start() < self.within.end() && self.within.start() < token.range.end() {
            self.found.push(token);
        }
    }
}
