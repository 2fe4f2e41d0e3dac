//! Where a text can be broken in a way, and what then stands there.

use super::kind::Kind;
use crate::random::Random;
use base::TextRange;
use syntax::{NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken, trimmed};

/// What replaces a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: TextRange,
    pub(super) text: String,
}

impl Edit {
    fn replace(range: TextRange, text: impl Into<String>) -> Edit {
        Edit { range, text: text.into() }
    }

    /// The text with the edit made.
    pub(super) fn apply(&self, text: &str) -> String {
        let (start, end) = (usize::from(self.range.start()), usize::from(self.range.end()));
        [&text[..start], &self.text, &text[end..]].concat()
    }
}

/// Functions of other signatures than those that most calls have.
const OTHER_FUNCTIONS: &[&str] =
    &["upper", "abs", "date_trunc", "length", "nullif", "concat", "year", "substr", "list_sum", "sqrt"];

const OTHER_TYPES: &[&str] = &["VARCHAR", "DATE", "BIGINT", "BOOLEAN", "DOUBLE", "TIMESTAMP"];

/// A random edit of the text of a query that breaks it in a way; nothing where the text has no such place.
pub(super) fn edit(kind: Kind, root: &SyntaxNode, random: &mut Random) -> Option<Edit> {
    match kind {
        Kind::DropColumn => {
            drop_one(&items(&pick(output_selects(root).filter(|_| !is_union(root)), random)?), random)
        }
        Kind::DropFromArm => {
            drop_one(&items(&pick(output_selects(root).filter(|_| is_union(root)), random)?), random)
        }
        Kind::RenameColumn => rename(&pick(output_items(root), random)?),
        Kind::RetypeColumn => retype(&pick(output_items(root), random)?, random),
        Kind::MisspellColumn => {
            misspell(&pick(names(root, SyntaxKind::COLUMN_REF), random)?.last()?.clone(), random)
        }
        Kind::MisspellQualifier => misspell(pick(qualified(root), random)?.first()?, random),
        Kind::DropQualifier => {
            let name = pick(qualified(root), random)?;
            let [first, .., last] = &name[..] else { return None };
            let range = TextRange::new(first.text_range().start(), last.text_range().start());
            Some(Edit::replace(range, ""))
        }
        Kind::SwapColumn => swap_column(root, random),
        Kind::MisspellRelation => misspell(pick(relations(root), random)?.last()?, random),
        Kind::MisspellFunction => misspell(&pick(functions(root), random)?, random),
        Kind::SwapFunction => {
            let name = pick(functions(root), random)?;
            let other = OTHER_FUNCTIONS.get(random.below(OTHER_FUNCTIONS.len())?)?;
            (!other.eq_ignore_ascii_case(name.text())).then(|| Edit::replace(name.text_range(), *other))
        }
        Kind::DropArgument => drop_argument(&pick(argument_lists(root), random)?, random),
        Kind::DoubleArgument => {
            let arguments = pick(argument_lists(root), random)?;
            let last = arguments.children().last()?;
            Some(Edit::replace(TextRange::empty(trimmed(&last).end()), format!(", {}", written(&last))))
        }
        Kind::DropGroupKey => {
            let clause = pick(nodes(root, SyntaxKind::GROUP_BY_CLAUSE), random)?;
            let keys: Vec<SyntaxNode> = clause.children().collect();
            if keys.len() > 1 { drop_one(&keys, random) } else { Some(Edit::replace(trimmed(&clause), "")) }
        }
        Kind::AggregateInWhere => Some(append_condition(root, "COUNT(*) > 1", random)?),
        Kind::CompareWithNull => {
            let clause = pick(nodes(root, SyntaxKind::WHERE_CLAUSE), random)?;
            let column = written(&pick(nodes(&clause, SyntaxKind::COLUMN_REF), random)?);
            let end = TextRange::empty(trimmed(&clause).end());
            Some(Edit::replace(end, format!(" AND {column} = NULL")))
        }
        Kind::UnusedCte => {
            let with = pick(nodes(root, SyntaxKind::WITH_CLAUSE), random)?;
            let first = with.children().next()?;
            let start = TextRange::empty(trimmed(&first).start());
            Some(Edit::replace(start, "part_of_nothing AS (SELECT 1 AS one), "))
        }
        Kind::DuplicateOutput => {
            let item = pick(output_items(root).filter(|_| !is_union(root)), random)?;
            let name = output_name(&item)?;
            Some(Edit::replace(TextRange::empty(trimmed(&item).end()), format!(", 1 AS {}", name.text())))
        }
        _ => None,
    }
}

