//! Proposals in SQL and the DSL: exactly what is in scope.

use super::{
    Found,
    context::{Context, Expects, context},
    keywords,
    scope::{Level, Scope},
};
use crate::{Completion, CompletionKind, body_names::FileView, card::type_text, symbol::Symbol};
use base::{DialectKind, Ident, SmolStr, TextRange, TextSize};
use db::{Db, SourceFile};
use dialect::{Family, FunctionKind};
use hir::{ExprId, RelationId, SelectItem};
use sema::{Output, OutputColumn, ValueType};

/// Ranks, by what a proposal is. Each `SELECT` further out adds [`Rank::LEVEL`].
pub(super) struct Rank;

impl Rank {
    pub(super) const PARAMETER: u32 = 0;
    pub(super) const RELATIONSHIP: u32 = 0;
    pub(super) const KEY: u32 = 1;
    pub(super) const CONDITION: u32 = 2;
    /// A column of the type that is expected.
    pub(super) const EXPECTED: u32 = 3;
    pub(super) const COLUMN: u32 = 4;
    pub(super) const ALIAS: u32 = 5;
    pub(super) const ITEM: u32 = 6;
    pub(super) const ALL: u32 = 7;
    pub(super) const LEVEL: u32 = 10;
    pub(super) const CTE: u32 = 0;
    pub(super) const MODEL: u32 = 10;
    pub(super) const SOURCE: u32 = 20;
    pub(super) const FUNCTION: u32 = 100;
    pub(super) const NEW_ALIAS: u32 = 190;
    pub(super) const KEYWORD: u32 = 200;
}

pub(super) fn proposals(db: &dyn Db, file: SourceFile, offset: TextSize) -> Found {
    let is_rocky = file.path(db).extension() == Some("rocky");
    let view = FileView::new(db, file);
    let text = &file.text(db).text;
    let mut context = context(&hir::parsed(db, file).syntax(), offset, is_rocky, view.dialect);
    context.split_path(text, view.dialect);
    let scope = Scope::new(&view, text, offset);
    let typed = scope.text(base::TextRange::new(context.replace.start(), offset)).trim_matches(['"', '`']);
    let typed = typed.rsplit('.').next().unwrap_or(typed);
    let found = Found::default();
    let mut proposals = Proposals { db, scope, context: &context, is_rocky, offset, typed, found };
    let is_qualified = !context.qualifier.is_empty();
    match context.expects {
        Expects::Nothing => {}
        Expects::Relation if is_qualified => proposals.qualified_relations(),
        Expects::JoinedModel if is_qualified => {}
        Expects::Relation | Expects::JoinedModel => proposals.relations(),
        _ if context.value_end.is_some() => proposals.fields_of_value(),
        // A column list may have been taken for something else: a dot behind a name of the scope is always a column.
        _ if is_qualified => proposals.qualified_columns(),
        Expects::JoinColumn => proposals.join_columns(),
        Expects::JoinCondition if is_rocky => proposals.join_conditions(),
        Expects::JoinCondition => {
            proposals.join_conditions();
            proposals.expression();
        }
        Expects::OrderKey => proposals.order_keys(),
        Expects::Item => {
            proposals.all_columns();
            proposals.expression();
        }
        Expects::Expression => proposals.expression(),
        Expects::PartOrExpression => {
            proposals.words(keywords::PARTS_OF_MOMENTS);
            proposals.expression();
        }
        Expects::PartInText => proposals.parts_in_text(),
        Expects::Column => proposals.bare_columns(),
        Expects::Window => proposals.windows(),
        Expects::Type => proposals.types(),
        Expects::Words(words) => {
            if words == keywords::BEHIND_ITEM {
                proposals.star();
            }
            let relations =
                [keywords::BEHIND_RELATION, keywords::BEHIND_JOINED, keywords::BEHIND_PIPED_RELATION];
            if relations.contains(&words) {
                proposals.alias();
            }
            let has_pipes = matches!(view.dialect, DialectKind::BigQuery | DialectKind::Databricks);
            if words == keywords::BEHIND_RELATION && has_pipes {
                proposals.words(keywords::BEHIND_PIPE_OPERATOR);
            }
            if words == keywords::WINDOW {
                proposals.windows();
            }
            proposals.words(words);
        }
        Expects::EitherWords(words, others) => {
            proposals.words(words);
            proposals.words(others);
        }
    }
    proposals.found
}

