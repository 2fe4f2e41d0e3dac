//! Where a line begins that is being written: by what stands before it, and by the word that it begins with.
//!
//! Only the text above the line is read, so what stands below may be as broken as it likes. Indentations are taken over
//! from the lines that are there, however they came about; a level is added to them where the layout adds one.

mod lines;

use crate::options::FormatOptions;
use crate::parse_text;
use crate::units::is_pipe_operator;
use lines::{LineStart, Lines};
use syntax::{
    Lexis, NodeOrToken, SyntaxElement, SyntaxKind, SyntaxKind::*, SyntaxNode, SyntaxToken, TextSize,
};

/// The blanks that the line around `offset` should begin with. Nothing where that cannot be told: in a string, a comment,
/// frontmatter, behind a mistake in the same statement, and where nothing is open.
pub fn indentation(text: &str, offset: TextSize, lexis: Lexis, options: &FormatOptions) -> Option<String> {
    let before = text.get(..usize::from(offset))?;
    let start = before.rfind('\n')? + 1;
    if syntax::split_frontmatter(text).is_some_and(|it| usize::from(it.body_start) > start) {
        return None;
    }
    let above = &text[..start];
    let parse = parse_text(above, lexis);
    let root = parse.syntax();
    let mut reader = Reader {
        lines: Lines::new(above, options.indent),
        frames: vec![Frame::new(EOF, 0, "")],
        start: None,
    };
    let (mut last, mut ends_with_break) = (None, false);
    let tokens = root.descendants_with_tokens().filter_map(NodeOrToken::into_token);
    for token in tokens.filter(|it| !it.text().is_empty()) {
        ends_with_break = token.kind() == WHITESPACE && token.text().ends_with('\n');
        if token.kind().is_trivia() || token.parent().is_some_and(|it| it.kind() == FRONTMATTER) {
            continue;
        }
        reader.token(&token)?;
        last = Some(token);
    }
    // A string or a comment that goes on has taken the line break.
    let last = last.filter(|_| ends_with_break)?;
    // What is missing at the end is still to be typed; anything else is wrong, and says nothing of the rest.
    let is_wrong = |it: &syntax::SyntaxError| {
        let is_at_end = it.range.start() >= last.text_range().start() && last.kind() != STRING;
        let is_of_statement = reader.start.is_some_and(|start| it.range.end() > start);
        it.opened.is_none() && !is_at_end && is_of_statement
    };
    if parse.errors.iter().any(is_wrong) {
        return None;
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    reader.answer(&last, &LineStart::new(line, lexis))
}

/// Whether a line begins with a word that has a place: that of a clause, a join, a condition, an arm, a step.
pub fn begins_with_placed_word(line: &str, lexis: Lexis) -> bool {
    LineStart::new(line, lexis).is_placed()
}

/// What is open at some place: the file, brackets, or a `CASE`.
struct Frame {
    /// What has opened it.
    opener: SyntaxKind,
    /// The line of that.
    line: usize,
    /// The indentation of the line that it was opened in.
    outside: String,
    /// The indentation of the last line within it that begins with an element, or with an arm.
    inside: Option<String>,
    /// Whether the next token begins an element.
    is_at_element: bool,
    /// Where the clauses of its query stand.
    clauses: Option<String>,
    /// The clause that is being written.
    clause: Option<Clause>,
}

/// A clause, a join, a step of a pipeline.
struct Clause {
    node: SyntaxNode,
    /// The line that it begins in.
    line: usize,
    /// Where it stands, or would stand if it began its line.
    indentation: String,
    /// Where the next join of the same tables stands, for a join and for its condition.
    join: Option<String>,
    /// Whether nothing but its own words is there yet.
    is_empty: bool,
    /// The line that the current item begins in, and the indentation of that.
    item: Option<(usize, String)>,
    /// The indentation of the last line that begins with an item.
    items: Option<String>,
}

impl Frame {
    fn new(opener: SyntaxKind, line: usize, outside: &str) -> Frame {
        let outside = outside.to_owned();
        Frame { opener, line, outside, inside: None, is_at_element: true, clauses: None, clause: None }
    }

    fn holds_clauses(&self) -> bool {
        matches!(self.opener, EOF | L_PAREN)
    }
}

struct Reader<'t> {
    lines: Lines<'t>,
    frames: Vec<Frame>,
    /// Where the current statement begins.
    start: Option<TextSize>,
}

