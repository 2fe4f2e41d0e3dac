//! Lowering of `SELECT` blocks.

use super::{Context, UnzipBoxes, segments, trimmed};
use crate::{
    Clause, Expr, ExprId, Frame, FrameBound, FrameUnit, GroupBy, ItemRanges, PatternKind, Relation,
    RelationId, Select, SelectId, SelectItem, SelectRanges, Star, StarPattern, StarRanges, Window,
    WindowRanges,
};
use base::{Ident, TextRange, TextSize};
use syntax::{
    SyntaxNode, SyntaxToken, T,
    ast::{self, AstNode},
};

impl Context {
    pub(super) fn select(&mut self, select: &ast::Select) -> SelectId {
        let full = trimmed(select.syntax());
        let outer_variables = self.range_variables.len();
        let from = self.relations_of_from(select);
        let clause = select.select_clause();
        let mut items = Vec::new();
        let mut item_ranges = Vec::new();
        let mut distinct_on = Box::default();
        let mut distinct = false;
        let as_struct = clause.as_ref().is_some_and(|it| it.struct_token().is_some());
        let as_value = clause.as_ref().is_some_and(|it| it.value_token().is_some());
        if let Some(clause) = &clause {
            if let Some(it) = clause.distinct_clause() {
                distinct = true;
                distinct_on = it.exprs().map(|it| self.expr(&it)).collect();
            }
            for item in clause.select_items() {
                if let Some(names) = item.alias().and_then(|it| it.column_name_list()) {
                    let call = self.required(item.expr(), item.syntax());
                    let part = |index| Expr::Generated { call, index };
                    self.several_columns(part, names.names(), &mut items, &mut item_ranges);
                    continue;
                }
                let (item, ranges) = self.select_item(&item);
                items.push(item);
                item_ranges.push(ranges);
            }
        }
        if let Some(clause) = select.transform_clause() {
            let parts: Box<[ExprId]> = clause.exprs().map(|it| self.expr(&it)).collect();
            // What a script writes is text where no type is given
            // (<https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-transform.html>).
            let types = clause.alias_columns().map(|it| it.type_name());
            let types =
                types.map(|it| it.map_or("string".into(), |it| super::expr::source_text(it.syntax())));
            let types: Vec<base::SmolStr> = types.collect();
            let part = |index: u32| Expr::Typed {
                ty: types.get(index as usize).cloned().unwrap_or_default(),
                parts: parts.clone(),
            };
            let names = clause.alias_columns().filter_map(|it| it.name());
            self.several_columns(part, names, &mut items, &mut item_ranges);
        }
        let filter = select.where_clause().and_then(|it| it.condition()).map(|it| self.expr(&it));
        let group_by = self.group_by(select.group_by_clause());
        let having = select.having_clause().and_then(|it| it.condition()).map(|it| self.expr(&it));
        let windows = self.windows(select.window_clause());
        let qualify = select.qualify_clause().and_then(|it| it.condition()).map(|it| self.expr(&it));
        let keyword = clause.as_ref().and_then(|it| it.select_token()).map(|it| it.text_range());
        let keyword = keyword
            .or_else(|| select.from_clause()?.from_token().map(|it| it.text_range()))
            .unwrap_or(TextRange::empty(full.start()));
        let list = match (item_ranges.first(), item_ranges.last()) {
            (Some(first), Some(last)) => first.full.cover(last.full),
            _ => TextRange::empty(keyword.end()),
        };
        // `FROM t` alone yields every column. A SELECT whose list is missing yields none that we know of.
        if items.is_empty() {
            match clause.is_some() || select.transform_clause().is_some() {
                true => {
                    items.push(SelectItem::Missing);
                    item_ranges.push(Context::plain_item(list));
                }
                false => {
                    items.push(SelectItem::Star(Star::implied()));
                    let star = StarRanges { star: keyword, ..StarRanges::default() };
                    item_ranges
                        .push(ItemRanges { star: Some(Box::new(star)), ..Context::plain_item(keyword) });
                }
            }
        }
        if clause.as_ref().is_some_and(|it| self.lost_select_items(it)) {
            items.push(SelectItem::Missing);
            item_ranges.push(Context::plain_item(TextRange::empty(list.end())));
        }
        self.range_variables.truncate(outer_variables);
        let clauses = clause_ranges(select);
        let items_at = item_ranges.into();
        let ranges = SelectRanges {
            full,
            keyword,
            list,
            items: items_at,
            clauses,
            windows: windows.ranges,
            ..SelectRanges::default()
        };
        self.alloc_select(
            Select {
                as_struct,
                as_value,
                distinct,
                distinct_on,
                items: items.into(),
                from: from.into(),
                filter,
                group_by,
                having,
                qualify,
                windows: windows.named,
                ..Select::default()
            },
            ranges,
        )
    }