pub(super) struct Proposals<'a> {
    pub(super) db: &'a dyn Db,
    pub(super) scope: Scope<'a>,
    pub(super) context: &'a Context,
    pub(super) is_rocky: bool,
    pub(super) offset: TextSize,
    /// The part of a word before the cursor.
    pub(super) typed: &'a str,
    pub(super) found: Found,
}

impl<'a> Proposals<'a> {
    pub(super) fn add(
        &mut self,
        kind: CompletionKind,
        label: String,
        insert: String,
        detail: Option<String>,
        rank: u32,
        symbol: Option<Symbol>,
    ) {
        let plain = Completion::plain(kind, label, insert, self.context.replace);
        self.found.add(Completion { detail, rank, ..plain }, symbol);
    }

    /// Adds a name of one or more parts, each quoted where it must be.
    pub(super) fn add_name(
        &mut self,
        kind: CompletionKind,
        parts: &[Ident],
        detail: Option<String>,
        rank: u32,
        symbol: Option<Symbol>,
    ) {
        // The DSL has no quoted names: what needs quotes cannot be named there.
        if self.is_rocky && !parts.iter().all(|it| is_plain(it, self.dialect())) {
            return;
        }
        self.add(kind, label(parts), self.written(parts), detail, rank, symbol);
    }

    pub(super) fn written(&self, parts: &[Ident]) -> String {
        let dialect = self.dialect();
        if self.context.is_one_path {
            // BigQuery's quotes may be around a whole path.
            let before = self.context.qualifier.iter().map(SmolStr::as_str);
            let path: Vec<&str> = before.chain(parts.iter().map(Ident::as_str)).collect();
            return dialect::quote_always(&path.join("."), dialect);
        }
        let spelled = |it: &Ident| match self.is_rocky {
            true => it.text.to_string(),
            // Editors compare a proposal with what it replaces.
            false if self.is_quoted() => dialect::quote_always(&dialect::stored_name(it, dialect), dialect),
            false => dialect::spelled(it, dialect).into_owned(),
        };
        parts.iter().map(spelled).collect::<Vec<_>>().join(".")
    }

    /// Whether a name in quotes is being typed, which is never a word or a function.
    pub(super) fn is_quoted(&self) -> bool {
        self.scope.text(self.context.replace).starts_with(['"', '`'])
    }

    pub(super) fn words(&mut self, words: &[&str]) {
        if self.is_quoted() {
            return;
        }
        for word in words {
            // Trino filters windows in no clause of their own.
            if *word == "QUALIFY" && self.dialect() == DialectKind::Trino {
                continue;
            }
            let word = self.keyword(word);
            self.add(CompletionKind::Keyword, word.clone(), word, None, Rank::KEYWORD, None);
        }
    }

    /// A word of the grammar, in the case that the project writes them in.
    pub(super) fn keyword(&self, word: &str) -> String {
        let settings = db::format_settings(self.db, self.scope.view.file.project(self.db));
        match settings.keyword_case {
            Some(config::KeywordCase::Lower) => word.to_lowercase(),
            _ => word.to_owned(),
        }
    }

    pub(super) fn dialect(&self) -> DialectKind {
        self.scope.view.dialect
    }

    pub(super) fn detail(&self, value: &ValueType, relation: Option<&str>) -> Option<String> {
        let ty = type_text(value, self.dialect());
        Some(relation.map_or(ty.clone(), |it| format!("{ty} · {it}")))
    }

    pub(super) fn qualifier(&self, relation: RelationId) -> Option<Ident> {
        self.scope.view.qualifier(relation).cloned()
    }

