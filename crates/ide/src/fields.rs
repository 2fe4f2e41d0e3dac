//! Where a field of a struct is declared: in the literal or the call that makes the struct, or in the type that a value is
//! cast to. What comes from outside the project is declared with its column.

use crate::{
    NavigationTarget,
    body_names::FileView,
    definition::{local_target, target_of},
    origins::replacement,
    symbol::{Identities, Name, Symbol, origin_symbol},
};
use base::{Ident, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, Expr, ExprId, SelectId, SelectItem};
use rustc_hash::FxHashSet;
use sema::{Definition, Resolution};
use syntax::ast::{self, AstNode};

/// Where the field that a name means is declared; absent for what is no field, and where nobody wrote it down.
pub(crate) fn target(db: &dyn Db, view: &FileView<'_>, name: &Name) -> Option<NavigationTarget> {
    let Symbol::Value(_, expr) = name.symbol else { return None };
    let Expr::Name(parts) = &view.body.exprs[expr] else { return None };
    let first = *view.inference.fields.get(&expr)? as usize;
    let is_here = |it: &usize| Anchor::NamePart(expr, *it as u32).range(view.map) == Some(name.range);
    let last = (first..parts.len()).find(is_here)?;
    let mut place = Place::Value(view.file, expr);
    let mut path: Vec<Ident> = Vec::new();
    // Rings of models lead to no declaration.
    let mut seen: FxHashSet<(SourceFile, ExprId)> = FxHashSet::default();
    loop {
        place = match place {
            Place::Value(file, expr) => {
                // Of the name itself only the fields up to the one that is asked about count.
                let fields = if seen.is_empty() { Some(last) } else { None };
                if !seen.insert((file, expr)) {
                    return None;
                }
                let view = FileView::new(db, file);
                match value(db, &view, expr, fields, &mut path)? {
                    Found::Further(place) => place,
                    Found::Declared(range) => return local_target(db, file, range, range),
                }
            }
            Place::Column(symbol) => match &Identities::new(db).of(&symbol) {
                Symbol::ModelColumn(model, index) => {
                    let column = sema::inference(db, *model).output.columns.get(*index as usize)?;
                    let expr = match column.definition {
                        Definition::Item(select, item) => item_expr(db, *model, (select, item))?,
                        Definition::Named(name) => replacement(&hir::body(db, *model), name)?,
                        Definition::Origin(_) | Definition::Construct => return None,
                    };
                    Place::Value(*model, expr)
                }
                symbol => return target_of(db, symbol),
            },
        };
    }
}

/// What the struct with the field is.
enum Place {
    Value(SourceFile, ExprId),
    /// A column of another model or table.
    Column(Symbol),
}

enum Found {
    Declared(TextRange),
    Further(Place),
}

fn item_expr(db: &dyn Db, file: SourceFile, (select, item): (SelectId, u32)) -> Option<ExprId> {
    match hir::body(db, file).selects[select].items.get(item as usize)? {
        SelectItem::Expr { expr, .. } => Some(*expr),
        _ => None,
    }
}

/// One step from a value towards the declaration of the field at `path` of it, the outermost first. `last` is the part of
/// a name that is the field, where not all of its parts count.
fn value(
    db: &dyn Db,
    view: &FileView<'_>,
    expr: ExprId,
    last: Option<usize>,
    path: &mut Vec<Ident>,
) -> Option<Found> {
    let same = |a: &Ident, b: &Ident| dialect::same_name(a, b, view.dialect);
    let further = |expr| Some(Found::Further(Place::Value(view.file, expr)));
    match &view.body.exprs[expr] {
        Expr::Name(parts) => {
            let first = view.inference.fields.get(&expr).map_or(parts.len(), |it| *it as usize);
            let end = last.map_or(parts.len(), |it| it + 1);
            path.splice(0..0, parts.get(first..end)?.iter().cloned());
            match view.inference.resolutions.get(&expr)? {
                Resolution::Column(relation, index) => match &view.column(*relation, *index)?.definition {
                    Definition::Item(select, item) => further(item_expr(db, view.file, (*select, *item))?),
                    Definition::Origin(origin) => Some(Found::Further(Place::Column(origin_symbol(origin)))),
                    Definition::Named(name) => further(replacement(&view.body, *name)?),
                    Definition::Construct => None,
                },
                Resolution::Item(select, item) => further(item_expr(db, view.file, (*select, *item))?),
                _ => None,
            }
        }
        Expr::Field { base, field } => {
            path.insert(0, field.clone());
            further(*base)
        }
        Expr::Struct(fields) => {
            let field = path.first()?;
            let (name, inner) = fields.iter().find(|it| same(&it.0, field))?;
            if path.len() > 1 {
                path.remove(0);
                return further(*inner);
            }
            let literal: ast::StructExpr = node(db, view, expr)?;
            let mut names = literal.struct_fields().filter_map(|it| it.name());
            let found = names.find(|it| it.ident().is_some_and(|it| it == *name))?;
            Some(Found::Declared(syntax::trimmed(found.syntax())))
        }
        Expr::Call(call) => {
            let called = dialect::called_function(db::engine(db, view.file), &call.name)?;
            // In DuckDB's, each argument is named.
            let is_pack = called.name.eq_ignore_ascii_case("struct_pack");
            if !is_pack && !dialect::names_fields(db::engine(db, view.file), &called.name) {
                return None;
            }
            let is_named = |it: &&hir::Argument| {
                it.name.as_ref().zip(path.first()).is_some_and(|(name, field)| same(name, field))
            };
            let argument = call.args.iter().find(is_named)?;
            if path.len() > 1 {
                path.remove(0);
                return further(argument.value);
            }
            let written: ast::CallExpr = node(db, view, expr)?;
            let alias = |it: &ast::Arg| it.alias().and_then(|it| it.name());
            let mut names = written.arg_list()?.args().filter_map(|it| it.name().or_else(|| alias(&it)));
            let found = names.find(|it| it.ident() == argument.name)?;
            Some(Found::Declared(syntax::trimmed(found.syntax())))
        }
        Expr::Cast { .. } => {
            let cast: ast::CastExpr = node(db, view, expr)?;
            let mut ty = cast.type_name()?;
            let mut found = None;
            for field in path.iter() {
                // The elements of a list have fields, and not the list.
                if ty.array_suffixs().next().is_some() {
                    return None;
                }
                let mut fields = ty.type_fields()?.type_fields();
                let declared = fields
                    .find(|it| it.name().and_then(|it| it.ident()).is_some_and(|it| same(&it, field)))?;
                found = declared.name();
                ty = declared.type_name()?;
            }
            Some(Found::Declared(syntax::trimmed(found?.syntax())))
        }
        _ => None,
    }
}

/// The node of the text as written that an expression was lowered from.
fn node<N: AstNode>(db: &dyn Db, view: &FileView<'_>, expr: ExprId) -> Option<N> {
    let range = *view.map.exprs.get(expr)?;
    let tree = hir::parsed(db, view.file).syntax();
    tree.descendants().filter_map(N::cast).find(|it| syntax::trimmed(it.syntax()) == range)
}
