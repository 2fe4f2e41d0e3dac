//! The select list: what `group`, `derive`, `select` and `keep` make of it.

use super::super::{Context, segments, trimmed};
use super::names::Definition;
use crate::{Expr, ExprId, ItemRanges, SelectItem, Star, StarRanges};
use base::{Ident, TextRange};
use syntax::ast::{self, AstNode};

/// The select list so far.
#[derive(Default)]
pub(super) struct Projection {
    items: Vec<Item>,
    /// Columns that follow the star if nothing else makes a list.
    derived: Vec<Item>,
    /// What was listed until a later step made another list.
    left_out: Vec<ExprId>,
    /// Whether `group` or `select` has made a list.
    listed: bool,
    /// The word that stands for `SELECT`.
    pub(super) keyword: Option<TextRange>,
    /// The list in braces, if one is written.
    pub(super) list: Option<TextRange>,
}

struct Item {
    item: SelectItem,
    ranges: ItemRanges,
    /// Whether it comes from `keep`.
    kept: bool,
}

impl Item {
    fn expr(&self) -> Option<ExprId> {
        match self.item {
            SelectItem::Expr { expr, .. } => Some(expr),
            SelectItem::Star(_) | SelectItem::Missing => None,
        }
    }
}

/// The finished select list.
pub(super) struct Projected {
    pub(super) items: Vec<SelectItem>,
    pub(super) ranges: Vec<ItemRanges>,
    /// What steps had listed and later ones left out.
    pub(super) left_out: Vec<ExprId>,
}

impl Context {
    /// Lowers `group`, and returns the keys. The aggregates come into scope for the steps behind it; within the list,
    /// `amount: sum(amount)` means the column.
    pub(super) fn group_step(&mut self, step: &ast::GroupStep, projection: &mut Projection) -> Vec<ExprId> {
        projection.leave_out(|it| !it.kept);
        projection.listed = true;
        projection.keyword = step.group_token().map(|it| it.text_range());
        projection.list = None;
        let mut keys = Vec::new();
        let mut definitions = Vec::new();
        for key in step.keys() {
            let Some(name) = key.name_ref() else { continue };
            let range = trimmed(name.syntax());
            let Some(name) = name.ident() else { continue };
            let (expr, alias) = match self.inline(&name, range) {
                Some(expr) => (expr, Some(name)),
                None => (self.alloc_expr(Expr::Name(Box::new([name])), range), None),
            };
            keys.push(expr);
            let ranges = named(range, range, alias.is_some());
            projection.push(SelectItem::Expr { expr, alias }, ranges);
        }
        for column in step.derived_list().iter().flat_map(|it| it.derived_columns()) {
            let (item, ranges, definition) = self.derived_column(&column);
            projection.push(item, ranges);
            definitions.extend(definition);
        }
        self.dsl.names.append(&mut definitions);
        keys
    }

    /// Lowers `derive`. Each column is in scope for the next.
    pub(super) fn derive_step(&mut self, step: &ast::DeriveStep, projection: &mut Projection) {
        for column in step.derived_list().iter().flat_map(|it| it.derived_columns()) {
            let (item, ranges, definition) = self.derived_column(&column);
            if projection.listed {
                projection.push(item, ranges);
            } else {
                projection.derived.push(Item { item, ranges, kept: false });
            }
            self.dsl.names.extend(definition);
        }
    }

    fn derived_column(
        &mut self,
        column: &ast::DerivedColumn,
    ) -> (SelectItem, ItemRanges, Option<Definition>) {
        let (expr, definition) = self.define(column);
        let name = column.name().map(|it| trimmed(it.syntax()));
        let ranges = ItemRanges { full: trimmed(column.syntax()), name, aliased: name.is_some(), star: None };
        let alias = definition.as_ref().map(|it| it.name.clone());
        (SelectItem::Expr { expr, alias }, ranges, definition)
    }

    /// Lowers `select`, which replaces the list. A name that a step defined becomes the definition under that name.
    pub(super) fn select_step(&mut self, step: &ast::SelectStep, projection: &mut Projection) {
        projection.leave_out(|_| true);
        projection.listed = true;
        projection.keyword = step.select_token().map(|it| it.text_range());
        let list = step.selected_list();
        projection.list = list.as_ref().map(|it| trimmed(it.syntax()));
        for expr in list.iter().flat_map(|it| it.exprs()) {
            let (item, ranges) = self.selected(&expr);
            projection.push(item, ranges);
        }
        if projection.items.is_empty() {
            let place = TextRange::empty(trimmed(step.syntax()).end());
            projection.push(SelectItem::Missing, Context::plain_item(place));
        }
    }

