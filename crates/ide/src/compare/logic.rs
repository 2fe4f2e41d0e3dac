//! How the columns and rows of a model are made, in a form that two revisions can be compared in.
//!
//! A column is the words of the expression that makes it, with every name replaced by what it means: a column of a model
//! or table, or the words of the expression in the common table expression or subquery that defines it. So blanks,
//! comments, aliases and the cut of a query into parts do not count. Rows are the words of the clauses that decide about
//! them, in the same way.

use base::{SmolStr, TextRange, TextSize};
use db::{Db, RelativePath, SourceFile};
use hir::{
    Anchor, Body, Expr, ExprId, JoinConstraint, Literal, Matching, QueryBody, QueryId, Relation, RelationId,
    SelectId, SelectItem, SourceMap,
};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{Definition, Inference, Origin, Owner, Resolution, Target};

/// How many words are compared. What is longer counts as not known.
const MOST: usize = 4_096;

/// How deep definitions are followed.
const DEEPEST: usize = 256;

/// How a model's columns and rows are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Logic {
    /// Per column; nothing where it is too long to be compared.
    pub(super) columns: Vec<Option<Words>>,
    /// Which rows there are.
    pub(super) rows: Option<Words>,
}

/// A text of words.
pub(super) type Words = Vec<Word>;

/// A word of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A token, in upper case unless it is quoted.
    Token(SmolStr),
    /// A column of a model.
    Column(RelativePath, SmolStr),
    /// A model as a whole.
    Model(RelativePath),
}

/// How the columns and rows of a model are made.
pub(super) fn logic(db: &dyn Db, file: SourceFile) -> Logic {
    let body = hir::body(db, file);
    let Some(root) = body.root else { return Logic::default() };
    let mut writer = Writer::new(db, file, &body);
    let count = writer.inference.output.columns.len();
    let columns = (0..count).map(|index| writer.written(|it| it.column_of(root, index))).collect();
    let rows = writer.written(|it| it.rows(root));
    Logic { columns, rows }
}

struct Writer<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    body: &'a Body,
    inference: &'a Inference,
    map: &'a SourceMap,
    /// The tokens of the text, without trivia.
    tokens: Vec<(TextRange, SmolStr)>,
    /// The names in expressions, by where they begin.
    names: FxHashMap<TextSize, (TextRange, ExprId)>,
    words: Words,
    /// Whether what is being written is too long or too deep.
    is_cut: bool,
    depth: usize,
    /// The queries whose rows are being written: recursive ones read themselves.
    open: FxHashSet<QueryId>,
}

