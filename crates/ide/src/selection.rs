//! What a selection grows to, step by step: from the word under the cursor to the whole file.

use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use syntax::{
    NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken, TokenAtOffset,
    toml::{self, Node, NodeKind, Scalar, StatementKind},
    trimmed,
};

/// The ranges around an offset, each within the next. The first may be empty, the last is the whole file.
pub(crate) fn selections(db: &dyn Db, file: SourceFile, offset: TextSize) -> Vec<TextRange> {
    let text = &*file.text(db).text;
    let mut chain = Chain { offset, ranges: Vec::new() };
    match file.path(db).extension() {
        Some("sql" | "rocky") => {
            let head = file.frontmatter(db).as_ref();
            let toml = head.map(|it| (&*it.toml, it.offset));
            if let Some((toml, start)) = toml
                .filter(|(toml, start)| TextRange::at(*start, TextSize::of(*toml)).contains_inclusive(offset))
            {
                chain.toml(toml, start);
            }
            chain.tree(&hir::parsed(db, file).syntax());
        }
        Some("toml") => chain.toml(text, TextSize::from(0)),
        _ => {}
    }
    chain.grow(TextRange::up_to(TextSize::of(text)));
    if chain.ranges.is_empty() {
        chain.ranges.push(TextRange::empty(offset));
    }
    chain.ranges
}

struct Chain {
    offset: TextSize,
    ranges: Vec<TextRange>,
}

impl Chain {
    /// Adds a range if it is about the offset and goes beyond what is there.
    fn grow(&mut self, range: TextRange) {
        let is_next = match self.ranges.last() {
            Some(last) => range.contains_range(*last) && range != *last,
            None => range.contains_inclusive(self.offset),
        };
        if is_next {
            self.ranges.push(range);
        }
    }

    fn tree(&mut self, root: &SyntaxNode) {
        let token = match root.token_at_offset(self.offset) {
            TokenAtOffset::None => return,
            TokenAtOffset::Single(token) => token,
            TokenAtOffset::Between(left, right) => match weight(&right) >= weight(&left) {
                true => right,
                false => left,
            },
        };
        if token.kind() == SyntaxKind::WHITESPACE {
            self.grow(TextRange::empty(self.offset));
        } else {
            self.within_quotes(token.text(), token.text_range());
            self.grow(token.text_range());
        }
        for node in token.parent_ancestors() {
            self.parts(&node);
            self.grow(trimmed(&node));
        }
    }

    /// What is between the brackets of a node; of one without, all parts of a list without the word before it.
    fn parts(&mut self, node: &SyntaxNode) {
        let mut opened: Option<TextSize> = None;
        let mut has_brackets = false;
        let mut nodes: Option<TextRange> = None;
        for element in node.children_with_tokens() {
            match element {
                NodeOrToken::Node(child) => {
                    let range = trimmed(&child);
                    nodes = Some(nodes.map_or(range, |it| it.cover(range)));
                }
                NodeOrToken::Token(token) => match token.kind() {
                    SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET | SyntaxKind::L_BRACE => {
                        opened = Some(token.text_range().end());
                        has_brackets = true;
                    }
                    SyntaxKind::R_PAREN | SyntaxKind::R_BRACKET | SyntaxKind::R_BRACE => {
                        if let Some(start) = opened.take() {
                            self.grow(TextRange::new(start, token.text_range().start()));
                        }
                    }
                    _ => {}
                },
            }
        }
        if let Some(nodes) = nodes.filter(|_| !has_brackets) {
            self.grow(nodes);
        }
    }

    /// The content of a string or a quoted name.
    fn within_quotes(&mut self, text: &str, range: TextRange) {
        let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'));
        if let Some(quote) = quote
            && text.len() >= 2
            && text.ends_with(quote)
        {
            let one = TextSize::of(quote);
            self.grow(TextRange::new(range.start() + one, range.end() - one));
        }
    }

    /// TOML that begins at `start` of the file.
    fn toml(&mut self, text: &str, start: TextSize) {
        let parse = toml::parse_statements(text, start);
        let mut ranges = parse.comments;
        let mut table: Option<TextRange> = None;
        for statement in &parse.statements {
            ranges.push(statement.range);
            match &statement.kind {
                StatementKind::Header(header) => {
                    ranges.extend(table.replace(statement.range));
                    ranges.extend(header.keys.iter().map(|it| it.range));
                }
                StatementKind::Pair(pair) => {
                    table = table.map(|it| it.cover(statement.range));
                    ranges.extend(pair.keys.iter().map(|it| it.range));
                    ranges.extend(keys_range(&pair.keys));
                    pair.value.iter().for_each(|it| value(it, &mut ranges));
                }
            }
        }
        ranges.extend(table);
        ranges.push(TextRange::at(start, TextSize::of(text)));
        // What is not about the offset would only mislead: of two that meet here, the shorter is taken.
        ranges.retain(|it| !it.is_empty() && it.contains_inclusive(self.offset));
        ranges.sort_by_key(|it| it.len());
        ranges.into_iter().for_each(|it| self.grow(it));
    }
}

/// All keys of a dotted key.
fn keys_range(keys: &[toml::Key]) -> Option<TextRange> {
    Some(keys.first()?.range.cover(keys.last()?.range))
}

/// A value, what is in it, and what is between its brackets or quotes.
fn value(node: &Node, ranges: &mut Vec<TextRange>) {
    ranges.push(node.range);
    let one = TextSize::from(1);
    let inside = || {
        let is_wide = node.range.len() >= one + one;
        is_wide.then(|| TextRange::new(node.range.start() + one, node.range.end() - one))
    };
    match &node.kind {
        NodeKind::Scalar(Scalar::String(string)) => {
            ranges.extend(string.map(TextRange::up_to(TextSize::of(&*string.text))));
        }
        NodeKind::Scalar(_) => {}
        NodeKind::Array(items) => {
            ranges.extend(inside());
            items.iter().for_each(|it| value(it, ranges));
        }
        NodeKind::Table(pairs) => {
            ranges.extend(inside());
            for pair in pairs {
                ranges.push(pair.range);
                ranges.extend(pair.keys.iter().map(|it| it.range));
                pair.value.iter().for_each(|it| value(it, ranges));
            }
        }
    }
}

/// Of two tokens that meet at a cursor, the one with more weight is meant.
fn weight(token: &SyntaxToken) -> u8 {
    match token.kind() {
        SyntaxKind::WHITESPACE => 0,
        SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT => 1,
        kind if kind.is_keyword() => 3,
        SyntaxKind::IDENT
        | SyntaxKind::QUOTED_IDENT
        | SyntaxKind::STRING
        | SyntaxKind::NUMBER
        | SyntaxKind::DATE_LITERAL
        | SyntaxKind::PARAMETER_TOKEN
        | SyntaxKind::POSITION => 3,
        _ => 2,
    }
}