    /// Lowers the columns that a join keeps.
    pub(super) fn keep_list(&mut self, step: &ast::JoinStep, projection: &mut Projection) {
        for column in step.keep_list().iter().flat_map(|it| it.column_refs()) {
            let (path, ranges) = segments(column.syntax());
            let range = trimmed(column.syntax());
            let (item, ranges) = self.column_item(path, ranges, range);
            projection.items.push(Item { item, ranges, kept: true });
        }
    }

    fn selected(&mut self, expr: &ast::Expr) -> (SelectItem, ItemRanges) {
        let range = trimmed(expr.syntax());
        match expr {
            ast::Expr::StarExpr(it) => {
                let (star, ranges) = self.star(it);
                let ranges = ItemRanges { star: Some(Box::new(ranges)), ..Context::plain_item(range) };
                (SelectItem::Star(star), ranges)
            }
            ast::Expr::ColumnRef(it) => {
                let (path, ranges) = segments(it.syntax());
                if let [name] = &path[..]
                    && let Some(expr) = self.inline(name, range)
                {
                    return (SelectItem::Expr { expr, alias: Some(name.clone()) }, named(range, range, true));
                }
                self.column_item(path, ranges, range)
            }
            other => {
                let expr = self.expr(other);
                (SelectItem::Expr { expr, alias: None }, Context::plain_item(range))
            }
        }
    }

    fn column_item(
        &mut self,
        path: Box<[Ident]>,
        parts: Box<[TextRange]>,
        range: TextRange,
    ) -> (SelectItem, ItemRanges) {
        let Some(&last) = parts.last() else { return (SelectItem::Missing, Context::plain_item(range)) };
        let expr = self.alloc_expr(Expr::Name(path), range);
        if parts.len() > 1 {
            self.source_map.expr_names.insert(expr, parts);
        }
        (SelectItem::Expr { expr, alias: None }, named(range, last, false))
    }

    /// The finished list: where nothing made one, every column and what was derived.
    pub(super) fn projected(&mut self, projection: Projection, keyword: TextRange) -> Projected {
        let Projection { mut items, derived, mut left_out, listed, .. } = projection;
        if items.is_empty() && listed {
            let place = TextRange::empty(keyword.end());
            items.push(Item { item: SelectItem::Missing, ranges: Context::plain_item(place), kept: false });
        } else if items.is_empty() {
            let star = StarRanges { star: keyword, ..StarRanges::default() };
            let ranges = ItemRanges { star: Some(Box::new(star)), ..Context::plain_item(keyword) };
            items.push(Item { item: SelectItem::Star(Star::implied()), ranges, kept: false });
            items.extend(derived);
        } else {
            left_out.extend(derived.iter().filter_map(Item::expr));
        }
        let (items, ranges) = items.into_iter().map(|it| (it.item, it.ranges)).unzip();
        Projected { items, ranges, left_out }
    }

    /// Whether one of `items` is certain to be named `name`.
    pub(super) fn is_output(&self, items: &[SelectItem], name: &Ident) -> bool {
        items.iter().any(|item| match item {
            SelectItem::Expr { alias: Some(alias), .. } => dialect::same_name(alias, name, self.dialect),
            SelectItem::Expr { expr, alias: None } => match &self.body.exprs[*expr] {
                Expr::Name(path) => path.last().is_some_and(|it| dialect::same_name(it, name, self.dialect)),
                _ => false,
            },
            SelectItem::Star(_) | SelectItem::Missing => false,
        })
    }
}

impl Projection {
    /// Takes items out of the list.
    fn leave_out(&mut self, is_left_out: impl FnMut(&mut Item) -> bool) {
        self.left_out.extend(self.items.extract_if(.., is_left_out).filter_map(|it| it.expr()));
    }

    fn push(&mut self, item: SelectItem, ranges: ItemRanges) {
        self.items.push(Item { item, ranges, kept: false });
    }
}

fn named(full: TextRange, name: TextRange, aliased: bool) -> ItemRanges {
    ItemRanges { full, name: Some(name), aliased, star: None }
}
