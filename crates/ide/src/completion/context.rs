//! What is being typed at the cursor, by the tokens before it.
//!
//! Trees of half-typed statements have holes just where the cursor is, so the words before it say more: the nearest one
//! that opens a clause, parentheses that are closed again left out.

use super::{grouped::grouped, keywords};
use crate::tokens::{FURTHEST, defines_window, is_after_dot, is_word, previous, unquoted, word};
use base::{SmolStr, TextRange, TextSize};
use syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    /// The word that the cursor stands in or behind: what a proposal replaces.
    pub(crate) replace: TextRange,
    /// The names with a dot behind them before the word: `o` in `o.cu|`.
    pub(crate) qualifier: Vec<SmolStr>,
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
    /// Nothing that anybody could propose: a new name, a number, the inside of a string or a comment.
    Nothing,
}

/// The context at `offset`.
pub(crate) fn context(root: &SyntaxNode, offset: TextSize, is_rocky: bool) -> Context {
    let at = match root.token_at_offset(offset) {
        syntax::TokenAtOffset::None => None,
        syntax::TokenAtOffset::Single(token) => Some(token),
        syntax::TokenAtOffset::Between(left, right) => {
            Some(if is_word(&right) && !is_word(&left) && !ends_blind(&left) { right } else { left })
        }
    };
    let empty = TextRange::empty(offset);
    let context = |replace, expects| Context {
        replace,
        qualifier: Vec::new(),
        compared_with: Vec::new(),
        takes_distinct: false,
        grouped: None,
        expects,
    };
    let start = if is_rocky { keywords::ROCKY_START } else { keywords::SQL_START };
    let Some(at) = at else { return context(empty, Expects::Words(start)) };
    if at.text_range().start() < offset && ends_blind(&at) {
        return context(empty, Expects::Nothing);
    }
    let is_typed = is_word(&at);
    let replace = if is_typed { at.text_range() } else { empty };
    let mut before = match is_typed || at.kind().is_trivia() || at.text_range().start() >= offset {
        true => previous(&at),
        false => Some(at),
    };
    let mut qualifier = Vec::new();
    while let Some(dot) = before.clone().filter(|it| it.kind() == SyntaxKind::DOT) {
        let Some(name) = previous(&dot).filter(is_word) else { return context(replace, Expects::Nothing) };
        qualifier.insert(0, unquoted(name.text()));
        before = previous(&name);
    }
    let compared_with = before.as_ref().map(compared_with).unwrap_or_default();
    let takes_distinct = before.as_ref().is_some_and(takes_distinct);
    let expects = match before {
        Some(before) => Scan { first: before, is_rocky }.expects(),
        None => Expects::Words(start),
    };
    let grouped = if is_rocky { grouped(root, offset) } else { None };
    Context { replace, qualifier, compared_with, takes_distinct, grouped, expects }
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

/// The tokens before the cursor, and in which language they are.
struct Scan {
    first: SyntaxToken,
    is_rocky: bool,
}

impl Scan {
    fn expects(&self) -> Expects {
        if matches!(self.first.kind(), SyntaxKind::COLON_COLON | SyntaxKind::QUESTION_COLON_COLON) {
            return Expects::Type;
        }
        let first = word(&self.first);
        match &*first {
            "as" if self.is_in_cast() => return Expects::Type,
            "as" | "limit" | "offset" | "take" | "let" => return Expects::Nothing,
            "group" | "order" | "partition" if !self.is_rocky => return Expects::Words(&["BY"]),
            "left" | "right" | "full" | "inner" | "cross" | "outer" | "natural" | "semi" | "anti"
            | "asof"
                if !is_after_dot(&self.first) =>
            {
                return Expects::Words(if self.is_rocky { &["join"] } else { &["JOIN"] });
            }
            "from" | "join" => return self.behind_from(&self.first),
            "on" => return Expects::JoinCondition,
            "with" | "recursive" => return Expects::Nothing,
            "over" if !self.is_rocky => return Expects::Window,
            "is" => return Expects::Words(keywords::behind_is(self.is_rocky)),
            "not" => {
                let before = previous(&self.first);
                if before.as_ref().is_some_and(|it| word(it) == "is") {
                    return Expects::Words(keywords::behind_is_not(self.is_rocky));
                }
                if before.is_some_and(|it| ends_operand(&it)) {
                    return Expects::Words(keywords::behind_operand_not(self.is_rocky));
                }
            }
            "union" | "intersect" | "except" => return Expects::Words(keywords::SET_OPERATION),
            _ => {}
        }
        if self.first.kind() == SyntaxKind::SEMICOLON {
            return self.start();
        }
        self.clause(ends_operand(&self.first))
    }

    /// Whether the `AS` is that of `CAST(x AS …)`.
    fn is_in_cast(&self) -> bool {
        let mut depth = 0_u32;
        for token in std::iter::successors(previous(&self.first), previous).take(FURTHEST) {
            match token.kind() {
                SyntaxKind::R_PAREN => depth += 1,
                SyntaxKind::L_PAREN if depth == 0 => {
                    return previous(&token)
                        .is_some_and(|it| ["cast", "try_cast", "safe_cast"].contains(&&*word(&it)));
                }
                SyntaxKind::L_PAREN => depth -= 1,
                SyntaxKind::SEMICOLON => return false,
                _ => {}
            }
        }
        false
    }

    fn start(&self) -> Expects {
        Expects::Words(if self.is_rocky { keywords::ROCKY_START } else { keywords::SQL_START })
    }

    /// Walks back to what opens the clause. `is_complete`: an operand stands right before the cursor.
    fn clause(&self, is_complete: bool) -> Expects {
        let is_list = self.first.kind() == SyntaxKind::COMMA;
        let mut depth = 0_u32;
        let mut in_arguments = false;
        for (steps, token) in std::iter::successors(Some(self.first.clone()), previous).enumerate() {
            if steps > FURTHEST {
                break;
            }
            match token.kind() {
                SyntaxKind::R_PAREN | SyntaxKind::R_BRACKET | SyntaxKind::R_BRACE => {
                    depth += 1;
                    continue;
                }
                SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET | SyntaxKind::L_BRACE if depth > 0 => {
                    depth -= 1;
                    continue;
                }
                SyntaxKind::L_PAREN => {
                    if let Some(expects) = self.in_parentheses(&token, steps == 0, is_complete) {
                        return expects;
                    }
                    in_arguments = true;
                    continue;
                }
                SyntaxKind::SEMICOLON if depth == 0 => return self.start(),
                _ if depth > 0 => continue,
                _ => {}
            }
            if is_after_dot(&token) {
                continue;
            }
            match &*word(&token) {
                "from" | "join" if in_arguments => return operand(is_complete, keywords::OPERATORS),
                "from" | "join" if is_list => return Expects::Relation,
                "on" | "join" if self.is_rocky && self.first.kind() == SyntaxKind::L_BRACE => {
                    return Expects::Words(keywords::ROCKY_IN_JOIN);
                }
                "from" if self.is_rocky => return Expects::Words(keywords::ROCKY_BEHIND_FROM),
                "join" if self.is_rocky => return Expects::Words(keywords::ROCKY_BEHIND_JOINED),
                "from" | "join" => return self.behind_relation(&token),
                _ if in_arguments && is_complete && opens_clause(&word(&token)) => {
                    return Expects::Words(keywords::OPERATORS);
                }
                "on" if !self.is_rocky => return operand(is_complete, keywords::BEHIND_JOIN_CONDITION),
                "distinct" if !self.is_rocky && previous(&token).is_none_or(|it| word(&it) != "select") => {}
                "select" | "distinct" if !self.is_rocky => {
                    let begins = is_list || self.first.text_range() == token.text_range();
                    return match operand(is_complete, keywords::BEHIND_ITEM) {
                        Expects::Expression if begins && !in_arguments => Expects::Item,
                        other => other,
                    };
                }
                "where" | "having" | "qualify" if !self.is_rocky => {
                    return operand(is_complete, keywords::BEHIND_CONDITION);
                }
                "by" if !is_complete && previous(&token).is_some_and(|it| word(&it) == "order") => {
                    return if in_arguments { Expects::Expression } else { Expects::OrderKey };
                }
                "by" => return operand(is_complete, keywords::BEHIND_KEY),
                "case" | "when" | "then" | "else" if !in_arguments => {
                    return operand(is_complete, keywords::IN_CASE);
                }
                "select" | "keep" if !is_complete => return Expects::Column,
                "select" | "where" | "derive" | "group" | "sort" | "on" | "keep" | "match" => {
                    return operand(is_complete, keywords::ROCKY_STEPS);
                }
                "limit" | "offset" => return Expects::Words(&["LIMIT", "OFFSET"]),
                "with" if is_list => return Expects::Nothing,
                "with" if self.first.kind() == SyntaxKind::R_PAREN => {
                    return Expects::Words(keywords::BEHIND_CTE);
                }
                "with" => return Expects::Words(&["AS"]),
                "values" | "set" => return operand(is_complete, keywords::OPERATORS),
                _ => {}
            }
        }
        // Something without a clause: behind a whole query in parentheses, or no statement of ours.
        match is_complete {
            true => Expects::Words(keywords::SET_OPERATORS),
            false => self.start(),
        }
    }

    /// What an open parenthesis says by what stands before it; `None` where the clause around it decides.
    fn in_parentheses(&self, open: &SyntaxToken, is_first: bool, is_complete: bool) -> Option<Expects> {
        let before = previous(open).map(|it| word(&it)).unwrap_or_default();
        match &*before {
            "using" if is_complete => Some(Expects::Nothing),
            "using" => Some(Expects::JoinColumn),
            "as" if is_first && !self.is_rocky && previous(open).is_some_and(|it| defines_window(&it)) => {
                Some(Expects::Words(keywords::WINDOW))
            }
            "from" | "join" | "as" | "exists" | "materialized" | "union" | "all" | "except" | "intersect"
                if is_first =>
            {
                Some(self.start())
            }
            "over" if is_first => Some(Expects::Words(match self.is_rocky {
                true => keywords::ROCKY_WINDOW,
                false => keywords::WINDOW,
            })),
            "extract" if is_first && !self.is_rocky => Some(Expects::Words(keywords::PARTS_OF_MOMENTS)),
            // `EXTRACT(year FROM x)` has a FROM of its own.
            "extract" | "trim" | "substring" | "overlay" | "position" => {
                Some(operand(is_complete, keywords::OPERATORS))
            }
            "exclude" | "except" | "rename" if is_complete => Some(Expects::Nothing),
            "exclude" | "except" | "rename" => Some(Expects::Column),
            _ => None,
        }
    }

    /// Behind `FROM` a relation follows, but for `EXTRACT(… FROM` and its kin.
    fn behind_from(&self, from: &SyntaxToken) -> Expects {
        let mut depth = 0_u32;
        for (steps, token) in std::iter::successors(previous(from), previous).enumerate() {
            match token.kind() {
                _ if steps > FURTHEST => break,
                SyntaxKind::R_PAREN => depth += 1,
                SyntaxKind::L_PAREN if depth > 0 => depth -= 1,
                SyntaxKind::L_PAREN => {
                    let before = previous(&token).map(|it| word(&it)).unwrap_or_default();
                    let has_from = ["extract", "trim", "substring", "overlay"].contains(&&*before);
                    return if has_from { Expects::Expression } else { Expects::Relation };
                }
                _ if depth == 0 && ["select", "with"].contains(&&*word(&token)) => break,
                _ => {}
            }
        }
        Expects::Relation
    }

    /// Behind the name of a relation its alias or the next clause follows; behind a joined one, a condition.
    fn behind_relation(&self, opener: &SyntaxToken) -> Expects {
        match &*word(opener) {
            "join" => Expects::Words(keywords::BEHIND_JOINED),
            _ => Expects::Words(keywords::BEHIND_RELATION),
        }
    }
}

fn opens_clause(word: &str) -> bool {
    ["select", "distinct", "where", "having", "qualify", "on", "by", "values"].contains(&word)
}

/// An operand, or behind one what goes on with it.
fn operand(is_complete: bool, behind: &'static [&'static str]) -> Expects {
    if is_complete { Expects::Words(behind) } else { Expects::Expression }
}