    /// The columns that one function or script yields under several names.
    fn several_columns(
        &mut self,
        part: impl Fn(u32) -> Expr,
        names: impl Iterator<Item = ast::Name>,
        items: &mut Vec<SelectItem>,
        ranges: &mut Vec<ItemRanges>,
    ) {
        for (index, name) in names.enumerate() {
            let full = trimmed(name.syntax());
            let expr = self.alloc_expr(part(index as u32), full);
            items.push(SelectItem::Expr { expr, alias: name.ident() });
            ranges.push(ItemRanges { full, name: Some(full), aliased: true, star: None });
        }
    }

    /// The relations of a `FROM`.
    pub(super) fn relations_of_from(&mut self, select: &ast::Select) -> Vec<RelationId> {
        let mut from: Vec<_> =
            select.from_clause().iter().flat_map(|it| it.table_refs()).map(|it| self.relation(&it)).collect();
        if let Some(clause) = select.from_clause()
            && self.lost_relations(clause.syntax())
        {
            from.push(self.alloc_relation(Relation::Missing, Context::relation_ranges(clause.syntax())));
        }
        if let Some(clause) = select.connect_by_clause() {
            // LEVEL and its kin are columns that no relation has.
            from.push(self.alloc_relation(Relation::Missing, Context::relation_ranges(clause.syntax())));
        }
        from
    }

    /// Whether a mistake in the grammar may have cost a select list some of its items: an expression that is not closed
    /// swallows those behind it, and the mistake is where the next clause begins.
    pub(super) fn lost_items(&self, clause: &SyntaxNode) -> bool {
        self.errors_in_and_behind(clause).next().is_some()
    }

    /// [`Self::lost_items`] of a select list, whose items tell more.
    pub(super) fn lost_select_items(&self, clause: &ast::SelectClause) -> bool {
        let items: Vec<ast::SelectItem> = clause.select_items().collect();
        self.errors_in_and_behind(clause.syntax())
            .any(|(at, _)| !items.iter().any(|it| costs_no_other(it, at)))
    }

    /// Whether a mistake in the grammar may have cost a `FROM` some of its relations. A mistake behind it with a fix is a
    /// misspelt keyword.
    fn lost_relations(&self, clause: &SyntaxNode) -> bool {
        let end = trimmed(clause).end();
        self.errors_in_and_behind(clause).any(|(start, has_fix)| start < end || !has_fix)
    }

    /// The mistakes that begin within a clause or where the next one begins.
    fn errors_in_and_behind(&self, clause: &SyntaxNode) -> impl Iterator<Item = (TextSize, bool)> {
        let start = trimmed(clause).start();
        let first = self.errors.partition_point(|it| it.0 < start);
        let mut errors = self.errors[first..].iter().copied().peekable();
        let next = errors.peek().map_or(start, |_| next_start(clause));
        errors.take_while(move |it| it.0 <= next)
    }

