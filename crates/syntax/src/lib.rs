//! Text to lossless trees: SQL, the Rocky DSL and TOML.
//!
//! Parsing cannot fail: every text has a tree that spells it exactly, and a list of [`SyntaxError`]s. The tree holds
//! no meaning. The grammar is a superset of all dialects; only the lexer and the reserved words ask which one it is.

pub mod ast;
mod feature;
mod frontmatter;
mod generated;
mod grammar;
mod keywords;
mod language;
mod lexer;
mod parse;
mod parser;
mod placeholder;
mod pragma;
pub mod toml;
mod tree;
mod trimmed;
mod validation;

pub use feature::{Feature, FeatureRow, FeatureUse};
pub use frontmatter::{Frontmatter, split_frontmatter};
pub use generated::kinds::SyntaxKind;
pub use keywords::is_reserved;
pub use language::{SqlLanguage, SyntaxElement, SyntaxNode, SyntaxNodeChildren, SyntaxToken};
pub use lexer::{LexError, Lexis, Token, Tokens, lex, lex_into, raw_token_count};
pub use parse::{BatchParser, Parse, SyntaxError, SyntaxFix, parse_rocky, parse_sql};
pub use placeholder::{Placeholder, PlaceholderKind, is_variable_name, placeholders};
pub use pragma::{Pragma, Reach, is_pragma, may_have_pragma, pragmas, toml_pragmas};
pub use rowan::{Direction, GreenNode, NodeOrToken, TextRange, TextSize, TokenAtOffset, WalkEvent};
pub use trimmed::trimmed;
