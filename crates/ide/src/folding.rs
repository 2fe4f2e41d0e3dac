//! Stretches of a file that an editor can fold away.
//!
//! Brackets fold what is between them, wherever the grammar has any: common table expressions, subqueries, lists,
//! arguments, the braces of the DSL. One that nothing closes yet folds what is left of its clause. Only what goes over a
//! line's end is a fold.

use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use rustc_hash::FxHashSet;
use syntax::{
    NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{AstNode, LetBinding, Step},
    toml::{self, Node, NodeKind, StatementKind},
    trimmed,
};

/// A stretch of text that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What disappears: without the brackets or the word that stay.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// What can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FoldKind {
    /// A part of a statement, or of TOML.
    Code,
    /// A comment, or several on lines of their own.
    Comment,
    /// The TOML at the head of a SQL file.
    Frontmatter,
}

/// The folds of a file, by where they begin, the longer before the shorter.
pub(crate) fn folds(db: &dyn Db, file: SourceFile) -> Vec<Fold> {
    let text = &*file.text(db).text;
    let mut folds = Folds { text, found: Vec::new(), yielding: Vec::new() };
    match file.path(db).extension() {
        Some("sql" | "rocky") => folds.tree(&hir::parsed(db, file).syntax()),
        Some("toml") => folds.toml(text, TextSize::from(0)),
        _ => {}
    }
    folds.finish()
}

struct Folds<'t> {
    text: &'t str,
    found: Vec<Fold>,
    /// Clauses and steps: they give way to brackets that open in the same line.
    yielding: Vec<Fold>,
}