    pub(super) fn select_item(&mut self, item: &ast::SelectItem) -> (SelectItem, ItemRanges) {
        let full = trimmed(item.syntax());
        let alias = item.alias().and_then(|it| it.name());
        let alias = alias.and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        match item.expr() {
            Some(expr) if item.column_name_list().is_some() => {
                let pattern = Some(StarPattern::Row(self.expr(&expr)));
                let item = SelectItem::Star(Star { pattern, ..Star::default() });
                let ranges = StarRanges { star: trimmed(expr.syntax()), ..StarRanges::default() };
                (item, ItemRanges { full, star: Some(Box::new(ranges)), ..ItemRanges::default() })
            }
            Some(ast::Expr::StarExpr(star)) if alias.is_none() => {
                let (star, ranges) = self.star(&star);
                (
                    SelectItem::Star(star),
                    ItemRanges { full, star: Some(Box::new(ranges)), ..ItemRanges::default() },
                )
            }
            Some(ast::Expr::ColumnsExpr(columns)) if alias.is_none() && columns.star_token().is_none() => {
                let (star, ranges) = self.columns(&columns);
                (
                    SelectItem::Star(star),
                    ItemRanges { full, star: Some(Box::new(ranges)), ..ItemRanges::default() },
                )
            }
            Some(expr) => {
                let name = match (&alias, &expr) {
                    (Some((_, range)), _) => Some(*range),
                    (None, ast::Expr::ColumnRef(it)) => segments(it.syntax()).1.last().copied(),
                    _ => None,
                };
                let expr = self.expr(&expr);
                let aliased = alias.is_some();
                let item = SelectItem::Expr { expr, alias: alias.map(|it| it.0) };
                (item, ItemRanges { full, name, aliased, star: None })
            }
            None => (SelectItem::Missing, Context::plain_item(full)),
        }
    }

    pub(super) fn star(&mut self, star: &ast::StarExpr) -> (Star, StarRanges) {
        let (qualifier, qualifier_ranges) =
            star.qualifier().filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes();
        let (exclude, exclude_ranges) = star
            .exclude_list()
            .iter()
            .flat_map(|it| it.paths())
            .filter_map(|it| Some((it.last()?.ident()?, trimmed(it.syntax()))))
            .unzip_boxes();
        let replacements: Vec<_> = star.replace_list().iter().flat_map(|it| it.replace_items()).collect();
        let (replace, replace_ranges) = replacements
            .into_iter()
            .filter_map(|it| {
                let name = it.name()?;
                Some(((self.expr(&it.expr()?), name.ident()?), trimmed(name.syntax())))
            })
            .unzip_boxes();
        let renames: Vec<_> = star.rename_list().iter().flat_map(|it| it.rename_items()).collect();
        let (rename, rename_ranges) = renames
            .into_iter()
            .filter_map(|it| {
                let (old, new) = (it.path()?, it.name()?);
                let names = (old.last()?.ident()?, new.ident()?);
                Some((names, (trimmed(old.syntax()), trimmed(new.syntax()))))
            })
            .unzip_boxes();
        let base = star.base().map(|it| self.expr(&it));
        let pattern = star.star_like().and_then(|it| self.star_pattern(&it));
        let mark = star.star_token().map(|it| it.text_range()).unwrap_or_else(|| trimmed(star.syntax()));
        (
            Star { qualifier, base, exclude, replace, rename, pattern, implied: false },
            StarRanges {
                star: mark,
                qualifier: qualifier_ranges,
                exclude: exclude_ranges,
                replace: replace_ranges,
                rename: rename_ranges,
            },
        )
    }

    /// `COLUMNS(…)` as the star that it means.
    pub(super) fn columns(&mut self, columns: &ast::ColumnsExpr) -> (Star, StarRanges) {
        let full = trimmed(columns.syntax());
        let arguments: Vec<_> = columns.exprs().collect();
        if let [ast::Expr::StarExpr(inner)] = &arguments[..] {
            let (star, ranges) = self.star(inner);
            return (star, StarRanges { star: full, ..ranges });
        }
        let (qualifier, qualifier_ranges) =
            columns.qualifier().filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes();
        let pattern = match &arguments[..] {
            [only] => StarPattern::Columns(self.expr(only)),
            _ => StarPattern::Missing(self.alloc_expr(Expr::Missing, full)),
        };
        let star = Star { qualifier, pattern: Some(pattern), ..Star::default() };
        (star, StarRanges { star: full, qualifier: qualifier_ranges, ..StarRanges::default() })
    }

