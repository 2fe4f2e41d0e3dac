//! Functions: those of the dialect, and those that the project declares.

use super::sql::{Proposals, Rank};
use crate::{Completion, CompletionKind, symbol::Symbol};
use base::Ident;
use dialect::FunctionKind;

impl Proposals<'_> {
    pub(super) fn functions(&mut self, is_wanted: impl Fn(FunctionKind) -> bool) {
        if self.is_quoted() {
            return;
        }
        let engine = db::engine(self.db, self.scope.view.file);
        let catalogue = dialect::functions(engine);
        let is_called = self.scope.is_before_parenthesis();
        let is_of_kind = |it: &&str| catalogue.kinds(it).into_iter().any(&is_wanted);
        let wanted: Vec<&'static str> = catalogue.names().iter().copied().filter(is_of_kind).collect();
        for name in self.found.few(wanted, self.typed, |it| it) {
            let has_parentheses = is_called || dialect::keyword_function(engine, name).is_some();
            let takes_nothing = || catalogue.overloads(name).iter().all(|it| it.parameters().is_empty());
            let snippet = match has_parentheses {
                true => None,
                false if takes_nothing() => Some(format!("{name}()")),
                false => Some(format!("{name}($0)")),
            };
            self.function(name, None, snippet, Some(Symbol::Function(name.into())));
        }
        let declared = &db::rocky_toml(self.db, self.scope.view.file.project(self.db)).value.functions;
        if is_wanted(FunctionKind::Scalar) {
            for (index, function) in (0..).zip(declared) {
                self.declared_function(function.name.value.as_str(), index);
            }
        }
    }

    /// The functions that the project declares in the schema before the place.
    pub(super) fn functions_of_schema(&mut self, schema: &[Ident]) {
        let declared = &db::rocky_toml(self.db, self.scope.view.file.project(self.db)).value.functions;
        for (index, function) in (0..).zip(declared) {
            let mut parts = function.name.value.split('.');
            let is_in =
                schema.iter().all(|it| parts.next().is_some_and(|part| it.text.eq_ignore_ascii_case(part)));
            let rest = parts.collect::<Vec<_>>().join(".");
            if is_in && !rest.is_empty() {
                self.declared_function(&rest, index);
            }
        }
    }

    fn declared_function(&mut self, name: &str, index: u32) {
        let snippet = (!self.scope.is_before_parenthesis()).then(|| format!("{name}($0)"));
        let file = db::rocky_toml_file(self.db, self.scope.view.file.project(self.db));
        let symbol = file.map(|it| Symbol::DeclaredFunction(it, index));
        self.function(name, Some("declared in `rocky.toml`".to_owned()), snippet, symbol);
    }

    fn function(
        &mut self,
        name: &str,
        detail: Option<String>,
        snippet: Option<String>,
        symbol: Option<Symbol>,
    ) {
        let kind = CompletionKind::Function;
        let plain = Completion::plain(kind, name.to_owned(), name.to_owned(), self.context.replace);
        self.found.add(Completion { detail, snippet, rank: Rank::FUNCTION, ..plain }, symbol);
    }
}
