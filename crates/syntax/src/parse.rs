//! The result of parsing.

use crate::ast::{AstNode, File, RockyFile};
use crate::keywords::{ROCKY_WORDS, Reserved};
use crate::lexer::{Lexis, Tokens, lex_into};
use crate::parser::{Event, Input, Parser};
use crate::{FeatureUse, SyntaxNode, TextRange, grammar, tree};
use base::DialectKind;
use rowan::GreenNode;

/// A text edit that would mend a syntax error: replace `range` by `insert`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyntaxFix {
    /// What to replace; empty for a plain insertion.
    pub range: TextRange,
    /// The new text; empty for a plain deletion.
    pub insert: String,
    /// A few words for a menu.
    pub label: String,
}

/// A mistake in the grammar of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// Where: the token that does not fit, or the one behind which something is missing.
    pub range: TextRange,
    /// What is wrong and what was expected.
    pub message: String,
    /// The bracket or word that is never closed, where that is what is wrong.
    pub opened: Option<TextRange>,
    /// An edit that probably mends it.
    pub fix: Option<SyntaxFix>,
}

/// A lossless tree and the mistakes met while building it, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parse {
    /// The tree; its text is the text that was parsed.
    pub green: GreenNode,
    /// The mistakes.
    pub errors: Box<[SyntaxError]>,
    /// The constructs that not every dialect has, in the order of the text.
    pub features: Box<[FeatureUse]>,
}

impl Parse {
    /// The root node.
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// The typed root of a SQL file.
    pub fn sql_file(&self) -> Option<File> {
        File::cast(self.syntax())
    }

    /// The typed root of a DSL file.
    pub fn rocky_file(&self) -> Option<RockyFile> {
        RockyFile::cast(self.syntax())
    }
}

/// The tree of a SQL file: frontmatter if there is some, then statements.
pub fn parse_sql(text: &str, dialect: DialectKind) -> Parse {
    BatchParser::new().parse_sql(text, dialect)
}

/// The tree of a Rocky DSL file.
pub fn parse_rocky(text: &str) -> Parse {
    BatchParser::new().parse_rocky(text)
}

/// A parser that keeps its buffers and shares equal nodes and tokens between files. One per thread.
#[derive(Default)]
pub struct BatchParser {
    tokens: Tokens,
    input: Input,
    events: Vec<Event>,
    cache: tree::Cache,
    steps: u64,
}

impl BatchParser {
    /// A parser with empty buffers.
    pub fn new() -> BatchParser {
        BatchParser::default()
    }

    /// As [`parse_sql`].
    pub fn parse_sql(&mut self, text: &str, dialect: DialectKind) -> Parse {
        self.parse(text, Lexis::Sql(dialect))
    }

    /// As [`parse_rocky`].
    pub fn parse_rocky(&mut self, text: &str) -> Parse {
        self.parse(text, Lexis::Rocky)
    }

    /// How often the parser looked at a token of the last text: work that can be compared with the number of tokens.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    fn parse(&mut self, text: &str, lexis: Lexis) -> Parse {
        lex_into(text, lexis, &mut self.tokens);
        self.input.fill(text, &self.tokens.tokens);
        self.events.clear();
        self.events.reserve(2 * self.tokens.tokens.len());
        let found = match lexis {
            Lexis::Sql(dialect) => {
                let mut parser =
                    Parser::new(&self.input, text, &mut self.events, dialect, Reserved::of(dialect));
                grammar::file(&mut parser);
                self.steps = parser.steps();
                parser.finish()
            }
            Lexis::Rocky => {
                let mut parser =
                    Parser::new(&self.input, text, &mut self.events, DialectKind::DuckDb, &ROCKY_WORDS);
                grammar::rocky_file(&mut parser);
                self.steps = parser.steps();
                parser.finish()
            }
        };
        let green = tree::build(text, &self.tokens.tokens, &mut self.events, &mut self.cache);
        let errors =
            tree::errors(&self.tokens.tokens, &self.tokens.errors, &self.input, found.errors, found.refusals);
        let features = tree::features(&self.input, found.features);
        Parse { green, errors, features }
    }
}
