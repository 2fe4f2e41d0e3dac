//! Statements, queries and their clauses.

use super::lists::{Brackets, is_opening};
use super::{Break, Builder, Child, Role, parent_kind};
use syntax::SyntaxKind::{self, *};
use syntax::SyntaxNode;

/// A query in parentheses may stand on one line if it has no more clauses than this.
const MOST_CLAUSES_OF_A_LINE: usize = 3;

impl Builder<'_> {
    /// Returns whether the node's kind is known here.
    pub(super) fn query(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        match node.kind() {
            FILE => self.file(children),
            QUERY | SELECT => self.clauses(node, children),
            SET_OPERATION => {
                for (i, child) in children.iter().enumerate().skip(1) {
                    if child.is_node || children[i - 1].is_node {
                        self.gap(child, Break::Hard, Role::Clause);
                    }
                }
            }
            WITH_CLAUSE => self.with_clause(children),
            CTE => {
                self.brackets(children, Brackets::Broken, Break::Hard);
            }
            SELECT_CLAUSE => {
                // Rows of constants, as in a chain of UNION ALL, are read as rows.
                let reads = |it: SyntaxNode| it.children().any(|it| it.kind() == FROM_CLAUSE);
                self.clause_list(children, |it| it == SELECT_ITEM, node.parent().is_some_and(reads));
            }
            FROM_CLAUSE => self.clause_list(children, |_| true, false),
            GROUP_BY_CLAUSE | ORDER_BY_CLAUSE | PARTITION_BY_CLAUSE | WINDOW_CLAUSE | VALUES_CLAUSE => {
                self.clause_list(children, |_| true, false);
            }
            WHERE_CLAUSE | HAVING_CLAUSE | QUALIFY_CLAUSE | START_WITH_CLAUSE => {
                self.condition(node, children)
            }
            CONNECT_BY_CLAUSE => {
                self.clause_list(children, |_| true, false);
                self.condition(node, children);
            }
            JOIN_TABLE => self.join(node, children),
            LATERAL_VIEW_TABLE => {
                if let Some(child) = children.get(1) {
                    self.gap(child, Break::Hard, Role::Clause);
                }
            }
            PIVOT_TABLE | UNPIVOT_TABLE => self.pivot(children),
            PIVOT_QUERY | UNPIVOT_QUERY => self.pivot_query(children),
            _ => return false,
        }
        true
    }

    fn file(&mut self, children: &[Child]) {
        for pair in children.windows(2) {
            // Recovery may have made two statements of what is one to the author.
            let is_torn =
                pair.iter().any(|it| self.tokens[it.last].is_broken || self.tokens[it.first].is_broken)
                    && pair[0].kind != SEMICOLON;
            if pair[1].kind != SEMICOLON && !is_torn {
                self.gap(&pair[1], Break::Hard, Role::Item);
            }
        }
        // Statements stand apart; how those of one line are grouped is the author's choice.
        let statements: Vec<&Child> = children.iter().filter(|it| it.is_node).collect();
        for pair in statements.windows(2) {
            let follows = pair[0].last + 1 < pair[1].first;
            if follows && !(is_brief(pair[0].kind) && is_brief(pair[1].kind)) {
                self.gap(pair[1], Break::Hard, Role::Apart);
            }
        }
    }

    /// The clauses of a query: each starts a line, but for short queries in parentheses.
    fn clauses(&mut self, node: &SyntaxNode, children: &[Child]) {
        let kind = if may_share_a_line(node) { Break::Line } else { Break::Hard };
        for pair in children.windows(2) {
            let role = if pair[0].kind == WITH_CLAUSE { Role::Apart } else { Role::Clause };
            self.gap(&pair[1], kind, role);
        }
    }

    fn with_clause(&mut self, children: &[Child]) {
        self.separators(children, Break::Hard);
        for child in children.iter().skip(1) {
            let gap = &mut self.gaps[child.first];
            if gap.kind == Break::Hard {
                gap.role = Role::Apart;
            }
        }
    }

    /// `WHERE` and its kin: a chain of conditions that does not fit stands below the keyword, one on each line.
    pub(super) fn condition(&mut self, node: &SyntaxNode, children: &[Child]) {
        let chain = node.children().last().is_some_and(|it| super::expressions::is_logical_chain(&it));
        let is_alone = children.iter().filter(|it| it.is_node).count() == 1;
        if let [.., _, condition] = children
            && chain
            && is_alone
        {
            self.gap(condition, Break::Line, Role::Head);
            self.group(children);
            self.indent(std::slice::from_ref(condition));
        }
    }

    /// A join starts a line; its condition stands on the same one if it fits.
    fn join(&mut self, node: &SyntaxNode, children: &[Child]) {
        let Some(start) = children.iter().position(|it| !it.is_node) else { return };
        // Behind `|>` the left side is what stands before.
        if start > 0 {
            self.gap(&children[start], Break::Hard, Role::Clause);
        }
        self.source(&children[start..], node.last_child());
    }

    /// A table behind a keyword, with the conditions behind it, of which `condition` is the last: they stand on the same
    /// line if they fit.
    pub(super) fn source(&mut self, children: &[Child], condition: Option<SyntaxNode>) {
        self.group(children);
        let is_condition =
            |it: &Child| matches!(it.kind, JOIN_ON | JOIN_USING | JOIN_MATCH_CONDITION | JOIN_NEAREST);
        let Some(at) = children.iter().position(is_condition).filter(|it| *it > 0) else { return };
        let is_simple = |it: SyntaxNode| !it.children().any(|it| super::expressions::is_logical_chain(&it));
        if children[at - 1].kind == SUBQUERY_TABLE && condition.is_some_and(is_simple) {
            // Beside the parenthesis that closes the query.
            self.gap(&children[at], Break::Fill, Role::Inner);
            self.indent_if_broken(&children[at..]);
        } else {
            for child in children[at..].iter().filter(|it| it.is_node) {
                self.gap(child, Break::Line, Role::Inner);
            }
            self.indent(&children[at..]);
        }
    }

    fn pivot(&mut self, children: &[Child]) {
        if let Some(child) = children.get(1).filter(|_| children[0].is_node) {
            self.gap(child, Break::Hard, Role::Clause);
        }
        self.brackets(children, Brackets::Fitting, Break::Soft);
        for child in children.iter().filter(|it| matches!(it.kind, FOR_KW | GROUP_BY_CLAUSE)) {
            self.gap(child, Break::Line, Role::Clause);
        }
    }

    fn pivot_query(&mut self, children: &[Child]) {
        self.group(children);
        for (i, child) in children.iter().enumerate().skip(1) {
            if matches!(child.kind, ON_KW | USING_KW | INTO_KW | GROUP_BY_CLAUSE)
                && !is_opening(children[i - 1].kind)
            {
                self.gap(child, Break::Line, Role::Clause);
            }
        }
    }
}

