//! What builders of remedies know: a body, and how its dialect writes.

use super::{NewText, Remedy};
use crate::Place;
use base::{DialectKind, Ident};
use db::SourceFile;
use dialect::{Engine, Type};
use hir::{Anchor, Body, Expr, ExprId, QueryBody, QueryId, SelectId, SelectItem};

/// Writes remedies for a body.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) file: SourceFile,
    pub(crate) body: &'a Body,
    pub(crate) engine: Engine,
    /// Whether the body is that of a pipeline of the DSL, whose clauses are steps.
    pub(crate) is_dsl: bool,
}

impl<'a> Writer<'a> {
    /// The writer of a model's remedies.
    pub(crate) fn new(db: &dyn db::Db, file: SourceFile, body: &'a Body) -> Writer<'a> {
        let is_dsl = file.path(db).extension() == Some("rocky");
        Writer { file, body, engine: db::engine(db, file), is_dsl }
    }

    pub(super) fn dialect(&self) -> DialectKind {
        self.engine.dialect
    }

    pub(super) fn place(&self, anchor: Anchor) -> Place {
        Place::Body(self.file, anchor)
    }

    /// The name of a column, which the engine calls `name`.
    pub(super) fn quoted(&self, name: &str) -> String {
        dialect::quote(name, self.dialect()).into_owned()
    }

    /// A name of the body, which means elsewhere what it means where it is written.
    pub(super) fn written(&self, name: &Ident) -> String {
        dialect::spelled(name, self.dialect()).into_owned()
    }

    /// A dotted name; absent in the DSL where a part is a keyword, or needs quotes, which it has not.
    pub(crate) fn path(&self, parts: &[Ident]) -> Option<base::SmolStr> {
        let mut path = String::new();
        for part in parts {
            let written = dialect::spelled(part, self.dialect());
            if self.is_dsl && (written != part.text.as_str() || !is_rocky_word(&written)) {
                return None;
            }
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&written);
        }
        Some(path.into())
    }

    /// A type as a cast names it, where there is a word for just this type.
    pub(super) fn type_name(&self, ty: &Type) -> Option<String> {
        let text = ty.display(self.dialect()).to_string();
        (!ty.has_unknown() && dialect::parse_type(&text, self.dialect()).as_ref() == Some(ty)).then_some(text)
    }

    /// An expression as it is written, ready to be an operand: in parentheses, unless it is one word or call.
    pub(super) fn operand(&self, expr: ExprId) -> NewText {
        let copy = self.place(Anchor::Expr(expr));
        match &self.body.exprs[expr] {
            Expr::Name(_)
            | Expr::Literal(_)
            | Expr::Call(_)
            | Expr::Cast { .. }
            | Expr::Case { .. }
            | Expr::Subquery(_)
            | Expr::Index { .. }
            | Expr::Field { .. }
            | Expr::Extract { .. } => NewText::default().copy(copy),
            _ => NewText::default().words("(").copy(copy).words(")"),
        }
    }

    /// A condition as it is written, ready to be joined to others by AND.
    pub(super) fn conjunct(&self, condition: ExprId) -> NewText {
        match &self.body.exprs[condition] {
            Expr::Binary { operator: hir::BinaryOperator::Or, .. } => self.operand(condition),
            _ => NewText::default().copy(self.place(Anchor::Operand(condition))),
        }
    }

    /// Writes `open` before an expression and `close` behind it, in the place of parentheses around it.
    pub(super) fn wrap(&self, remedy: Remedy, expr: ExprId, open: &str, close: &str) -> Remedy {
        let text = NewText::default().words(open).copy(self.place(Anchor::Expr(expr))).words(close);
        remedy.replace(self.place(Anchor::Operand(expr)), text)
    }

    /// As [`Writer::wrap`] for the expression of a select item, whose column keeps its name `column`. Absent where the
    /// engine makes that up, and in the DSL, which knows neither casts nor SQL's literals.
    pub(super) fn wrap_item(
        &self,
        remedy: Remedy,
        (select, item): (SelectId, u32),
        column: &str,
        (open, close): (&str, &str),
    ) -> Option<Remedy> {
        match self.body.selects[select].items.get(item as usize)? {
            _ if self.is_dsl => None,
            SelectItem::Expr { expr, alias: Some(_) } => Some(self.wrap(remedy, *expr, open, close)),
            SelectItem::Expr { expr, alias: None } if matches!(self.body.exprs[*expr], Expr::Name(_)) => {
                Some(self.wrap(remedy, *expr, open, &format!("{close} AS {}", self.quoted(column))))
            }
            _ => None,
        }
    }

    /// The one `SELECT` that makes the body's rows, where they are not those of several.
    pub(crate) fn only_select(&self) -> Option<SelectId> {
        self.select_of(self.body.root?)
    }

    /// The one `SELECT` that makes a query's rows.
    pub(super) fn select_of(&self, mut query: QueryId) -> Option<SelectId> {
        loop {
            match &self.body.queries[query].body {
                QueryBody::Select(select) => return Some(*select),
                QueryBody::Nested(inner) => query = *inner,
                _ => return None,
            }
        }
    }

    /// The alias of a relation, or the last part of its name.
    pub(super) fn relation_name(&self, relation: hir::RelationId) -> Option<&'a Ident> {
        let relation = &self.body.relations[relation];
        match (relation.alias(), relation) {
            (Some(alias), _) => Some(&alias.name),
            (None, hir::Relation::Name { path, .. }) => path.last(),
            _ => None,
        }
    }
}

fn is_rocky_word(text: &str) -> bool {
    let tokens = syntax::lex(text, syntax::Lexis::Rocky).tokens;
    matches!(&tokens[..], [word] if word.kind == syntax::SyntaxKind::IDENT)
}
