//! What is being typed at the cursor, by the tokens before it: trees of half-typed statements have holes just there.

use super::{
    grouped::grouped,
    keywords, moments,
    scan::{OPENERS, Scan},
};
use crate::tokens::{is_close, is_word, previous, unquoted, word};
use base::{DialectKind, SmolStr, TextRange, TextSize};
use syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    /// The word that the cursor stands in or behind: what a proposal replaces.
    pub(crate) replace: TextRange,
    /// The names with a dot behind them before the word: `o` in `o.cu|`.
    pub(crate) qualifier: Vec<SmolStr>,
    /// Where the value ends whose field the word is, where that is no name: `f(x)` in `f(x).a|`. The qualifier holds the
    /// fields between both.
    pub(crate) value_end: Option<TextSize>,
    /// Whether the first name of the qualifier can only be a column, by the colon of a path behind it: `v` in `v:a.|`.
    pub(crate) begins_path: bool,
    /// Whether the qualifier and the word stand in the same quotes: `` `acme.sales.or|` ``.
    pub(crate) is_one_path: bool,
    /// Whether the word belongs to a pipe operator, which does not see its own aliases.
    pub(crate) is_piped: bool,
    /// The column, as written, that stands on the other side of a comparison before the word: `o.id` in `o.id = |`.
    pub(crate) compared_with: Vec<SmolStr>,
    /// Whether it is right behind `SELECT` or the parenthesis of a call.
    pub(crate) takes_distinct: bool,
    /// The columns that a pipeline of the DSL has before it, where it has grouped its rows.
    pub(crate) grouped: Option<Vec<SmolStr>>,
    /// What may stand there.
    pub(crate) expects: Expects,
}

/// What may stand at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    /// The name of a relation.
    Relation,
    /// The name of a model that a pipeline of the DSL joins, which has no dot.
    JoinedModel,
    /// An expression.
    Expression,
    /// An item of a select list.
    Item,
    /// A column and nothing that is computed: in `EXCLUDE (…)`, in `select { … }` of the DSL.
    Column,
    /// The name of a window.
    Window,
    /// A type.
    Type,
    /// A key of `ORDER BY`.
    OrderKey,
    /// The condition of a join.
    JoinCondition,
    /// A column that both sides of a join have.
    JoinColumn,
    /// One of these words.
    Words(&'static [&'static str]),
    /// One of the words of either list.
    EitherWords(&'static [&'static str], &'static [&'static str]),
    /// A part of moments, or an expression.
    PartOrExpression,
    /// A part of moments, within a string.
    PartInText,
    /// Nothing that anybody could propose: a new name, a number, the inside of a string or a comment.
    Nothing,
}

/// The context at `offset`.
pub(crate) fn context(root: &SyntaxNode, offset: TextSize, is_rocky: bool, dialect: DialectKind) -> Context {
    let at = match root.token_at_offset(offset) {
        syntax::TokenAtOffset::None => None,
        syntax::TokenAtOffset::Single(token) => Some(token),
        syntax::TokenAtOffset::Between(left, right) => {
            Some(if is_word(&right) && !is_word(&left) && !ends_blind(&left) { right } else { left })
        }
    };
    let empty = TextRange::empty(offset);
    let start = if is_rocky { keywords::ROCKY_START } else { keywords::SQL_START };
    let Some(at) = at else { return Context::new(empty, Expects::Words(start)) };
    let scan = |first: SyntaxToken| Scan { first, is_rocky, dialect };
    if at.text_range().start() < offset && ends_blind(&at) {
        let part = moments::inside_string(&at, offset).filter(|_| !is_rocky);
        let part = part.filter(|_| previous(&at).is_some_and(|it| scan(it).takes_part_as_text()));
        return match part {
            Some(inside) => Context::new(inside, Expects::PartInText),
            None => Context::new(empty, Expects::Nothing),
        };
    }
    let is_typed = is_word(&at);
    let replace = if is_typed { at.text_range() } else { empty };
    let before = match is_typed || at.kind().is_trivia() || at.text_range().start() >= offset {
        true => previous(&at),
        false => Some(at),
    };
    let mut context = Context::new(replace, Expects::Nothing);
    let before = match context.read_qualifier(before, dialect) {
        Some(before) => before,
        None => return context,
    };
    context.compared_with = before.as_ref().map(compared_with).unwrap_or_default();
    context.takes_distinct = before.as_ref().is_some_and(takes_distinct);
    context.grouped = if is_rocky { grouped(root, offset) } else { None };
    context.expects = match before {
        Some(before) => {
            let scan = scan(before);
            context.is_piped = scan.is_piped();
            scan.expects()
        }
        None => Expects::Words(start),
    };
    context
}

