//! Recovery: what Rocky says of a query that lost a token, or two.
//!
//! Of queries that both DuckDB and Rocky read, one significant token is taken out, such that DuckDB refuses the rest. The
//! place where the token was is the gap. Counted are the messages; whether the first one points at one of the two
//! tokens beside the gap; and whether the items of the select list that end before the gap are still there. Of two
//! gaps in different clauses of one query, each must have a message of its own, in its clause.

use crate::duckdb::Engine;
use crate::entries::{self, Entry};
use crate::parse::{complaint, share};
use crate::random::Random;
use anyhow::Result;
use base::DialectKind;
use serde_json::{Value, json};
use std::path::Path;
use syntax::ast::{AstNode, SelectClause};
use syntax::{BatchParser, Parse, SyntaxKind, SyntaxNode, SyntaxToken, TextRange, TextSize, WalkEvent};

const DIALECT: DialectKind = DialectKind::DuckDb;
const SEED: u64 = 3;

/// What was counted.
#[derive(Default)]
pub struct Figures {
    /// Queries with one gap.
    pub queries: usize,
    /// Their messages.
    pub messages: usize,
    /// Those whose first message is beside the gap.
    pub beside: usize,
    /// Those whose select list kept its items before the gap, of those that have such items.
    pub kept: (usize, usize),
    /// Queries with two gaps: those with a message in both clauses, of all.
    pub both: (usize, usize),
    /// What went wrong, one line each.
    pub faults: Vec<String>,
}

/// Takes tokens out of `count` queries, and judges what Rocky says.
///
/// # Errors
/// The corpus or the engine fails.
pub fn measure(corpus: &Path, count: usize, engine: &mut Engine) -> Result<Figures> {
    let mut parser = BatchParser::new();
    let mut random = Random::new(SEED);
    let mut entries = entries::queries(corpus, DIALECT)?;
    random.shuffle(&mut entries);
    let mut figures = Figures::default();
    for entry in &entries {
        if figures.queries >= count && figures.both.1 >= count / 4 {
            break;
        }
        let parse = parser.parse_sql(&entry.sql, DIALECT);
        if complaint(&parse, DIALECT).is_some() {
            continue;
        }
        let tokens = significant(&parse.syntax());
        if figures.queries < count
            && let Some(gap) = gap(entry, &tokens, &mut random, engine)?
        {
            one_gap(entry, &parse, &tokens, gap, &mut parser, &mut figures);
        }
        if figures.both.1 < count / 4
            && let Some(gaps) = two_gaps(entry, &tokens, &mut random, engine)?
        {
            judge_two(entry, &tokens, gaps, &mut parser, &mut figures);
        }
    }
    Ok(figures)
}

fn significant(root: &SyntaxNode) -> Vec<SyntaxToken> {
    let tokens = root.preorder_with_tokens().filter_map(|event| match event {
        WalkEvent::Enter(element) => element.into_token(),
        WalkEvent::Leave(_) => None,
    });
    tokens.filter(|it| !it.kind().is_trivia() && it.kind() != SyntaxKind::SEMICOLON).collect()
}

