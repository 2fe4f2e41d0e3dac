//! What may stand behind the tokens before the cursor: the nearest word that opens a clause says it, parentheses that are
//! closed again left out.

use super::{
    context::Expects,
    keywords,
    pipes::{is_pipe_operator, opens_pipe_operator},
    pivots::pivots,
};
use crate::tokens::{FURTHEST, Level, defines_window, is_after_dot, is_word, level, previous, word};
use base::DialectKind;
use syntax::{SyntaxKind, SyntaxToken};

/// The tokens before the cursor, and in which language they are.
pub(super) struct Scan {
    /// The token before the word at the cursor and its qualifier.
    pub(super) first: SyntaxToken,
    pub(super) is_rocky: bool,
    pub(super) dialect: DialectKind,
}

impl Scan {
    pub(super) fn expects(&self) -> Expects {
        match self.first.kind() {
            SyntaxKind::COLON_COLON | SyntaxKind::QUESTION_COLON_COLON => return Expects::Type,
            SyntaxKind::PIPE_GT => return Expects::Words(keywords::pipe_operators(self.dialect)),
            _ => {}
        }
        let of_its_own = if self.is_rocky { None } else { self.part_of_moment().or_else(|| self.in_pivot()) };
        if let Some(expects) = of_its_own {
            return expects;
        }
        let first = word(&self.first);
        match &*first {
            "as" if self.is_in_cast() => return Expects::Type,
            "as" if self.is_in_modifier("replace") => return Expects::Column,
            "as" | "limit" | "offset" | "take" | "let" => return Expects::Nothing,
            "group" | "order" | "partition" if !self.is_rocky => return Expects::Words(&["BY"]),
            "left" | "right" | "full" | "inner" | "cross" | "outer" | "natural" | "semi" | "anti"
            | "asof"
                if !is_after_dot(&self.first) =>
            {
                return Expects::Words(if self.is_rocky { &["join"] } else { &["JOIN"] });
            }
            "join" if self.is_rocky => return Expects::JoinedModel,
            "from" | "join" => return self.behind_from(&self.first),
            "exclude" | "rename" if is_modifier(&self.first) => return Expects::Column,
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
        let before = level(&self.first).open.and_then(|it| previous(&it));
        before.is_some_and(|it| ["cast", "try_cast", "safe_cast"].contains(&&*word(&it)))
    }

    /// Whether the token stands right within the parentheses of a star's modifier.
    fn is_in_modifier(&self, modifier: &str) -> bool {
        let before = level(&self.first).open.and_then(|it| previous(&it));
        before.is_some_and(|it| word(&it) == modifier && is_modifier(&it))
    }

    pub(super) fn start(&self) -> Expects {
        Expects::Words(if self.is_rocky { keywords::ROCKY_START } else { keywords::SQL_START })
    }

    /// Walks back to what opens the clause. `is_complete`: an operand stands right before the cursor.
    fn clause(&self, is_complete: bool) -> Expects {
        let is_list = self.first.kind() == SyntaxKind::COMMA;
        let mut depth = 0_u32;
        let mut in_arguments = false;
        let mut in_braces = false;
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
                SyntaxKind::L_BRACE => in_braces = true,
                SyntaxKind::SEMICOLON if depth == 0 => return self.start(),
                _ if depth > 0 => continue,
                _ => {}
            }
            if is_after_dot(&token) {
                continue;
            }
            if is_pipe_operator(&token)
                && let Some(expects) = self.in_pipe(&token, is_complete, in_arguments)
            {
                return expects;
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
                _ if in_arguments && is_complete && !self.is_rocky && opens_clause(&word(&token)) => {
                    return Expects::Words(keywords::OPERATORS);
                }
                "on" | "using" if !self.is_rocky && pivots(&token).is_some() => {
                    return self.behind_pivoted(&token, is_complete);
                }
                "on" if !self.is_rocky => {
                    return operand(
                        is_complete,
                        match self.is_piped() {
                            true => keywords::BEHIND_PIPED_CONDITION,
                            false => keywords::BEHIND_JOIN_CONDITION,
                        },
                    );
                }
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
                "by" => return self.key(&token, is_complete, in_arguments),
                "case" | "when" | "then" | "else" if !in_arguments => {
                    return operand(is_complete, keywords::IN_CASE);
                }
                "take" | "distinct" if self.is_rocky => return Expects::Words(keywords::ROCKY_STEPS),
                "select" | "keep" if !is_complete => return Expects::Column,
                "select" | "where" | "derive" | "group" | "sort" | "on" | "keep" | "match" => {
                    return self.in_step(&word(&token), is_complete, in_arguments || in_braces);
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
            "except" if previous(open).is_some_and(|it| is_modifier(&it)) => match is_complete {
                true => Some(Expects::Nothing),
                false => Some(Expects::Column),
            },
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

    /// A key behind `BY`, or what may follow one.
    fn key(&self, by: &SyntaxToken, is_complete: bool, in_arguments: bool) -> Expects {
        let orders = previous(by).is_some_and(|it| ["order", "sort"].contains(&&*word(&it)));
        if !is_complete {
            return if orders && !in_arguments { Expects::OrderKey } else { Expects::Expression };
        }
        // What the parentheses belong to, unless they hold a query.
        let Level { tokens, open } = level(by);
        let is_query = tokens.iter().any(|it| ["select", "from"].contains(&&*word(it)));
        let owner = open.and_then(|it| previous(&it)).filter(|_| !is_query);
        let is_window =
            owner.as_ref().is_some_and(|it| word(it) == "over" || word(it) == "as" && defines_window(it));
        let behind = match (is_window, owner) {
            _ if !orders && is_window => return Expects::Words(keywords::BEHIND_PARTITION_KEY),
            _ if !orders && self.is_piped() => return Expects::Words(keywords::BEHIND_PIPED_GROUP_KEY),
            _ if !orders => return Expects::Words(keywords::BEHIND_GROUP_KEY),
            (true, _) => keywords::FRAME,
            (false, Some(_)) => &[],
            (false, None) if self.is_piped() => keywords::BEHIND_PIPE_OPERATOR,
            (false, None) => keywords::behind_order(self.dialect),
        };
        match &*word(&self.first) {
            "asc" | "desc" => Expects::EitherWords(keywords::NULLS_IN_ORDER, behind),
            "nulls" => Expects::Words(&["FIRST", "LAST"]),
            "first" | "last" if previous(&self.first).is_some_and(|it| word(&it) == "nulls") => {
                Expects::Words(behind)
            }
            _ => Expects::EitherWords(keywords::BEHIND_ORDER_KEY, behind),
        }
    }

    /// In a step of the DSL, or behind one.
    fn in_step(&self, step: &str, is_complete: bool, in_arguments: bool) -> Expects {
        match step {
            // Keys are names.
            "on" if !is_complete => Expects::JoinCondition,
            "sort" if !is_complete => Expects::Column,
            _ if !is_complete => Expects::Expression,
            "select" | "keep" if in_arguments => Expects::Nothing,
            _ if in_arguments => Expects::Words(keywords::ROCKY_OPERATORS),
            _ if self.first.kind() == SyntaxKind::R_BRACE => Expects::Words(keywords::ROCKY_STEPS),
            "sort" if ["asc", "desc"].contains(&&*word(&self.first)) => Expects::Words(keywords::ROCKY_STEPS),
            "sort" => Expects::EitherWords(keywords::ROCKY_DIRECTIONS, keywords::ROCKY_STEPS),
            "where" => Expects::EitherWords(keywords::ROCKY_OPERATORS, keywords::ROCKY_STEPS),
            _ => Expects::Words(keywords::ROCKY_STEPS),
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
            "join" if self.is_piped() => Expects::Words(keywords::BEHIND_PIPED_RELATION),
            "join" => Expects::Words(keywords::BEHIND_JOINED),
            _ => Expects::Words(keywords::BEHIND_RELATION),
        }
    }
}

/// Whether a word modifies the star before it: `* EXCLUDE`.
fn is_modifier(token: &SyntaxToken) -> bool {
    previous(token).is_some_and(|it| it.kind() == SyntaxKind::STAR)
}

fn opens_clause(word: &str) -> bool {
    ["select", "distinct", "where", "having", "qualify", "on", "by", "values"].contains(&word)
}

/// An operand, or behind one what goes on with it.
pub(super) fn operand(is_complete: bool, behind: &'static [&'static str]) -> Expects {
    if is_complete { Expects::Words(behind) } else { Expects::Expression }
}

/// Words behind which an operand follows.
pub(super) const OPENERS: [&str; 52] = [
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
pub(super) fn ends_operand(token: &SyntaxToken) -> bool {
    match token.kind() {
        SyntaxKind::NUMBER
        | SyntaxKind::STRING
        | SyntaxKind::R_PAREN
        | SyntaxKind::R_BRACKET
        | SyntaxKind::R_BRACE => true,
        // A star is a factor behind an operand, and else stands for columns.
        SyntaxKind::STAR => !previous(token).is_some_and(|it| ends_operand(&it)),
        _ if is_word(token) => {
            is_after_dot(token) || !OPENERS.contains(&&*word(token)) && !opens_pipe_operator(token)
        }
        _ => false,
    }
}