impl Reader<'_> {
    /// Reads a token; nothing where brackets do not match.
    fn token(&mut self, token: &SyntaxToken) -> Option<()> {
        let (kind, at) = (token.kind(), token.text_range().start());
        let (line, is_first) = (self.lines.line(at), self.lines.is_first(at));
        let indentation = self.lines.indentation(line);
        self.start.get_or_insert(at);
        match kind {
            R_PAREN | R_BRACKET | R_BRACE => {
                let opener = self.frames.pop()?.opener;
                return (opener == opening(kind)).then_some(());
            }
            END_KW if is_of(token, CASE_EXPR) => {
                let opener = self.frames.pop()?.opener;
                return (opener == CASE_KW).then_some(());
            }
            SEMICOLON if self.frames.len() == 1 => {
                self.frames = vec![Frame::new(EOF, 0, "")];
                self.start = None;
                return Some(());
            }
            _ => {}
        }
        let unit = self.lines.unit();
        let frame = self.frames.last_mut()?;
        if let Some(node) = clause_of(token).filter(|_| frame.holds_clauses()) {
            frame.open_clause(node, line, is_first.then_some(indentation), indentation, unit);
        } else {
            frame.item(token, line, is_first.then_some(indentation), indentation);
        }
        let opens =
            matches!(kind, L_PAREN | L_BRACKET | L_BRACE) || kind == CASE_KW && is_of(token, CASE_EXPR);
        if opens {
            self.frames.push(Frame::new(kind, line, indentation));
        }
        Some(())
    }

    /// The indentation of a line that begins with `next`, below `last`.
    fn answer(&self, last: &SyntaxToken, next: &LineStart) -> Option<String> {
        let frame = self.frames.last()?;
        let unit = self.lines.unit();
        let deeper = |than: &str| format!("{than}{unit}");
        let last_line = self.lines.line(last.text_range().start());
        if next.closes(frame.opener) {
            return Some(frame.outside.clone());
        }
        if last.kind() == SEMICOLON && self.frames.len() == 1 {
            return Some(String::new());
        }
        if frame.opener == CASE_KW {
            let arms = frame.inside.clone().unwrap_or_else(|| deeper(&frame.outside));
            let is_within_arm = matches!(last.kind(), WHEN_KW | THEN_KW) || next.is_within_arm();
            return Some(if is_within_arm { deeper(&arms) } else { arms });
        }
        if next.begins_pipeline() && frame.opener == EOF && last.kind() != EQ {
            return Some(String::new());
        }
        if let Some(clause) = &frame.clause {
            return Some(self.in_clause(frame, clause, last, next));
        }
        if frame.opener == EOF {
            return None;
        }
        // Elements in brackets.
        match &frame.inside {
            Some(inside) if last_line > frame.line => match is_open(last) || next.is_operator() {
                true => Some(self.lines.indentation(last_line).to_owned()),
                false => Some(inside.clone()),
            },
            _ => Some(deeper(&frame.outside)),
        }
    }

    fn in_clause(&self, frame: &Frame, clause: &Clause, last: &SyntaxToken, next: &LineStart) -> String {
        let unit = self.lines.unit();
        let deeper = |than: &str| format!("{than}{unit}");
        let last_line = self.lines.line(last.text_range().start());
        let clauses = || frame.clauses.clone().unwrap_or_else(|| clause.indentation.clone());
        let items = || clause.items.clone().unwrap_or_else(|| deeper(&clause.indentation));
        let kind = clause.node.kind();
        if kind == LET_BINDING {
            return items();
        }
        if next.is_clause() {
            return clauses();
        }
        let must_go_on = last.kind() == COMMA || is_open(last);
        if next.is_join() && !must_go_on || last.kind() == COMMA && clause.join.is_some() {
            let of_tables = || clause.items.clone().filter(|_| kind == FROM_CLAUSE);
            return clause.join.clone().or_else(of_tables).unwrap_or_else(clauses);
        }
        if matches!(kind, WITH_CLAUSE | SET_OPERATION) {
            return clause.indentation.clone();
        }
        let needs_condition = kind == JOIN_TABLE && !has_no_condition(&clause.node);
        let is_item = last.kind() == COMMA || next.is_comma() || next.is_condition_of_join();
        if clause.is_empty || is_item || needs_condition {
            return items();
        }
        let continues = is_open(last) || next.is_operator();
        let is_logical = |kind| matches!(kind, AND_KW | OR_KW);
        let is_of_condition = is_condition(kind) && (is_logical(last.kind()) || next.is_logical());
        let (item_line, item) = match &clause.item {
            Some((line, indentation)) => (*line, indentation.clone()),
            None => (clause.line, clause.indentation.clone()),
        };
        match continues {
            true if is_of_condition => items(),
            // What goes on already goes on as it did.
            true if item_line < last_line => self.lines.indentation(last_line).to_owned(),
            true => deeper(&item),
            // The next clause may follow what stands beside the words of this one.
            false if item_line == clause.line && last_line == clause.line => clauses(),
            false if self.lines.begins_logically(last_line) => self.lines.indentation(last_line).to_owned(),
            false => item,
        }
    }
}