    fn types(&mut self) {
        for (rank, name) in (0..).zip(dialect::usual_types(self.dialect())) {
            self.add(CompletionKind::Type, (*name).into(), (*name).into(), None, rank, None);
        }
    }

    fn expression(&mut self) {
        let expected = self.expected();
        self.parameters(expected);
        let levels = self.scope.levels();
        for (distance, level) in levels.iter().enumerate() {
            let rank = Rank::LEVEL * u32::try_from(distance).unwrap_or(9).min(9);
            if distance == 0
                && let Some(names) = &self.context.grouped
            {
                self.grouped_columns(level, names, expected);
                continue;
            }
            self.columns(level, &levels[..distance], rank, expected);
            if distance == 0 && !self.context.is_piped {
                self.items(level);
            }
        }
        self.functions(|kind| kind != FunctionKind::Table);
        match self.is_rocky {
            true => self.words(keywords::ROCKY_EXPRESSION),
            false => {
                self.words(keywords::EXPRESSION);
                if self.context.takes_distinct {
                    self.words(keywords::SELECT);
                }
            }
        }
    }

    /// The columns of the innermost `SELECT`, where nothing can be computed.
    fn bare_columns(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        if let Some(names) = &self.context.grouped {
            return self.grouped_columns(&level, names, None);
        }
        self.columns(&level, &[], 0, None);
        if self.is_rocky {
            self.items(&level);
        }
    }

    /// The kind of value that the operand at the cursor is compared with, if that is a column.
    fn expected(&self) -> Option<Family> {
        let path: Vec<Ident> = self.context.compared_with.iter().cloned().map(Ident::new).collect();
        let column = self.scope.levels().iter().find_map(|level| self.column_at(level, &path))?;
        Some(column.value.ty.family()).filter(|it| *it != Family::Open)
    }

