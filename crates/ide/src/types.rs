//! The plain data that goes in and out of an analysis.
//!
//! Offsets are bytes of UTF-8 in the file's current text. Nothing here knows LSP, JSON, syntax nodes or salsa.

use base::{Applicability, Code, DialectKind, Severity, TextRange, TextSize};
use format::Indent;
use sema::Facts;
use std::sync::Arc;

/// A file known to the host. Opaque; only meaningful with the host that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileId(pub(crate) db::SourceFile);

/// A cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePosition {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub offset: TextSize,
}

/// A stretch of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileRange {
    /// The file.
    pub file: FileId,
    /// What part of it.
    pub range: TextRange,
}

/// One finding, with severity and suppression already applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// How much it matters in this project.
    pub severity: Severity,
    /// One sentence, in the words of SQL; never a path of the machine.
    pub message: String,
    /// The model it is about, if any.
    pub model: Option<String>,
    /// The text at fault.
    pub range: TextRange,
    /// Other places that explain it: the upstream column, the line of the contract.
    pub related: Vec<Related>,
    /// A hint in words, where there is no edit.
    pub suggestion: Option<String>,
    /// Edits that mend it.
    pub fixes: Vec<Fix>,
    /// Stable identity: code, symbols and words, not line numbers. Two that say the same in one file share it.
    pub fingerprint: String,
    /// The symbols that it is about, as one name; empty where it is about none.
    pub subject: String,
    /// What the message says, for machines.
    pub facts: Facts,
    /// Whether what stands there could go without changing anything.
    pub is_unnecessary: bool,
}

/// A place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: FileRange,
    /// Why it matters.
    pub message: String,
}

/// A way to mend a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Stable identity among the fixes of its diagnostic, and of all others.
    pub id: String,
    /// What a menu shows.
    pub title: String,
    /// How safe it is.
    pub applicability: Applicability,
    /// Edits of existing files, sorted by file and position, not overlapping.
    pub edits: Vec<FileEdit>,
    /// Files to create: path relative to the project root, and content.
    pub creates: Vec<(String, String)>,
}

/// A replacement in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// What is replaced.
    pub place: FileRange,
    /// By what.
    pub text: String,
}

/// How a file is to be formatted, as far as the project does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormatRequest {
    /// The dialect, where it is not that of the file's project.
    pub dialect: Option<DialectKind>,
    /// One level of indentation, where `rocky.toml` does not say.
    pub indent: Option<Indent>,
    /// The part of the file whose edits are wanted; all of it where absent.
    pub range: Option<TextRange>,
}

/// A file as it should be laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatting {
    /// The whole text.
    pub text: String,
    /// The edits that lead there, within the range that was asked for, sorted, not overlapping. None changes a token.
    pub edits: Vec<FileEdit>,
    /// The parts that contain syntax errors and are left as they are.
    pub untouched: Vec<TextRange>,
    /// What went wrong within the formatter, in words: the text is the old one.
    pub defect: Option<String>,
}

/// A card about what is under the cursor, in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The text that the card is about.
    pub range: TextRange,
    /// The card.
    pub markdown: String,
    /// When the warehouse described the table that it is about, in milliseconds since 1970, where what is known of it is
    /// remembered from then. How long ago that is is for those to say who have a clock.
    pub described_at: Option<u64>,
    /// Whether it says more or less as one likes ([`crate::Verbosity`]).
    pub has_levels: bool,
}

/// Where something is defined or used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationTarget {
    /// The name to show.
    pub name: String,
    /// The whole definition.
    pub full: FileRange,
    /// The name within it.
    pub focus: TextRange,
}

/// The result of a definition request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    /// The text under the cursor that was resolved.
    pub origin: TextRange,
    /// Where it is defined.
    pub targets: Vec<NavigationTarget>,
}

/// How a reference touches its symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// It is the definition.
    Definition,
    /// It reads the symbol.
    Read,
}

/// One use of a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where.
    pub place: FileRange,
    /// How.
    pub kind: ReferenceKind,
}