impl Frame {
    /// Begins a clause; `own` is the indentation of its line, if it begins that.
    fn open_clause(&mut self, node: SyntaxNode, line: usize, own: Option<&str>, around: &str, unit: &str) {
        let kind = node.kind();
        if kind == LET_BINDING || kind == FROM_STEP && own.is_some() {
            self.clauses = None;
        }
        let of_query = match (&self.clauses, own) {
            (None, Some(own)) => own.to_owned(),
            (None, None) if self.opener == EOF && kind != FROM_STEP => around.to_owned(),
            // Beside `let`, or beside the parenthesis.
            (None, None) => format!("{around}{unit}"),
            (Some(clauses), _) => clauses.clone(),
        };
        let is_within = matches!(kind, JOIN_TABLE | JOIN_ON | JOIN_USING | FRAME_CLAUSE | LET_BINDING);
        let join = self.clause.take().and_then(|it| it.join).filter(|_| matches!(kind, JOIN_ON | JOIN_USING));
        let indentation = own.map_or_else(|| join.clone().unwrap_or(of_query), str::to_owned);
        let join = if kind == JOIN_TABLE { Some(indentation.clone()) } else { join };
        if !is_within {
            self.clauses = Some(indentation.clone());
        }
        // The condition of a join stands below it, and so do the conditions that it goes on with.
        let items = match kind {
            JOIN_ON | JOIN_USING => own.map(str::to_owned),
            _ => None,
        };
        self.clause = Some(Clause { node, line, indentation, join, is_empty: true, item: None, items });
    }

