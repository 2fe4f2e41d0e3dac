//! The names of windows, and of the parameters of lambdas and comprehensions: each is known in one `SELECT`, or in one
//! expression.

use crate::{
    body_names::FileView,
    symbol::{Name, Symbol},
};
use base::{Ident, TextRange};
use hir::{Anchor, Expr, ExprId, SelectId};
use rustc_hash::FxHashMap;

/// The parameters of a body by where they are written. `WITH(a AS 1, a + 1)` of GoogleSQL gives several of its
/// expressions the same ones: the first expression stands for all.
#[derive(Default)]
pub(crate) struct Parameters(FxHashMap<TextRange, (ExprId, u32)>);

impl Parameters {
    pub(crate) fn of(body: &hir::Body, map: &hir::SourceMap) -> Parameters {
        let mut found = FxHashMap::default();
        for (expr, data) in body.exprs.iter() {
            if matches!(data, Expr::Lambda { .. } | Expr::Comprehension { .. }) {
                let ranges = map.expr_names.get(&expr).into_iter().flatten();
                for (index, range) in (0..).zip(ranges) {
                    found.entry(*range).or_insert((expr, index));
                }
            }
        }
        Parameters(found)
    }

    /// The symbol of a parameter.
    pub(crate) fn symbol(&self, view: &FileView<'_>, lambda: ExprId, index: u32) -> Symbol {
        let range = Anchor::NamePart(lambda, index).range(view.map);
        let (lambda, index) = range.and_then(|it| self.0.get(&it).copied()).unwrap_or((lambda, index));
        Symbol::Parameter(view.file, lambda, index)
    }

    /// Where parameters are defined.
    pub(crate) fn definitions(&self, view: &FileView<'_>, names: &mut Vec<Name>) {
        let definition = |(range, it): (&TextRange, &(ExprId, u32))| {
            Name::definition(*range, Symbol::Parameter(view.file, it.0, it.1))
        };
        names.extend(self.0.iter().map(definition));
    }
}

/// The names of windows where they are defined, and in the calls and windows that build upon them.
pub(crate) fn windows(view: &FileView<'_>, names: &mut Vec<Name>) {
    for (select, data) in view.body.selects.iter() {
        let ranges = view.map.selects.get(select).map_or(&[][..], |it| &it.windows);
        for (index, ((_, window), ranges)) in (0..).zip(data.windows.iter().zip(ranges)) {
            names.push(Name::definition(ranges.name, Symbol::Window(view.file, select, index)));
            let base = window.base.as_ref().and_then(|it| data.window(it, view.dialect));
            let symbol = base.map(|it| Symbol::Window(view.file, select, it));
            names.extend(ranges.base.zip(symbol).map(|(range, symbol)| Name::read(range, symbol)));
        }
    }
    for (call, range) in &view.map.window_names {
        if let Some((select, index)) = view.inference.windows.get(call) {
            names.push(Name::read(*range, Symbol::Window(view.file, *select, *index)));
        }
    }
}

/// A window as it is written, and those that it builds upon, the nearest first.
pub(crate) fn window_text(view: &FileView<'_>, text: &str, select: SelectId, index: u32) -> Option<String> {
    let data = &view.body.selects[select];
    let ranges = &view.map.selects.get(select)?.windows;
    let mut lines = Vec::new();
    let mut next = Some(index);
    while let Some(index) = next.filter(|_| lines.len() <= data.windows.len()) {
        let range = ranges.get(index as usize)?.full;
        let written = text.get(std::ops::Range::<usize>::from(range))?;
        lines.push(format!("WINDOW {}", crate::card::shortened(written)));
        let base = data.windows.get(index as usize)?.1.base.as_ref();
        next = base.and_then(|it| data.window(it, view.dialect));
    }
    Some(lines.join("\n"))
}

/// What a parameter is called.
pub(crate) fn parameter_name<'v>(view: &'v FileView<'_>, lambda: ExprId, index: u32) -> Option<&'v Ident> {
    parameters(&view.body, lambda).get(index as usize)
}

/// The parameters of a lambda or a comprehension.
pub(crate) fn parameters(body: &hir::Body, lambda: ExprId) -> &[Ident] {
    match &body.exprs[lambda] {
        Expr::Lambda { parameters, .. } | Expr::Comprehension { parameters, .. } => parameters,
        _ => &[],
    }
}