    fn star_pattern(&mut self, like: &ast::StarLike) -> Option<StarPattern> {
        let mut exprs = like.syntax().children().filter_map(ast::Expr::cast);
        let pattern = self.expr(&exprs.next()?);
        let escape = exprs.next().map(|it| self.expr(&it));
        let kind = if like.ilike_token().is_some() {
            PatternKind::ILike
        } else if like.similar_token().is_some() {
            PatternKind::SimilarTo
        } else if like.glob_token().is_some() {
            PatternKind::Glob
        } else {
            PatternKind::Like
        };
        Some(StarPattern::Like { kind, negated: like.not_token().is_some(), pattern, escape })
    }

    pub(super) fn group_by(&mut self, clause: Option<ast::GroupByClause>) -> GroupBy {
        let Some(clause) = clause else { return GroupBy::default() };
        let mut group_by = GroupBy {
            all: clause.all_token().is_some(),
            sets: clause.rollup_token().is_some() || clause.cube_token().is_some(),
            ..GroupBy::default()
        };
        let mut keys = Vec::new();
        for item in clause.group_items() {
            group_by.sets |= !matches!(item, ast::GroupItem::GroupExpr(_));
            self.group_item(item, &mut keys);
        }
        group_by.keys = keys.into();
        group_by
    }

    fn group_item(&mut self, item: ast::GroupItem, keys: &mut Vec<ExprId>) {
        match item {
            ast::GroupItem::GroupExpr(it) => keys.extend(it.expr().map(|it| self.expr(&it))),
            ast::GroupItem::Rollup(it) => keys.extend(it.exprs().map(|it| self.expr(&it))),
            ast::GroupItem::Cube(it) => keys.extend(it.exprs().map(|it| self.expr(&it))),
            ast::GroupItem::GroupingSets(it) => it.group_items().for_each(|it| self.group_item(it, keys)),
        }
    }

    /// The windows that a clause names, with where they stand.
    pub(super) fn windows(&mut self, clause: Option<ast::WindowClause>) -> Windows {
        let definitions: Vec<_> = clause.iter().flat_map(|it| it.window_defs()).collect();
        let definition = |it: ast::WindowDef| {
            let name = it.name()?;
            let (window, base) = match (it.window_spec(), it.base()) {
                (Some(spec), _) => (self.window_spec(&spec), spec.base()),
                (None, base) => (Window { base: base.as_ref()?.ident(), ..Window::default() }, base),
            };
            let ranges = WindowRanges {
                full: trimmed(it.syntax()),
                name: trimmed(name.syntax()),
                base: base.map(|it| trimmed(it.syntax())),
            };
            Some(((name.ident()?, window), ranges))
        };
        let (named, ranges) = definitions.into_iter().filter_map(definition).unzip_boxes();
        Windows { named, ranges }
    }

    pub(super) fn window_spec(&mut self, spec: &ast::WindowSpec) -> Window {
        let base = spec.base().and_then(|it| it.ident());
        let partition_by = spec.partition_by_clause();
        let partition_by = partition_by.iter().flat_map(|it| it.exprs()).map(|it| self.expr(&it)).collect();
        let orders = Context::sort_orders(spec.order_by_clause());
        let order_by = self.order_by(spec.order_by_clause());
        let frame = spec.frame_clause();
        let bounds = frame.as_ref().and_then(window_frame);
        let amounts = frame.iter().flat_map(|it| [it.start(), it.end()]).flatten();
        let frame = amounts.filter_map(|it| it.expr()).map(|it| self.expr(&it)).collect();
        Window { base, partition_by, order_by, orders, frame, bounds }
    }

    pub(super) fn alias_ident(alias: Option<ast::Alias>) -> Option<Ident> {
        alias.and_then(|it| it.ident())
    }
}