    /// Reads what is no clause's first word.
    fn item(&mut self, token: &SyntaxToken, line: usize, own: Option<&str>, around: &str) {
        let kind = token.kind();
        let is_element = match self.opener {
            CASE_KW => matches!(kind, WHEN_KW | ELSE_KW),
            _ => self.is_at_element && kind != COMMA,
        };
        if let Some(own) = own.filter(|_| is_element) {
            self.inside = Some(own.to_owned());
        }
        self.is_at_element = kind == COMMA;
        let Some(clause) = &mut self.clause else { return };
        if kind == COMMA {
            clause.item = None;
            clause.is_empty = false;
            return;
        }
        let is_own_word = |it: SyntaxNode| {
            it.kind() == DISTINCT_CLAUSE
                || kind.is_keyword() && (it == clause.node || is_pipe_operator(clause.node.kind()))
        };
        if clause.is_empty && token.parent().is_some_and(is_own_word) {
            return;
        }
        clause.is_empty = false;
        if clause.item.is_none() {
            clause.item = Some((line, around.to_owned()));
            if let Some(own) = own {
                clause.items = Some(own.to_owned());
            }
        }
    }
}

/// The clause that a token begins.
fn clause_of(token: &SyntaxToken) -> Option<SyntaxNode> {
    let node = token.parent()?;
    let is_there = |it: &SyntaxElement| !it.kind().is_trivia() && !it.text_range().is_empty();
    let mut parts = node.children_with_tokens().filter(is_there);
    let mut is_first = || parts.next().and_then(NodeOrToken::into_token).as_ref() == Some(token);
    let is_clause = match node.kind() {
        JOIN_TABLE | SET_OPERATION => {
            let mut words = node.children_with_tokens().filter_map(NodeOrToken::into_token);
            words.find(|it| it.kind().is_keyword()).as_ref() == Some(token)
        }
        SELECT_CLAUSE | FROM_CLAUSE | WHERE_CLAUSE | GROUP_BY_CLAUSE | HAVING_CLAUSE | QUALIFY_CLAUSE
        | WINDOW_CLAUSE | ORDER_BY_CLAUSE | PARTITION_BY_CLAUSE | FRAME_CLAUSE | LIMIT_CLAUSE
        | OFFSET_CLAUSE | FETCH_CLAUSE | WITH_CLAUSE | VALUES_CLAUSE | SET_CLAUSE | CONNECT_BY_CLAUSE
        | START_WITH_CLAUSE | RETURNING_CLAUSE | JOIN_ON | JOIN_USING | LET_BINDING => is_first(),
        FROM_STEP | WHERE_STEP | GROUP_STEP | DERIVE_STEP | SELECT_STEP | JOIN_STEP | SORT_STEP
        | TAKE_STEP | DISTINCT_STEP | REPLICATE_STEP => is_first(),
        kind => is_pipe_operator(kind) && token.kind() == PIPE_GT,
    };
    is_clause.then_some(node)
}

/// Whether a join compares nothing.
fn has_no_condition(join: &SyntaxNode) -> bool {
    let mut words = join.children_with_tokens().map(|it| it.kind());
    words.any(|it| matches!(it, CROSS_KW | NATURAL_KW | POSITIONAL_KW | APPLY_KW))
}

/// Whether the conditions of a clause stand one on each line, deeper than the clause.
fn is_condition(kind: SyntaxKind) -> bool {
    matches!(kind, WHERE_CLAUSE | HAVING_CLAUSE | QUALIFY_CLAUSE | CONNECT_BY_CLAUSE | JOIN_ON | WHERE_STEP)
}

/// Whether something must follow a token in its expression.
fn is_open(token: &SyntaxToken) -> bool {
    matches!(token.kind(), NOT_KW | IN_KW | LIKE_KW | BETWEEN_KW | IS_KW | AS_KW) || is_operator(token)
}

fn is_operator(token: &SyntaxToken) -> bool {
    matches!(token.kind(), AND_KW | OR_KW) || !token.kind().is_keyword() && is_of(token, BINARY_EXPR)
}

fn is_of(token: &SyntaxToken, kind: SyntaxKind) -> bool {
    token.parent().is_some_and(|it| it.kind() == kind)
}

fn opening(closing: SyntaxKind) -> SyntaxKind {
    match closing {
        R_PAREN => L_PAREN,
        R_BRACKET => L_BRACKET,
        _ => L_BRACE,
    }
}