impl Folds<'_> {
    fn tree(&mut self, root: &SyntaxNode) {
        let mut comments = Vec::new();
        for element in root.descendants_with_tokens() {
            match element {
                NodeOrToken::Token(token) => match token.kind() {
                    SyntaxKind::LINE_COMMENT => comments.push(token.text_range()),
                    SyntaxKind::BLOCK_COMMENT => self.add(token.text_range(), FoldKind::Comment),
                    _ => {}
                },
                NodeOrToken::Node(node) => self.node(&node),
            }
        }
        self.line_comments(&comments);
    }

    fn node(&mut self, node: &SyntaxNode) {
        let mut open: Vec<SyntaxToken> = Vec::new();
        for token in node.children_with_tokens().filter_map(NodeOrToken::into_token) {
            match token.kind() {
                SyntaxKind::L_PAREN
                | SyntaxKind::L_BRACKET
                | SyntaxKind::L_BRACE
                | SyntaxKind::CASE_KW
                | SyntaxKind::FRONTMATTER_OPEN => open.push(token),
                SyntaxKind::R_PAREN | SyntaxKind::R_BRACKET | SyntaxKind::R_BRACE | SyntaxKind::END_KW => {
                    if let Some(opening) = open.pop() {
                        self.between(&opening, &token, FoldKind::Code);
                    }
                }
                SyntaxKind::FRONTMATTER_TEXT => self.toml(token.text(), token.text_range().start()),
                SyntaxKind::FRONTMATTER_CLOSE => {
                    if let Some(opening) = open.pop() {
                        self.between(&opening, &token, FoldKind::Frontmatter);
                    }
                }
                _ => {}
            }
        }
        for opening in open.into_iter().filter(|it| it.kind() != SyntaxKind::FRONTMATTER_OPEN) {
            let end = clause_end(&opening);
            self.add(TextRange::new(opening.text_range().end(), end), FoldKind::Code);
        }
        if is_clause(node.kind()) || Step::can_cast(node.kind()) || LetBinding::can_cast(node.kind()) {
            let whole = trimmed(node);
            let word = node.descendants_with_tokens().filter_map(NodeOrToken::into_token);
            let word = word.map(|it| it.text_range()).find(|it| it.start() == whole.start());
            if let Some(word) = word.filter(|it| it.end() <= whole.end()) {
                let range = TextRange::new(word.end(), whole.end());
                self.yielding.push(Fold { range, kind: FoldKind::Code });
            }
        }
    }

    fn between(&mut self, opening: &SyntaxToken, closing: &SyntaxToken, kind: FoldKind) {
        self.add(TextRange::new(opening.text_range().end(), closing.text_range().start()), kind);
    }

    fn add(&mut self, range: TextRange, kind: FoldKind) {
        self.found.push(Fold { range, kind });
    }

    /// Comments, in order, that stand alone on lines that follow each other.
    fn line_comments(&mut self, comments: &[TextRange]) {
        let mut block: Option<TextRange> = None;
        for comment in comments {
            let is_alone = self.text[..usize::from(comment.start())]
                .bytes()
                .rev()
                .take_while(|it| *it != b'\n')
                .all(|it| it.is_ascii_whitespace());
            if let Some(before) = block {
                let between = &self.text[TextRange::new(before.end(), comment.start())];
                if is_alone && between.trim().is_empty() && between.matches('\n').count() == 1 {
                    block = Some(before.cover(*comment));
                    continue;
                }
                self.add(before, FoldKind::Comment);
            }
            block = is_alone.then_some(*comment);
        }
        if let Some(block) = block {
            self.add(block, FoldKind::Comment);
        }
    }

    /// TOML that begins at `offset` of the file.
    fn toml(&mut self, text: &str, offset: TextSize) {
        let parse = toml::parse_statements(text, offset);
        let mut header: Option<(TextSize, TextSize)> = None;
        for statement in &parse.statements {
            match &statement.kind {
                StatementKind::Header(_) => {
                    self.table(header);
                    header = Some((statement.range.end(), statement.range.end()));
                }
                StatementKind::Pair(pair) => {
                    header = header.map(|it| (it.0, statement.range.end()));
                    if let Some(value) = &pair.value {
                        self.value(value);
                    }
                }
            }
        }
        self.table(header);
        self.line_comments(&parse.comments);
    }

    /// From the end of a table's header to the end of its last entry.
    fn table(&mut self, table: Option<(TextSize, TextSize)>) {
        if let Some((start, end)) = table {
            self.add(TextRange::new(start, end), FoldKind::Code);
        }
    }

    fn value(&mut self, value: &Node) {
        let parts = match &value.kind {
            NodeKind::Scalar(_) => return self.add(value.range, FoldKind::Code),
            NodeKind::Array(items) => items.iter().collect(),
            NodeKind::Table(pairs) => pairs.iter().filter_map(|it| it.value.as_ref()).collect::<Vec<_>>(),
        };
        parts.into_iter().for_each(|it| self.value(it));
        let bracket = TextSize::from(1);
        let closing = if self.text[value.range].ends_with([']', '}']) { bracket } else { TextSize::from(0) };
        if value.range.len() >= bracket + closing {
            let range = TextRange::new(value.range.start() + bracket, value.range.end() - closing);
            self.add(range, FoldKind::Code);
        }
    }

    fn finish(mut self) -> Vec<Fold> {
        let text = self.text;
        let index = crate::lines(text);
        let line = |offset: TextSize| index.line_col(offset).line;
        let goes_on = |it: &Fold| line(it.range.start()) < line(it.range.end());
        self.found.retain(goes_on);
        let opened: FxHashSet<u32> = self.found.iter().map(|it| line(it.range.start())).collect();
        self.yielding.retain(|it| goes_on(it) && !opened.contains(&line(it.range.start())));
        self.found.append(&mut self.yielding);
        self.found.sort_by_key(|it| (it.range.start(), std::cmp::Reverse(it.range.end())));
        self.found.dedup_by_key(|it| it.range);
        self.found
    }
}

/// Where the clause around an opening bracket ends: what its brackets hold has ended by then.
fn clause_end(opening: &SyntaxToken) -> TextSize {
    let start = opening.text_range().end();
    let is_around = |it: &SyntaxNode| {
        let kind = it.kind();
        is_clause(kind) || Step::can_cast(kind) || matches!(kind, SyntaxKind::CTE | SyntaxKind::QUERY)
    };
    let clause = opening.parent_ancestors().find(|it| is_around(it) && trimmed(it).end() > start);
    clause.map_or(start, |it| trimmed(&it).end())
}

/// Whether a node is a clause that is worth a fold: one that people write over many lines.
fn is_clause(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        SyntaxKind::SELECT_CLAUSE
            | SyntaxKind::FROM_CLAUSE
            | SyntaxKind::WHERE_CLAUSE
            | SyntaxKind::GROUP_BY_CLAUSE
            | SyntaxKind::HAVING_CLAUSE
            | SyntaxKind::WINDOW_CLAUSE
            | SyntaxKind::QUALIFY_CLAUSE
            | SyntaxKind::ORDER_BY_CLAUSE
            | SyntaxKind::VALUES_CLAUSE
            | SyntaxKind::SET_CLAUSE
    )
}