/// Whether the clauses of this query, or of this SELECT as the body of its query, may stand on one line.
fn may_share_a_line(node: &SyntaxNode) -> bool {
    let query = match node.kind() {
        QUERY => Some(node.clone()),
        _ => node.parent().filter(|it| it.kind() == QUERY),
    };
    let Some(query) = query else { return false };
    let Some(body) = query.children().find(|it| !is_query_part(it.kind())) else { return false };
    let parts = query.children().filter(|it| *it != body).count();
    body.kind() == SELECT
        && query.children().all(|it| it.kind() != WITH_CLAUSE)
        && parts + body.children().count() <= MOST_CLAUSES_OF_A_LINE
        && is_in_parentheses(&query)
        && parent_kind(&query) != CTE
}

/// Whether a statement of this kind is mostly one line among others.
fn is_brief(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        OPAQUE_STATEMENT
            | CREATE_SCHEMA
            | CREATE_TYPE
            | ALTER_STATEMENT
            | DROP_STATEMENT
            | TRUNCATE_STATEMENT
            | ERROR
    )
}

fn is_query_part(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        WITH_CLAUSE | ORDER_BY_CLAUSE | LIMIT_CLAUSE | OFFSET_CLAUSE | FETCH_CLAUSE | LOCKING_CLAUSE
    )
}

fn is_in_parentheses(query: &SyntaxNode) -> bool {
    // An argument of a call has the parenthesis outside.
    let outer = match parent_kind(query) {
        ARG => query.parent(),
        _ => Some(query.clone()),
    };
    let before = outer.and_then(|it| {
        let mut before = it.prev_sibling_or_token();
        while let Some(element) = &before
            && element.kind().is_trivia()
        {
            before = element.prev_sibling_or_token();
        }
        before
    });
    before.is_some_and(|it| it.kind() == L_PAREN)
}