/// What a completion proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A column in scope.
    Column,
    /// Several columns at once.
    Columns,
    /// The condition of a join.
    Condition,
    /// A named window.
    Window,
    /// The parameter of a lambda around the place.
    Parameter,
    /// A table alias in scope.
    Alias,
    /// A common table expression.
    Cte,
    /// A model of the project.
    Model,
    /// An external table.
    Source,
    /// A function of the dialect.
    Function,
    /// A type.
    Type,
    /// A word of the grammar.
    Keyword,
    /// A key of a TOML file.
    Key,
    /// A value of a TOML key.
    Value,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the menu shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside it: the type, the origin.
    pub detail: Option<String>,
    /// A longer description, in Markdown, where it takes nothing to know it.
    pub documentation: Option<String>,
    /// Whether there is a description to be looked up.
    pub has_documentation: bool,
    /// What is replaced.
    pub replace: TextRange,
    /// By what.
    pub insert: String,
    /// The same as a snippet of the protocol's grammar, where the cursor is to end up within it.
    pub snippet: Option<String>,
    /// Further edits that come with it, outside `replace`.
    pub additional: Vec<FileEdit>,
    /// Sorts the menu; smaller first.
    pub rank: u32,
}

/// Which inlay hints are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlayHintRequest {
    /// Where.
    pub range: TextRange,
    /// Types of select items.
    pub types: bool,
    /// Whether select items may be `NULL`.
    pub nullability: bool,
    /// How many columns stars stand for.
    pub expanded_stars: bool,
    /// How many rows of one side of a join go with a row of the other.
    pub join_cardinality: bool,
    /// Which models a model reads, where its configuration does not say so.
    pub dependencies: bool,
}

/// What an inlay hint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InlayHintKind {
    /// The value of a select item.
    Type,
    /// What a star stands for.
    Star,
    /// How many rows a join brings together.
    Join,
    /// Which models are read.
    Dependencies,
}

/// A few words that an editor shows between those of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// Behind what it is about.
    pub position: TextSize,
    /// The words.
    pub label: String,
    /// What it is about.
    pub kind: InlayHintKind,
    /// More of it, in Markdown.
    pub tooltip: Option<String>,
    /// The edits that write into the text what the hint says.
    pub edits: Vec<FileEdit>,
}

/// What a call wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The overloads; there is one at least.
    pub signatures: Vec<CallSignature>,
    /// The one that fits what is written so far.
    pub active: usize,
}

/// One way to call a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSignature {
    /// `name(parameter, parameter) -> result`.
    pub label: String,
    /// Where its parameters stand in `label`.
    pub parameters: Vec<TextRange>,
    /// The one that the argument at the cursor is for; absent where this signature has none for it.
    pub active_parameter: Option<usize>,
    /// What the function does, in Markdown.
    pub documentation: Option<String>,
}

impl Completion {
    /// A proposal with nothing beside it.
    pub(crate) fn plain(
        kind: CompletionKind,
        label: String,
        insert: String,
        replace: TextRange,
    ) -> Completion {
        Completion {
            label,
            kind,
            detail: None,
            documentation: None,
            has_documentation: false,
            replace,
            insert,
            snippet: None,
            additional: Vec::new(),
            rank: 0,
        }
    }
}

/// The proposals at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Best first.
    pub items: Vec<Completion>,
    /// Whether some were left out: the question is to be asked again when more is typed.
    pub is_incomplete: bool,
}

/// What a document symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SymbolKind {
    /// A model.
    Model,
    /// A common table expression.
    Cte,
    /// An output column.
    Column,
    /// A contract.
    Contract,
    /// A table of a TOML file.
    Table,
    /// A key of a TOML file.
    Key,
    /// A macro.
    Macro,
    /// A diagnostic, by its code.
    Diagnostic,
}

/// An entry of a file's outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// Its name.
    pub name: String,
    /// A few words beside it.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub full: TextRange,
    /// Its name's place, inside `full`.
    pub focus: TextRange,
    /// What it contains.
    pub children: Vec<DocumentSymbol>,
}

/// A symbol of the whole project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// What contains it: the model of a column, of a common table expression, of a contract.
    pub container: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Where it is.
    pub place: FileRange,
}

/// Line starts of a text, to convert offsets.
pub type LineIndex = Arc<line_index::LineIndex>;