/// The windows of a `WINDOW` clause, and where each stands.
#[derive(Default)]
pub(super) struct Windows {
    pub(super) named: Box<[(Ident, Window)]>,
    pub(super) ranges: Box<[WindowRanges]>,
}

/// Where the clauses behind the list stand.
fn clause_ranges(select: &ast::Select) -> Box<[(Clause, TextRange)]> {
    let from = select.from_clause().map(|it| (Clause::From, trimmed(it.syntax())));
    let filter = select.where_clause().map(|it| (Clause::Where, trimmed(it.syntax())));
    let group_by = select.group_by_clause().map(|it| (Clause::GroupBy, trimmed(it.syntax())));
    let having = select.having_clause().map(|it| (Clause::Having, trimmed(it.syntax())));
    let window = select.window_clause().map(|it| (Clause::Window, trimmed(it.syntax())));
    let qualify = select.qualify_clause().map(|it| (Clause::Qualify, trimmed(it.syntax())));
    [from, filter, group_by, having, window, qualify].into_iter().flatten().collect()
}

fn window_frame(frame: &ast::FrameClause) -> Option<Frame> {
    let unit = if frame.range_token().is_some() {
        FrameUnit::Range
    } else if frame.groups_token().is_some() {
        FrameUnit::Groups
    } else {
        FrameUnit::Rows
    };
    let bound = |it: ast::FrameBound| {
        let preceding = it.preceding_token().is_some();
        match (it.unbounded_token().is_some(), it.expr().is_some(), preceding) {
            (true, _, true) => FrameBound::UnboundedPreceding,
            (true, _, false) => FrameBound::UnboundedFollowing,
            (false, true, true) => FrameBound::Preceding,
            (false, true, false) => FrameBound::Following,
            (false, false, _) => FrameBound::CurrentRow,
        }
    };
    let exclusion = frame.frame_exclusion();
    let excludes = exclusion.is_some_and(|it| it.no_token().is_none());
    Some(Frame { unit, start: bound(frame.start()?), end: frame.end().map(bound), excludes })
}

/// Where the first token behind a node begins that is neither a blank nor a comment; the end of the text if there is none.
fn next_start(node: &SyntaxNode) -> TextSize {
    let last = node.last_token();
    let mut tokens = std::iter::successors(last, SyntaxToken::next_token).skip(1);
    let next = tokens.find(|it| !it.kind().is_trivia() && !it.text().is_empty());
    next.map_or_else(
        || node.ancestors().last().map_or(node.text_range().end(), |root| root.text_range().end()),
        |it| it.text_range().start(),
    )
}

/// Whether a mistake at `at` is one of the value of `item`, which keeps its name and its neighbours: it stands before the
/// alias, and what it stands in is closed and separates nothing by commas.
fn costs_no_other(item: &ast::SelectItem, at: TextSize) -> bool {
    let Some(alias) = item.alias().filter(|it| it.as_token().is_some() && it.name().is_some()) else {
        return false;
    };
    let end = trimmed(alias.syntax()).start();
    if at <= trimmed(item.syntax()).start() || at > end {
        return false;
    }
    // The brackets that are open, with where they begin and whether they have a comma.
    let mut open: Vec<(TextSize, bool)> = Vec::new();
    let mut around = None;
    let tokens = item.syntax().descendants_with_tokens().filter_map(|it| it.into_token());
    for token in tokens.take_while(|it| it.text_range().start() < end) {
        let start = token.text_range().start();
        match token.kind() {
            T!["("] | T!["["] | T!["{"] => open.push((start, false)),
            T![")"] | T!["]"] | T!["}"] => match open.pop() {
                Some((from, has_comma)) if from < at && at <= start => {
                    around.get_or_insert(has_comma);
                }
                Some(_) => {}
                None => return false,
            },
            T![","] => match open.last_mut() {
                Some((_, has_comma)) => *has_comma = true,
                None => return false,
            },
            _ => {}
        }
    }
    open.is_empty() && around != Some(true)
}