/// A token without which DuckDB refuses the query: the place of one of a few that are tried.
fn gap(
    entry: &Entry,
    tokens: &[SyntaxToken],
    random: &mut Random,
    engine: &mut Engine,
) -> Result<Option<usize>> {
    for _ in 0..4 {
        let Some(at) = random.below(tokens.len()) else { return Ok(None) };
        if engine.is_syntax_error(&without(&entry.sql, &[tokens[at].text_range()]))? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The text without these ranges, in the order of the text. A blank takes their place, lest two tokens become one.
fn without(text: &str, ranges: &[TextRange]) -> String {
    let (mut out, mut done) = (String::new(), 0);
    for range in ranges {
        out.push_str(&text[done..usize::from(range.start())]);
        out.push(' ');
        done = usize::from(range.end());
    }
    out.push_str(&text[done..]);
    out
}

fn one_gap(
    entry: &Entry,
    before: &Parse,
    tokens: &[SyntaxToken],
    gap: usize,
    parser: &mut BatchParser,
    figures: &mut Figures,
) {
    let removed = tokens[gap].text_range();
    let text = without(&entry.sql, &[removed]);
    let after = parser.parse_sql(&text, DIALECT);
    figures.queries += 1;
    figures.messages += after.errors.len();
    let shift = removed.len() - TextSize::from(1);
    let neighbours = [
        gap.checked_sub(1).map(|it| tokens[it].text_range()),
        tokens.get(gap + 1).map(|it| it.text_range() - shift),
    ];
    let is_beside = after.errors.first().is_some_and(|error| {
        neighbours.iter().flatten().any(|it| it.intersect(error.range).is_some_and(|it| !it.is_empty()))
            || error.range.is_empty() && error.range.start() <= removed.start() + TextSize::from(1)
    });
    figures.beside += usize::from(is_beside);
    let mut complaints = Vec::new();
    if !is_beside || after.errors.len() != 1 {
        complaints.extend(after.errors.iter().map(|it| format!("{:?} {}", &text[it.range], it.message)));
        if complaints.is_empty() {
            complaints.push("nothing".to_owned());
        }
    }
    let items = items_before(before, removed.start());
    if !items.is_empty() {
        let kept = items_before(&after, TextSize::of(text.as_str()));
        let is_kept = kept.starts_with(&items);
        figures.kept.0 += usize::from(is_kept);
        figures.kept.1 += 1;
        if !is_kept {
            complaints.push("select items lost".to_owned());
        }
    }
    if !complaints.is_empty() {
        let word = if is_beside { "beside" } else { "ELSEWHERE" };
        let shown = format!(
            "{}⟨{}⟩{}",
            &entry.sql[..removed.start().into()],
            tokens[gap].text(),
            &entry.sql[removed.end().into()..]
        );
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        figures.faults.push(format!("{}\t{word}\t{}\t{shown}", entry.id, complaints.join(" | ")));
    }
}

/// The items of the first select list that end before an offset, blanks left out.
fn items_before(parse: &Parse, offset: TextSize) -> Vec<String> {
    let root = parse.syntax();
    let Some(list) = root.descendants().find_map(SelectClause::cast) else { return Vec::new() };
    let words =
        |node: &SyntaxNode| significant(node).iter().map(|it| it.text().to_owned()).collect::<Vec<_>>();
    // An item is known to end only by the comma behind it.
    let mut items: Vec<(TextSize, String)> = Vec::new();
    for element in list.syntax().children_with_tokens() {
        match element {
            syntax::NodeOrToken::Node(it) if it.kind() == SyntaxKind::SELECT_ITEM => {
                items.push((TextSize::from(u32::MAX), words(&it).join(" ")));
            }
            syntax::NodeOrToken::Token(it) if it.kind() == SyntaxKind::COMMA => {
                if let Some(last) = items.last_mut() {
                    last.0 = it.text_range().end();
                }
            }
            _ => {}
        }
    }
    let is_whole = TextSize::of(&*root.text().to_string()) == offset;
    items.into_iter().filter(|it| is_whole || it.0 <= offset).map(|it| it.1).collect()
}

const CLAUSES: &[SyntaxKind] = &[
    SyntaxKind::WITH_CLAUSE,
    SyntaxKind::SELECT_CLAUSE,
    SyntaxKind::FROM_CLAUSE,
    SyntaxKind::WHERE_CLAUSE,
    SyntaxKind::GROUP_BY_CLAUSE,
    SyntaxKind::HAVING_CLAUSE,
    SyntaxKind::QUALIFY_CLAUSE,
    SyntaxKind::WINDOW_CLAUSE,
    SyntaxKind::ORDER_BY_CLAUSE,
    SyntaxKind::LIMIT_CLAUSE,
];

/// The outermost clause around a token.
fn clause(token: &SyntaxToken) -> Option<SyntaxNode> {
    token.parent_ancestors().filter(|it| CLAUSES.contains(&it.kind())).last()
}

/// Two tokens of different clauses, neither of which DuckDB can do without.
fn two_gaps(
    entry: &Entry,
    tokens: &[SyntaxToken],
    random: &mut Random,
    engine: &mut Engine,
) -> Result<Option<[usize; 2]>> {
    let Some(first) = gap(entry, tokens, random, engine)? else { return Ok(None) };
    let Some(second) = gap(entry, tokens, random, engine)? else { return Ok(None) };
    let (Some(a), Some(b)) = (clause(&tokens[first]), clause(&tokens[second])) else { return Ok(None) };
    // The first word of a clause opens it: without it there is no such clause to speak of.
    let opens = |clause: &SyntaxNode, at: usize| {
        significant(clause).first().is_some_and(|it| it.text_range() == tokens[at].text_range())
    };
    if a == b || opens(&a, first) || opens(&b, second) {
        return Ok(None);
    }
    Ok(Some([first.min(second), first.max(second)]))
}

fn judge_two(
    entry: &Entry,
    tokens: &[SyntaxToken],
    gaps: [usize; 2],
    parser: &mut BatchParser,
    figures: &mut Figures,
) {
    let removed = gaps.map(|it| tokens[it].text_range());
    let text = without(&entry.sql, &removed);
    let after = parser.parse_sql(&text, DIALECT);
    let shift = removed[0].len() - TextSize::from(1);
    let has_message = |gap: usize| {
        let Some(clause) = clause(&tokens[gaps[gap]]) else { return false };
        let mut range = clause.text_range();
        let behind = significant(&clause).last().and_then(|it| it.next_token());
        // What a clause lacks at its end is said at the token behind it.
        let mut next = behind;
        while let Some(token) = next.clone().filter(|it| it.kind().is_trivia()) {
            next = token.next_token();
        }
        if let Some(token) = next {
            range = range.cover(token.text_range());
        }
        let start = if range.start() > removed[0].start() { range.start() - shift } else { range.start() };
        let end =
            range.end() - shift - if gap == 1 { removed[1].len() - TextSize::from(1) } else { 0.into() };
        let found = after.errors.iter().filter(|it| it.range.start() >= start && it.range.start() <= end);
        found.count() > 0
    };
    // One message between the two would count for both: there must be two.
    let is_both = after.errors.len() >= 2 && has_message(0) && has_message(1);
    figures.both.0 += usize::from(is_both);
    figures.both.1 += 1;
    if !is_both {
        let complaints: Vec<_> =
            after.errors.iter().map(|it| format!("{:?} {}", &text[it.range], it.message)).collect();
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let names = gaps.map(|it| tokens[it].text().to_owned()).join(" and ");
        figures.faults.push(format!("{}\tTWO\t{names}\t{}\t{one_line}", entry.id, complaints.join(" | ")));
    }
}

impl Figures {
    /// The mean number of messages.
    pub fn mean(&self) -> f64 {
        if self.queries == 0 { 0.0 } else { self.messages as f64 / self.queries as f64 }
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "queries": self.queries,
            "messages_mean": self.mean(),
            "first_beside_gap": share(self.beside, self.queries),
            "select_items_kept": share(self.kept.0, self.kept.1),
            "two_gaps": self.both.1,
            "both_reported": share(self.both.0, self.both.1),
        })
    }

    /// As a Markdown table.
    pub fn to_markdown(&self) -> String {
        format!(
            "| of {} queries without one token | bar | |\n|---|---:|---:|\n\
             | messages, on average | ≤ 1.2 | {:.3} |\n\
             | first message at a token beside the gap | ≥ 90 % | {:.1} % |\n\
             | select list keeps its items before the gap ({} have some) | all | {:.2} % |\n\
             | both reported, of {} queries without two tokens of different clauses | ≥ 95 % | {:.1} % |\n",
            self.queries,
            self.mean(),
            share(self.beside, self.queries),
            self.kept.1,
            share(self.kept.0, self.kept.1),
            self.both.1,
            share(self.both.0, self.both.1),
        )
    }
}