impl Context {
    fn new(replace: TextRange, expects: Expects) -> Context {
        Context {
            replace,
            qualifier: Vec::new(),
            value_end: None,
            begins_path: false,
            is_one_path: false,
            is_piped: false,
            compared_with: Vec::new(),
            takes_distinct: false,
            grouped: None,
            expects,
        }
    }

    /// Takes a path within one pair of BigQuery's quotes apart.
    pub(super) fn split_path(&mut self, text: &str, dialect: DialectKind) {
        let written = text.get(std::ops::Range::<usize>::from(self.replace)).unwrap_or_default();
        let is_quoted = dialect == DialectKind::BigQuery && written.starts_with('`');
        if self.expects == Expects::Relation && is_quoted && self.qualifier.is_empty() {
            let path = unquoted(written);
            let Some((before, _)) = path.rsplit_once('.') else { return };
            self.qualifier = before.split('.').map(SmolStr::from).collect();
            self.is_one_path = true;
        }
    }

    /// Reads what stands before the word with dots between. Returns the token before that; nothing where the context is
    /// complete without it.
    fn read_qualifier(
        &mut self,
        mut before: Option<SyntaxToken>,
        dialect: DialectKind,
    ) -> Option<Option<SyntaxToken>> {
        loop {
            let separator =
                before.clone().filter(|it| it.kind() == SyntaxKind::DOT || begins_path(it, dialect));
            let Some(separator) = separator else { return Some(before) };
            self.begins_path = separator.kind() == SyntaxKind::COLON;
            let owner = previous(&separator)?;
            if is_close(owner.kind()) {
                self.value_end = Some(owner.text_range().end());
                self.expects = Expects::Expression;
                return None;
            }
            if !is_word(&owner) {
                return None;
            }
            self.qualifier.insert(0, unquoted(owner.text()));
            before = previous(&owner);
        }
    }
}

/// Whether a colon leads into a value, as a dot does: `v:a`. Behind a blank it begins a parameter.
fn begins_path(token: &SyntaxToken, dialect: DialectKind) -> bool {
    let has_paths = matches!(dialect, DialectKind::Snowflake | DialectKind::Databricks);
    let is_joint = |it: &SyntaxToken| {
        it.text_range().end() == token.text_range().start() && (is_word(it) || is_close(it.kind()))
    };
    has_paths && token.kind() == SyntaxKind::COLON && previous(token).is_some_and(|it| is_joint(&it))
}

/// Whether `DISTINCT` may follow a token.
fn takes_distinct(token: &SyntaxToken) -> bool {
    let is_call = || {
        previous(token).is_some_and(|it| it.kind() == SyntaxKind::IDENT && !OPENERS.contains(&&*word(&it)))
    };
    word(token) == "select" || (token.kind() == SyntaxKind::L_PAREN && is_call())
}

/// The name before a comparison.
fn compared_with(operator: &SyntaxToken) -> Vec<SmolStr> {
    if !matches!(operator.text(), "=" | "==" | "<>" | "!=" | "<" | ">" | "<=" | ">=") {
        return Vec::new();
    }
    let mut path = Vec::new();
    let mut name = previous(operator).filter(is_word);
    while let Some(part) = name {
        path.insert(0, unquoted(part.text()));
        let dot = previous(&part).filter(|it| it.kind() == SyntaxKind::DOT);
        name = dot.and_then(|it| previous(&it)).filter(is_word);
    }
    path
}

/// Whether nothing can be proposed inside a token and right behind it.
fn ends_blind(token: &SyntaxToken) -> bool {
    match token.kind() {
        SyntaxKind::STRING | SyntaxKind::NUMBER => true,
        kind if kind.is_trivia() => !token.text().trim().is_empty(),
        // What is left open runs to the end: a string, a comment.
        _ => token.text().starts_with(['\'', '$']) || token.text().starts_with("/*"),
    }
}