    /// The column of a `SELECT`'s relations that a path names.
    fn column_at(&self, level: &Level, path: &[Ident]) -> Option<&'a OutputColumn> {
        let view = self.scope.view;
        let outputs = |qualifier: Option<&Ident>| {
            let is_meant = |it: &RelationId| {
                qualifier.is_none_or(|wanted| {
                    view.qualifier(*it).is_some_and(|it| dialect::same_name(it, wanted, self.dialect()))
                })
            };
            level.relations.iter().copied().filter(is_meant).filter_map(|it| self.scope.output(it)).collect()
        };
        let (outputs, name): (Vec<&Output>, &Ident) = match path {
            [name] => (outputs(None), name),
            [qualifier, name] => (outputs(Some(qualifier)), name),
            _ => return None,
        };
        outputs.into_iter().find_map(|it| view.named(it, name))
    }

    fn column_rank(column: &OutputColumn, expected: Option<Family>) -> u32 {
        if expected == Some(column.value.ty.family()) { Rank::EXPECTED } else { Rank::COLUMN }
    }

    /// The columns of a set operation before the place, which are all that its `ORDER BY` can name; else an expression.
    fn order_keys(&mut self) {
        let Some(output) = self.scope.set_operation() else { return self.expression() };
        for column in named(output) {
            self.column(None, column, Rank::COLUMN);
        }
    }

    /// A column, bare or behind a qualifier.
    fn column(&mut self, qualifier: Option<&Ident>, column: &OutputColumn, rank: u32) {
        let parts: Vec<Ident> = qualifier.cloned().into_iter().chain([stored(&column.name)]).collect();
        self.column_of(&parts, column, qualifier, rank);
    }

    fn column_of(&mut self, parts: &[Ident], column: &OutputColumn, relation: Option<&Ident>, rank: u32) {
        let detail = self.detail(&column.value, relation.map(Ident::as_str));
        let symbol = self.scope.view.column_symbol(column);
        self.add_name(CompletionKind::Column, parts, detail, rank, symbol);
    }

    /// The columns and the aliases of one `SELECT`, as they are named within those of `inner`.
    fn columns(&mut self, level: &Level, inner: &[Level], rank: u32, expected: Option<Family>) {
        let outputs: Vec<(RelationId, &Output)> =
            level.relations.iter().filter_map(|it| Some((*it, self.scope.output(*it)?))).collect();
        let inner: Vec<RelationId> = inner.iter().flat_map(|it| it.relations.iter().copied()).collect();
        let parameters = self.scope.parameters();
        let dialect = self.dialect();
        let is_parameter =
            |it: &SmolStr| parameters.iter().any(|(name, ..)| dialect::same_name(name, &stored(it), dialect));
        let mut seen: Vec<SmolStr> = Vec::new();
        for (relation, output) in &outputs {
            // Within another query its names come first: of its relations, and of their columns.
            let name = self.qualifier(*relation);
            let same =
                |it: &Ident| name.as_ref().is_some_and(|name| dialect::same_table(name, it, self.dialect()));
            if inner.iter().any(|it| self.scope.view.qualifier(*it).is_some_and(same)) {
                continue;
            }
            for column in named(output) {
                let mut nearer = inner.iter().filter_map(|it| self.scope.output(*it));
                let is_shadowed = is_parameter(&column.name)
                    || nearer.any(|it| it.open.is_some() || has_column(it, &column.name));
                let is_shared = outputs.iter().filter(|it| has_column(it.1, &column.name)).count() > 1
                    && !self.scope.is_merged(level.select, &column.name);
                let rank = rank + Self::column_rank(column, expected);
                match &name {
                    Some(name) if is_shared || is_shadowed => self.column(Some(name), column, rank),
                    None if is_shadowed => {}
                    _ if !seen.contains(&column.name) => {
                        seen.push(column.name.clone());
                        self.column_of(&[stored(&column.name)], column, name.as_ref(), rank);
                    }
                    _ => {}
                }
            }
            if let Some(name) = name {
                let symbol = Some(Symbol::Alias(self.scope.view.file, *relation));
                self.add_name(CompletionKind::Alias, &[name], None, rank + Rank::ALIAS, symbol);
            }
        }
    }

    /// Behind a `group` step of the DSL: its keys and its aggregates, which are all that is left.
    fn grouped_columns(&mut self, level: &Level, names: &[SmolStr], expected: Option<Family>) {
        let output = self.scope.view.output_of(level.select);
        for name in names {
            let known = output.and_then(|it| self.scope.view.named(it, &Ident::new(name.clone())));
            match known {
                Some(column) => self.column(None, column, Self::column_rank(column, expected)),
                None => {
                    let ident = [Ident::new(name.clone())];
                    self.add_name(CompletionKind::Column, &ident, None, Rank::COLUMN, None);
                }
            }
        }
    }

    /// Aliases of select items before the place, where the dialect lets its clause use them.
    fn items(&mut self, level: &Level) {
        let view = self.scope.view;
        let Some(ranges) = view.map.selects.get(level.select) else { return };
        let select = &view.body.selects[level.select];
        // What a pipeline has defined may be named by any later step, whether it ends up in the list or not.
        for (expr, name) in select.unlisted.iter().zip(&ranges.unlisted) {
            let Some(name) = name.filter(|it| self.is_defined(it.cover(self.value_range(*expr)))) else {
                continue;
            };
            let value = view.inference.values.get(*expr);
            let detail = value.and_then(|it| self.detail(it, Some("of this pipeline")));
            let ident = Ident::new(self.scope.text(name));
            let symbol = Some(Symbol::Derived(view.file, name));
            self.add_name(CompletionKind::Column, &[ident], detail, Rank::ITEM, symbol);
        }
        let place = self.scope.naming_place(level.select);
        if !dialect::sees_aliases(place, self.dialect()) && !self.is_rocky {
            return;
        }
        // What is counted over groups cannot say which rows and which groups there are.
        let is_before = self.scope.is_before_groups(level.select);
        let is_visible = |expr| !(is_before && view.inference.aggregates(&view.body, expr));
        for (index, (item, ranges)) in select.items.iter().zip(&ranges.items).enumerate() {
            if let SelectItem::Expr { alias: Some(alias), expr } = item
                && self.is_defined(ranges.full)
                && is_visible(*expr)
            {
                let value = view.inference.values.get(*expr);
                let detail = value.and_then(|it| self.detail(it, Some("of this SELECT")));
                let symbol = view.item_symbol((level.select, index as u32));
                self.add_name(
                    CompletionKind::Column,
                    std::slice::from_ref(alias),
                    detail,
                    Rank::ITEM,
                    Some(symbol),
                );
            }
        }
    }

    /// Where a value stands, with its parentheses.
    fn value_range(&self, expr: ExprId) -> TextRange {
        let map = self.scope.view.map;
        let range = map.parentheses.get(&expr).or_else(|| map.exprs.get(expr)).copied();
        range.unwrap_or_default()
    }

    /// Whether what is defined at `range` ends before the place. In the DSL its value may be what is being typed.
    fn is_defined(&self, range: TextRange) -> bool {
        range.end() < self.offset
            && (!self.is_rocky || {
                let between = self.scope.text(TextRange::new(range.end(), self.offset));
                between.contains(|it: char| !it.is_whitespace() && it != ':')
            })
    }

    /// The columns of the relation that the qualifier means, or the fields of the struct.
    fn qualified_columns(&mut self) {
        let view = self.scope.view;
        let expected = self.expected();
        let path: Vec<Ident> = self.context.qualifier.iter().cloned().map(Ident::new).collect();
        let Some(first) = path.first() else { return };
        if !self.context.begins_path {
            self.functions_of_schema(&path);
        }
        if let Some(ty) = self.parameter_type(first) {
            return self.fields(&ty, &path[1..]);
        }
        for level in self.scope.levels() {
            let same = |it: &Ident, wanted: &Ident| dialect::same_name(it, wanted, self.dialect());
            let is_meant = |it: &&RelationId| view.qualifier(**it).is_some_and(|name| same(name, first));
            // A path leads into a column.
            let is_column = self.context.begins_path && path.len() == 1;
            let found = level.relations.iter().find(is_meant).copied().filter(|_| !is_column);
            if let Some((relation, output)) = found.and_then(|it| Some((it, self.scope.output(it)?))) {
                match path.get(1) {
                    None => {
                        for column in named(output) {
                            self.column(None, column, Self::column_rank(column, expected));
                        }
                        if self.context.expects == Expects::Item {
                            self.all_columns_of(relation);
                        }
                    }
                    Some(column) => {
                        if let Some(column) = view.named(output, column) {
                            self.fields(&column.value.ty, &path[2..]);
                        }
                    }
                }
                return;
            }
            let mut outputs = level.relations.iter().filter_map(|it| self.scope.output(*it));
            if let Some(column) = outputs.find_map(|it| view.named(it, first)) {
                return self.fields(&column.value.ty, &path[1..]);
            }
        }
        if let [only] = &self.context.qualifier[..]
            && !self.context.begins_path
        {
            self.columns_of_abbreviated(only);
        }
    }
}

/// The name of what the engine calls so.
pub(super) fn stored(name: &SmolStr) -> Ident {
    Ident::quoted(name.clone())
}

/// Whether a name means itself where it has no quotes.
fn is_plain(name: &Ident, dialect: DialectKind) -> bool {
    let is_word = name.text.chars().all(|it| it == '_' || it.is_alphanumeric());
    is_word
        && !name.text.starts_with(|it: char| it.is_numeric())
        && dialect::same_name(&Ident::new(name.text.clone()), name, dialect)
}

/// A dotted name as a list shows it.
pub(super) fn label(parts: &[Ident]) -> String {
    parts.iter().map(Ident::as_str).collect::<Vec<_>>().join(".")
}

/// The columns that can be named.
pub(super) fn named(output: &Output) -> impl Iterator<Item = &OutputColumn> {
    output.columns.iter().filter(|it| !it.name.is_empty())
}

pub(super) fn has_column(output: &Output, name: &SmolStr) -> bool {
    output.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name))
}