/// Words behind which an operand follows.
const OPENERS: [&str; 52] = [
    "select",
    "distinct",
    "all",
    "where",
    "on",
    "by",
    "having",
    "qualify",
    "when",
    "then",
    "else",
    "case",
    "and",
    "or",
    "not",
    "in",
    "between",
    "like",
    "ilike",
    "is",
    "from",
    "join",
    "using",
    "as",
    "with",
    "union",
    "except",
    "intersect",
    "limit",
    "offset",
    "set",
    "values",
    "exists",
    "any",
    "some",
    "escape",
    "similar",
    "glob",
    "interval",
    "derive",
    "group",
    "sort",
    "match",
    "partition",
    "keep",
    "filter",
    "over",
    "exclude",
    "replace",
    "rename",
    "returning",
    "lateral",
];

/// Whether an operand ends with a token, so that none can follow.
fn ends_operand(token: &SyntaxToken) -> bool {
    match token.kind() {
        SyntaxKind::NUMBER
        | SyntaxKind::STRING
        | SyntaxKind::R_PAREN
        | SyntaxKind::R_BRACKET
        | SyntaxKind::R_BRACE => true,
        // A star is a factor behind an operand, and else stands for columns.
        SyntaxKind::STAR => !previous(token).is_some_and(|it| ends_operand(&it)),
        _ if is_word(token) => is_after_dot(token) || !OPENERS.contains(&&*word(token)),
        _ => false,
    }
}
