//! Statements besides queries.

use super::lists::is_opening;
use super::{Break, Builder, Child, Role, parent_kind};
use syntax::SyntaxKind::*;
use syntax::SyntaxNode;

/// Words that begin a clause of CREATE TABLE and CREATE VIEW, besides names that are followed by `=`.
const OPTION_WORDS: &[&str] = &[
    "CLUSTER",
    "CLUSTERED",
    "COMMENT",
    "COPY",
    "LOCATION",
    "OPTIONS",
    "PARTITION",
    "PARTITIONED",
    "ROW",
    "SORTED",
    "STORED",
    "TBLPROPERTIES",
    "USING",
    "WITH",
];

impl Builder<'_> {
    /// Returns whether the node's kind is known here.
    pub(super) fn statement(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        match node.kind() {
            CREATE_TABLE | CREATE_VIEW | CREATE_SCHEMA | CREATE_TYPE => self.definition(node, children),
            ALTER_STATEMENT => {
                if let Some(action) = children.iter().position(|it| it.kind == STATEMENT_OPTIONS) {
                    self.gap(&children[action], Break::Line, Role::Clause);
                    self.indent(&children[action..]);
                    self.group(children);
                }
            }
            INSERT_STATEMENT | UPDATE_STATEMENT | DELETE_STATEMENT => self.parts(children),
            MERGE_STATEMENT => {
                self.parts(children);
                if let Some(using) = children.iter().position(|it| it.kind == USING_KW) {
                    let arm = |it: &Child| matches!(it.kind, MERGE_ARM | RETURNING_CLAUSE);
                    let end = children.iter().position(arm).unwrap_or(children.len());
                    self.gap(&children[using], Break::Hard, Role::Clause);
                    let condition = node.children().find(|it| it.kind() == JOIN_ON);
                    self.source(&children[using..end], condition);
                }
            }
            MERGE_ARM => self.merge_arm(children),
            SET_CLAUSE => self.clause_list(children, |it| it == ASSIGNMENT, true),
            USING_TABLES | RETURNING_CLAUSE => self.clause_list(children, |_| true, false),
            ON_CONFLICT => {
                for pair in children.windows(2).filter(|it| it[0].kind == SET_CLAUSE) {
                    self.gap(&pair[1], Break::Hard, Role::Clause);
                }
            }
            STATEMENT_OPTIONS => self.options(node, children),
            _ => return false,
        }
        true
    }

    /// The parts of a statement that changes rows: each starts a line.
    fn parts(&mut self, children: &[Child]) {
        for pair in children.windows(2) {
            if pair[0].kind == WITH_CLAUSE {
                self.gap(&pair[1], Break::Hard, Role::Apart);
            } else if matches!(
                pair[1].kind,
                QUERY
                    | SET_CLAUSE
                    | FROM_CLAUSE
                    | WHERE_CLAUSE
                    | USING_TABLES
                    | ON_CONFLICT
                    | RETURNING_CLAUSE
                    | MERGE_ARM
            ) {
                self.gap(&pair[1], Break::Hard, Role::Clause);
            }
        }
    }

    /// What is defined, its clauses, and its query: the clauses stand on lines of their own if they do not fit.
    fn definition(&mut self, node: &SyntaxNode, children: &[Child]) {
        let query = children.iter().position(|it| it.kind == QUERY);
        let head = &children[..query.unwrap_or(children.len())];
        let has_options = head.iter().any(|it| it.kind == STATEMENT_OPTIONS);
        for (i, child) in head.iter().enumerate().skip(1) {
            let is_as = query.is_some() && i + 1 == head.len() && child.kind == AS_KW;
            if child.kind == STATEMENT_OPTIONS || is_as && has_options {
                self.gap(child, Break::Line, Role::Clause);
            }
        }
        self.group(head);
        if let Some(query) = query {
            let in_parentheses = node.children().any(|it| it.kind() == QUERY && is_parenthesis(&it));
            if query > 0 && !in_parentheses {
                self.gap(&children[query], Break::Hard, Role::Clause);
            }
            for child in &children[query + 1..] {
                self.gap(child, Break::Hard, Role::Clause);
            }
        }
    }

    /// What is done with a row stands below the condition, if the two do not fit on a line.
    fn merge_arm(&mut self, children: &[Child]) {
        let Some(then) = children.iter().position(|it| it.kind == THEN_KW) else { return };
        let action = &children[then + 1..];
        if let Some(first) = action.first() {
            self.gap(first, Break::Line, Role::Head);
        }
        for values in action.iter().skip(1).filter(|it| it.kind == VALUES_CLAUSE) {
            self.gap(values, Break::Line, Role::Clause);
        }
        self.indent(action);
        self.group(children);
    }

    /// Clauses that are not looked into.
    fn options(&mut self, node: &SyntaxNode, children: &[Child]) {
        let parent = parent_kind(node);
        self.tokens_in_brackets(children, if parent == ALTER_STATEMENT { Break::Line } else { Break::Fill });
        if !matches!(parent, CREATE_TABLE | CREATE_VIEW) {
            return;
        }
        let (mut depth, mut led) = (0_usize, true);
        for (i, child) in children.iter().enumerate() {
            if is_opening(child.kind) && child.kind != LT {
                depth += 1;
            } else if matches!(child.kind, R_PAREN | R_BRACKET | R_BRACE) {
                depth = depth.saturating_sub(1);
            }
            let is_lead = depth == 0 && !led && self.leads_option(children, i);
            if is_lead {
                self.gap(child, Break::Line, Role::Clause);
            }
            led = is_lead || i == 0;
        }
    }

    fn leads_option(&self, children: &[Child], at: usize) -> bool {
        let token = &self.tokens[children[at].first];
        let is_named = || {
            (token.kind == IDENT || token.kind.is_keyword())
                && children.get(at + 1).is_some_and(|it| it.kind == EQ)
        };
        let is_led = |it: &Child| matches!(it.kind, COMMA | DOT | BY_KW | EQ);
        !children[..at].last().is_some_and(is_led)
            && (OPTION_WORDS.iter().any(|it| token.text.eq_ignore_ascii_case(it)) || is_named())
    }
}

/// Whether a query is nothing but another one in parentheses.
fn is_parenthesis(query: &SyntaxNode) -> bool {
    query.children().map(|it| it.kind()).eq([PAREN_QUERY])
}