impl<'a> Writer<'a> {
    fn new(db: &'a dyn Db, file: SourceFile, body: &'a Body) -> Writer<'a> {
        let map = &hir::lowered(db, file).lowering.source_map;
        let tree = hir::parsed(db, file).syntax();
        let tokens = tree.descendants_with_tokens().filter_map(|it| it.into_token());
        let tokens = tokens.filter(|it| !it.kind().is_trivia());
        let is_name = |it: &(ExprId, &Expr)| matches!(it.1, Expr::Name(_));
        let names = body.exprs.iter().filter(is_name).filter_map(|it| {
            let range = *map.exprs.get(it.0)?;
            Some((range.start(), (range, it.0)))
        });
        Writer {
            db,
            file,
            body,
            inference: sema::inference(db, file),
            map,
            tokens: tokens.map(|it| (it.text_range(), normal(it.text()))).collect(),
            names: names.collect(),
            words: Vec::new(),
            is_cut: false,
            depth: 0,
            open: FxHashSet::default(),
        }
    }

    /// What `write` writes, unless it is too long.
    fn written(&mut self, write: impl FnOnce(&mut Self)) -> Option<Words> {
        self.is_cut = false;
        write(self);
        let words = std::mem::take(&mut self.words);
        (!self.is_cut).then_some(words)
    }

    fn push(&mut self, word: Word) {
        self.is_cut |= self.words.len() >= MOST;
        if !self.is_cut {
            self.words.push(word);
        }
    }

    fn token(&mut self, text: impl Into<SmolStr>) {
        self.push(Word::Token(text.into()));
    }

    /// Goes one definition deeper.
    fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.is_cut |= self.depth >= DEEPEST;
        if !self.is_cut {
            self.depth += 1;
            write(self);
            self.depth -= 1;
        }
    }

    fn column_of(&mut self, query: QueryId, index: usize) {
        let inference = self.inference;
        let column = inference.queries.get(query).and_then(|it| it.columns.get(index));
        match &self.body.queries[query].body {
            QueryBody::Nested(inner) => self.deeper(|it| it.column_of(*inner, index)),
            QueryBody::SetOperation { operator, left, right, matching, .. } => {
                let (left, right) = (*left, *right);
                let place = |arm: QueryId| match (matching, column) {
                    (Matching::Position, _) | (_, None) => Some(index),
                    (Matching::Name { .. }, Some(column)) => {
                        let columns = &inference.queries.get(arm)?.columns;
                        columns.iter().position(|it| it.name.eq_ignore_ascii_case(&column.name))
                    }
                };
                let places = [(left, place(left)), (right, place(right))];
                self.token(format!("{operator:?}"));
                for (arm, place) in places {
                    self.deeper(|it| place.into_iter().for_each(|index| it.column_of(arm, index)));
                }
            }
            QueryBody::Values(rows) => {
                let cells: Vec<ExprId> = rows.iter().filter_map(|it| it.get(index).copied()).collect();
                cells.into_iter().for_each(|it| self.expr(it));
            }
            QueryBody::Select(_) | QueryBody::Missing => {
                let Some(column) = column else { return };
                match &column.definition {
                    Definition::Item(select, item) => self.deeper(|it| it.item(*select, *item, &column.name)),
                    Definition::Origin(origin) => self.origin(origin),
                    Definition::Named(Anchor::StarReplace(select, item, _)) => {
                        self.deeper(|it| it.item(*select, *item, &column.name));
                    }
                    Definition::Named(_) | Definition::Construct => {
                        self.token(column.name.clone());
                        column.origins.iter().for_each(|it| self.origin(it));
                    }
                }
            }
        }
    }

    fn item(&mut self, select: SelectId, item: u32, name: &SmolStr) {
        let body = self.body;
        match body.selects[select].items.get(item as usize) {
            Some(SelectItem::Expr { expr, .. }) => self.expr(*expr),
            // A star that makes columns of its own: all of it, and which of them.
            Some(SelectItem::Star(_)) => {
                let ranges = self.map.selects.get(select).and_then(|it| it.items.get(item as usize));
                ranges.into_iter().for_each(|it| self.range(it.full));
                self.token(name.to_uppercase());
            }
            _ => {}
        }
    }

    fn origin(&mut self, origin: &Origin) {
        let column = SmolStr::from(origin.column.to_lowercase());
        match &origin.owner {
            Owner::Model(model) => self.push(Word::Column(model.path(self.db).clone(), column)),
            Owner::External(table) => self.token(format!("{}.{column}", table.display_name())),
        }
    }

    fn expr(&mut self, expr: ExprId) {
        match self.map.exprs.get(expr) {
            Some(range) => self.range(*range),
            None => self.token(format!("{:?}", std::mem::discriminant(&self.body.exprs[expr]))),
        }
    }

    /// The words in a range, names replaced by what they mean.
    fn range(&mut self, range: TextRange) {
        let mut next = self.tokens.partition_point(|it| it.0.start() < range.start());
        while let Some((token, text)) = self.tokens.get(next).cloned()
            && token.end() <= range.end()
            && !self.is_cut
        {
            let name = self.names.get(&token.start()).copied().filter(|it| range.contains_range(it.0));
            match name {
                Some((whole, expr)) if self.name(expr) => {
                    while self.tokens.get(next).is_some_and(|it| it.0.end() <= whole.end()) {
                        next += 1;
                    }
                }
                _ => {
                    self.token(text);
                    next += 1;
                }
            }
        }
    }

    /// What a name means; false where that is not known, and the name itself is to be written.
    fn name(&mut self, expr: ExprId) -> bool {
        let (body, inference) = (self.body, self.inference);
        let Expr::Name(parts) = &body.exprs[expr] else { return false };
        match inference.resolutions.get(&expr) {
            Some(Resolution::Column(relation, index)) => {
                self.deeper(|it| it.relation_column(*relation, *index as usize));
                let name = inference.relations.get(*relation).and_then(|it| it.columns.get(*index as usize));
                let rest = parts.last().filter(|last| {
                    parts.len() > 1 && name.is_some_and(|it| !it.name.eq_ignore_ascii_case(last.as_str()))
                });
                rest.into_iter().for_each(|it| self.token(format!(".{}", it.text.to_uppercase())));
                true
            }
            Some(Resolution::Merged(parts)) => {
                let first = parts.first().copied();
                first.into_iter().for_each(|(relation, index)| {
                    self.deeper(|it| it.relation_column(relation, index as usize));
                });
                first.is_some()
            }
            Some(Resolution::Item(select, item)) => {
                self.deeper(|it| it.item(*select, *item, &SmolStr::default()));
                true
            }
            Some(Resolution::Open(relation)) => {
                self.source(*relation);
                parts.last().into_iter().for_each(|it| self.token(format!(".{}", it.text.to_uppercase())));
                true
            }
            _ => false,
        }
    }

    fn relation_column(&mut self, relation: RelationId, index: usize) {
        let body = self.body;
        let column = self.inference.relations.get(relation).and_then(|it| it.columns.get(index));
        match &body.relations[relation] {
            Relation::Name { cte: Some((query, cte)), .. } => {
                match body.queries[*query].ctes.get(*cte as usize) {
                    Some(cte) if !self.open.contains(&cte.query) => self.inside(cte.query, index),
                    _ => self.token("RECURSIVE"),
                }
            }
            Relation::Query { query, .. } => self.inside(*query, index),
            other => match (other, column.map(|it| &it.definition)) {
                (_, Some(Definition::Origin(origin))) => self.origin(origin),
                _ => {
                    let range = self.map.relations.get(relation).map(|it| it.full);
                    range.into_iter().for_each(|it| self.range(it));
                    self.token(format!("#{index}"));
                }
            },
        }
    }

    /// The column of a query that must not be met again on the way.
    fn inside(&mut self, query: QueryId, index: usize) {
        self.open.insert(query);
        self.column_of(query, index);
        self.open.remove(&query);
    }

    /// The relation that a name in a `FROM` means.
    fn source(&mut self, relation: RelationId) {
        let Relation::Name { path, .. } = &self.body.relations[relation] else {
            let range = self.map.relations.get(relation).map(|it| it.full);
            range.into_iter().for_each(|it| self.range(it));
            return;
        };
        match sema::references(self.db, self.file).target(path) {
            Target::Model(model) => self.push(Word::Model(model.path(self.db).clone())),
            Target::External(table) => self.token(table.display_name()),
            _ => path.iter().for_each(|it| self.token(it.text.to_uppercase())),
        }
    }

    fn rows(&mut self, query: QueryId) {
        let body = self.body;
        if !self.open.insert(query) {
            self.token("RECURSIVE");
            return;
        }
        self.deeper(|it| {
            let query = &body.queries[query];
            match &query.body {
                QueryBody::Select(select) => it.select_rows(*select),
                QueryBody::SetOperation { operator, all, left, right, .. } => {
                    it.token(format!("{operator:?} {all}"));
                    it.rows(*left);
                    it.rows(*right);
                }
                QueryBody::Values(rows) => it.token(format!("VALUES {}", rows.len())),
                QueryBody::Nested(inner) => it.rows(*inner),
                QueryBody::Missing => {}
            }
            // Which rows a limit keeps is up to the order.
            if !query.limits.is_empty() {
                it.token("LIMIT");
                query.limits.iter().chain(&query.order_by).for_each(|expr| it.expr(*expr));
                it.token(format!("{:?}", query.orders));
            }
        });
        self.open.remove(&query);
    }

    fn select_rows(&mut self, id: SelectId) {
        let body = self.body;
        let select = &body.selects[id];
        if select.distinct {
            self.token("DISTINCT");
        }
        select.distinct_on.iter().for_each(|it| self.expr(*it));
        // A query that only passes rows on leaves no trace.
        for (index, relation) in select.from.iter().enumerate() {
            if index > 0 {
                self.token(",");
            }
            self.relation_rows(*relation);
        }
        let clauses = [("WHERE", select.filter), ("HAVING", select.having), ("QUALIFY", select.qualify)];
        for (word, expr) in clauses {
            if let Some(expr) = expr {
                self.token(word);
                self.expr(expr);
            }
        }
        // Named windows are part of the columns that use them, and stand apart from these.
        for (name, window) in &select.windows {
            self.token(format!(
                "WINDOW {} {:?} {:?}",
                name.text.to_uppercase(),
                window.orders,
                window.bounds
            ));
            let parts = window.partition_by.iter().chain(&window.order_by).chain(&window.frame);
            parts.for_each(|it| self.expr(*it));
        }
        let group_by = &select.group_by;
        if group_by.all || !group_by.keys.is_empty() {
            self.token(format!("GROUP BY {} {}", group_by.all, group_by.sets));
        }
        for key in &group_by.keys {
            // `GROUP BY 1` is another spelling of the first item.
            let place = match &body.exprs[*key] {
                Expr::Literal(Literal::Number(text)) => text.parse::<usize>().ok(),
                _ => None,
            };
            let item = place.and_then(|it| select.items.get(it.checked_sub(1)?));
            match item {
                Some(SelectItem::Expr { expr, .. }) => self.expr(*expr),
                _ => self.expr(*key),
            }
        }
    }

    fn relation_rows(&mut self, relation: RelationId) {
        let body = self.body;
        match &body.relations[relation] {
            Relation::Name { cte: Some((query, cte)), .. } => {
                if let Some(cte) = body.queries[*query].ctes.get(*cte as usize) {
                    self.rows(cte.query);
                }
            }
            Relation::Name { .. } => self.source(relation),
            Relation::Query { query, .. } => self.rows(*query),
            Relation::Join { kind, natural, left, right, constraint } => {
                self.deeper(|it| it.relation_rows(*left));
                self.token(format!("{kind:?} {natural}"));
                self.deeper(|it| it.relation_rows(*right));
                match constraint {
                    JoinConstraint::On(expr) => self.expr(*expr),
                    JoinConstraint::Using(names) => {
                        names.iter().for_each(|it| self.token(it.text.to_uppercase()));
                    }
                    JoinConstraint::None => {}
                }
            }
            _ => {
                let range = self.map.relations.get(relation).map(|it| it.full);
                range.into_iter().for_each(|it| self.range(it));
            }
        }
    }
}

/// A token as it is compared: case counts only in quotes.
fn normal(text: &str) -> SmolStr {
    let is_quoted = text.contains(['\'', '"', '`', '$']);
    if is_quoted { text.into() } else { text.to_uppercase().into() }
}
