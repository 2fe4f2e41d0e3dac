//! Calls, by the table of texts that mean the same.

use super::{Edits, Rewriter, is_atom};
use crate::{NewText, Remedy};
use base::{DialectKind, TextRange};
use dialect::{TemplateArgument, TemplatePart, Way, equivalences};
use syntax::{
    SyntaxKind, SyntaxNode,
    ast::{self, AstNode},
};

/// Units of time that have one name and one meaning in every dialect: weeks begin on different days.
const UNITS: [&str; 7] = ["year", "quarter", "month", "day", "hour", "minute", "second"];

/// A call as it is written.
struct Written {
    call: ast::CallExpr,
    name: TextRange,
    arguments: Vec<ast::Arg>,
    may_rename: bool,
}

/// What the placeholders of a template stand for.
struct Bound {
    arguments: Vec<ast::Expr>,
    unit: Option<String>,
}

impl Rewriter<'_> {
    /// What to write for the call of the function whose name stands at `name`, so that the model's own dialect and all of
    /// `targets` have it; else, where there is one target only, as that one has it. `may_rename`: whether the same
    /// arguments can be right for another function.
    pub fn call(&self, name: TextRange, targets: &[DialectKind], may_rename: bool) -> Option<Remedy> {
        let written = self.call_at(name, may_rename)?;
        self.first_for(targets, |dialects| self.called_otherwise(&written, self.own, dialects))
    }

    /// What the model's own dialect has for the call of a function that it lacks and others have. Where they mean different
    /// things by it, nobody knows which is meant.
    pub fn own_call(&self, name: TextRange) -> Option<Remedy> {
        let written = self.call_at(name, true)?;
        let others = DialectKind::ALL.into_iter().filter(|it| *it != self.own);
        let mut found = others.filter_map(|it| self.called_otherwise(&written, it, &[self.own]));
        let first = found.next()?;
        let is_one = found.all(|it| it.edits == first.edits);
        is_one.then(|| self.remedy(first, Some(self.own)))
    }

    /// The call of the function whose bare name stands at `name`.
    fn call_at(&self, name: TextRange, may_rename: bool) -> Option<Written> {
        let call = self.token(name.start())?.parent_ancestors().find_map(ast::CallExpr::cast)?;
        let path = call.path()?;
        let is_bare = path.segments().count() == 1 && self.written(syntax::trimmed(path.syntax())) == name;
        let arguments: Vec<ast::Arg> = call.arg_list()?.args().collect();
        is_bare.then_some(Written { call, name, arguments, may_rename })
    }

    /// As `dialects` call what `written` means in `dialect`.
    fn called_otherwise(
        &self,
        written: &Written,
        dialect: DialectKind,
        dialects: &[DialectKind],
    ) -> Option<Edits> {
        let Written { call, name, arguments, may_rename } = written;
        for (meaning, own) in equivalences(dialect, self.text(*name)?, arguments.len()) {
            let Some((_, taken)) = &own.call else { continue };
            let Some(bound) = self.bind(taken, arguments) else { continue };
            let others = meaning.ways.iter().filter(|it| !std::ptr::eq(*it, own));
            for way in others.filter(|way| dialects.iter().all(|it| way.holds_in(*it))) {
                match &way.call {
                    // The same arguments: a window and the like may stay.
                    Some((function, others)) if others == taken => {
                        let renamed = *may_rename && has_only_arguments(call);
                        if renamed {
                            return Some(Edits::of(*name, function));
                        }
                    }
                    _ if is_plain(call) => return self.filled(way, call, &bound),
                    _ => {}
                }
            }
        }
        None
    }

    fn bind(&self, taken: &[TemplateArgument], arguments: &[ast::Arg]) -> Option<Bound> {
        let mut bound = Bound { arguments: Vec::new(), unit: None };
        let mut placed: Vec<(usize, ast::Expr)> = Vec::new();
        for (taken, argument) in taken.iter().zip(arguments) {
            let is_named = argument.name().is_some() || argument.alias().is_some();
            let expr = argument.expr().filter(|_| !is_named)?;
            match taken {
                TemplateArgument::Any(place) => placed.push((*place, expr)),
                TemplateArgument::UnitText | TemplateArgument::UnitWord => {
                    let text = expr.syntax().text().to_string();
                    let content = match taken {
                        TemplateArgument::UnitText => text.trim().strip_prefix('\'')?.strip_suffix('\'')?,
                        _ => text.trim(),
                    };
                    let is_unit = UNITS.iter().any(|it| it.eq_ignore_ascii_case(content));
                    bound.unit = Some(content.to_owned()).filter(|_| is_unit);
                    bound.unit.as_ref()?;
                }
            }
        }
        placed.sort_by_key(|it| it.0);
        bound.arguments = placed.into_iter().map(|it| it.1).collect();
        Some(bound)
    }

    fn filled(&self, way: &Way, call: &ast::CallExpr, bound: &Bound) -> Option<Edits> {
        let mut text = NewText::default();
        let mut shown = String::new();
        for part in &way.parts {
            match *part {
                TemplatePart::Text(words) => {
                    text = text.words(words);
                    shown.push_str(words);
                }
                TemplatePart::Argument(place) => {
                    text = text.copy(self.node_place(bound.arguments.get(place)?.syntax()));
                    shown.push_str("..");
                }
                TemplatePart::Operand(place) => {
                    let operand = bound.arguments.get(place)?;
                    let copy = self.node_place(operand.syntax());
                    text = match is_atom(operand) {
                        true => text.copy(copy),
                        false => text.words("(").copy(copy).words(")"),
                    };
                    shown.push_str("..");
                }
                TemplatePart::Unit => {
                    let is_word = !shown.ends_with('\'');
                    let unit = bound.unit.as_deref()?;
                    let unit = if is_word { unit.to_ascii_uppercase() } else { unit.to_owned() };
                    text = text.words(unit.as_str());
                    shown.push_str(&unit);
                }
            }
        }
        let range = self.written(syntax::trimmed(call.syntax()));
        Some(Edits { shown, edits: vec![(range, text)] })
    }
}

/// Whether a call has no clauses that are the function's own.
fn has_only_arguments(call: &ast::CallExpr) -> bool {
    let list = call.arg_list();
    let children = list.iter().flat_map(|it| it.syntax().children());
    call.within_group().is_none() && children.into_iter().all(|it| ast::Arg::can_cast(it.kind()))
}

/// Whether a call is its arguments and nothing more, and no comment stands between them: then it can be written anew.
fn is_plain(call: &ast::CallExpr) -> bool {
    let Some(list) = call.arg_list() else { return false };
    let is_expected =
        |node: &SyntaxNode| ast::Path::can_cast(node.kind()) || ast::ArgList::can_cast(node.kind());
    let is_argument = |node: &SyntaxNode| ast::Arg::can_cast(node.kind());
    let is_sign = |kind: SyntaxKind| {
        matches!(kind, SyntaxKind::WHITESPACE | SyntaxKind::COMMA | SyntaxKind::L_PAREN | SyntaxKind::R_PAREN)
    };
    let signs = |node: &SyntaxNode| {
        node.children_with_tokens().filter_map(|it| it.into_token()).all(|it| is_sign(it.kind()))
    };
    call.syntax().children().all(|it| is_expected(&it))
        && list.syntax().children().all(|it| is_argument(&it))
        && signs(call.syntax())
        && signs(list.syntax())
}