/// An edit that makes a model read another relation.
pub(super) fn read_instead(root: &SyntaxNode, relation: &str, random: &mut Random) -> Option<Edit> {
    let name = pick(relations(root), random)?;
    let range = name.first()?.text_range().cover(name.last()?.text_range());
    Some(Edit::replace(range, relation))
}

fn pick<T>(candidates: impl Iterator<Item = T>, random: &mut Random) -> Option<T> {
    let mut candidates: Vec<T> = candidates.collect();
    let at = random.below(candidates.len())?;
    Some(candidates.swap_remove(at))
}

fn nodes(root: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> + use<> {
    root.descendants().filter(move |it| it.kind() == kind)
}

/// The `SELECT`s whose lists make the columns of the model.
fn output_selects(root: &SyntaxNode) -> impl Iterator<Item = SyntaxNode> + use<> {
    nodes(root, SyntaxKind::SELECT).filter(|select| {
        select.ancestors().skip(1).all(|it| {
            use SyntaxKind::{FILE, QUERY, QUERY_STATEMENT, SET_OPERATION};
            matches!(it.kind(), SET_OPERATION | QUERY | QUERY_STATEMENT | FILE)
        })
    })
}

fn is_union(root: &SyntaxNode) -> bool {
    output_selects(root).count() > 1
}

fn items(select: &SyntaxNode) -> Vec<SyntaxNode> {
    let list = select.children().find(|it| it.kind() == SyntaxKind::SELECT_CLAUSE);
    list.iter().flat_map(|it| it.children()).filter(|it| it.kind() == SyntaxKind::SELECT_ITEM).collect()
}

fn output_items(root: &SyntaxNode) -> impl Iterator<Item = SyntaxNode> + use<> {
    output_selects(root).flat_map(|it| items(&it))
}

/// Takes one of several list elements out, with a comma beside it.
fn drop_one(elements: &[SyntaxNode], random: &mut Random) -> Option<Edit> {
    if elements.len() < 2 {
        return None;
    }
    let at = random.below(elements.len())?;
    let range = match elements.get(at + 1) {
        Some(next) => TextRange::new(trimmed(&elements[at]).start(), trimmed(next).start()),
        None => TextRange::new(trimmed(&elements[at - 1]).end(), trimmed(&elements[at]).end()),
    };
    Some(Edit::replace(range, ""))
}

fn drop_argument(list: &SyntaxNode, random: &mut Random) -> Option<Edit> {
    let arguments: Vec<SyntaxNode> = list.children().collect();
    match &arguments[..] {
        [only] => Some(Edit::replace(trimmed(only), "")),
        several => drop_one(several, random),
    }
}

/// A node's text without the blanks and comments around it.
fn written(node: &SyntaxNode) -> String {
    let (range, start) = (trimmed(node), node.text_range().start());
    node.text().slice(range - start).to_string()
}

/// The words of a node, comments and marks left out.
fn words(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> + use<> {
    let tokens = node.descendants_with_tokens().filter_map(NodeOrToken::into_token);
    tokens.filter(|it| it.text().starts_with(|first: char| first.is_alphabetic() || first == '_'))
}

fn alias(item: &SyntaxNode) -> Option<SyntaxToken> {
    let alias = item.children().find(|it| it.kind() == SyntaxKind::ALIAS)?;
    words(&alias).last()
}

/// What names the column of a select item.
fn output_name(item: &SyntaxNode) -> Option<SyntaxToken> {
    alias(item).or_else(|| words(&item.children().find(|it| it.kind() == SyntaxKind::COLUMN_REF)?).last())
}

fn rename(item: &SyntaxNode) -> Option<Edit> {
    let name = output_name(item)?;
    Some(match alias(item) {
        Some(alias) => Edit::replace(alias.text_range(), format!("{}_renamed", name.text())),
        None => Edit::replace(TextRange::empty(trimmed(item).end()), format!(" AS {}_renamed", name.text())),
    })
}

fn retype(item: &SyntaxNode, random: &mut Random) -> Option<Edit> {
    let (name, expression) = (output_name(item)?, item.children().next()?);
    let ty = OTHER_TYPES.get(random.below(OTHER_TYPES.len())?)?;
    let alias = if alias(item).is_none() { format!(" AS {}", name.text()) } else { String::new() };
    Some(Edit::replace(trimmed(&expression), format!("CAST({} AS {ty}){alias}", written(&expression))))
}

/// The names that nodes of a kind consist of.
fn names(root: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = Vec<SyntaxToken>> + use<> {
    nodes(root, kind).map(|it| words(&it).collect::<Vec<_>>()).filter(|it| !it.is_empty())
}

fn qualified(root: &SyntaxNode) -> impl Iterator<Item = Vec<SyntaxToken>> + use<> {
    names(root, SyntaxKind::COLUMN_REF).filter(|it| it.len() > 1)
}

fn relations(root: &SyntaxNode) -> impl Iterator<Item = Vec<SyntaxToken>> + use<> {
    let paths = nodes(root, SyntaxKind::NAMED_TABLE).filter_map(|table| table.first_child());
    paths.map(|it| words(&it).collect::<Vec<_>>()).filter(|it| !it.is_empty())
}

fn functions(root: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> + use<> {
    nodes(root, SyntaxKind::CALL_EXPR).filter_map(|call| words(&call).next())
}

fn argument_lists(root: &SyntaxNode) -> impl Iterator<Item = SyntaxNode> + use<> {
    let lists = nodes(root, SyntaxKind::CALL_EXPR).flat_map(|it| it.children());
    lists.filter(|it| it.kind() == SyntaxKind::ARG_LIST && it.children().next().is_some())
}

/// Takes a letter out of the middle, or doubles it.
fn misspell(name: &SyntaxToken, random: &mut Random) -> Option<Edit> {
    let text = name.text();
    let letters: Vec<char> = text.chars().collect();
    let at = 1 + random.below(letters.len().checked_sub(2)?)?;
    let wrong: String = match random.below(2)? {
        0 => letters[..at].iter().chain(&letters[at + 1..]).collect(),
        _ => letters[..=at].iter().chain(&letters[at..]).collect(),
    };
    Some(Edit::replace(name.text_range(), wrong))
}

/// Reads another column that the text names behind the same qualifier.
fn swap_column(root: &SyntaxNode, random: &mut Random) -> Option<Edit> {
    let all: Vec<Vec<SyntaxToken>> = names(root, SyntaxKind::COLUMN_REF).collect();
    let column = all.get(random.below(all.len())?)?;
    let [before @ .., last] = &column[..] else { return None };
    let texts = |tokens: &[SyntaxToken]| tokens.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>();
    let others = all.iter().filter(|other| {
        let [prefix @ .., name] = &other[..] else { return false };
        texts(prefix) == texts(before) && name.text() != last.text()
    });
    let other = pick(others, random)?;
    Some(Edit::replace(last.text_range(), other.last()?.text()))
}

fn append_condition(root: &SyntaxNode, condition: &str, random: &mut Random) -> Option<Edit> {
    let clause = pick(nodes(root, SyntaxKind::WHERE_CLAUSE), random)?;
    Some(Edit::replace(TextRange::empty(trimmed(&clause).end()), format!(" AND {condition}")))
}
