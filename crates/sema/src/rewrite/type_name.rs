//! Names of types, by the table of who takes which.

use super::{Edits, Rewriter};
use crate::Remedy;
use base::{DialectKind, Ident, TextRange};
use dialect::{carried_type, common_type_names, has_type_name, parse_type};
use syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

/// A name of a type of one word that stands in a model.
pub struct WrittenTypeName {
    /// The name.
    pub name: Ident,
    /// Where it stands.
    pub range: TextRange,
    /// Whether arguments follow it.
    pub has_arguments: bool,
}

/// The names of types within a node, by their places in the tree. Names of several words are not listed, nor are those in quotes.
pub fn written_type_names(node: &SyntaxNode) -> impl Iterator<Item = WrittenTypeName> + use<> {
    node.descendants().filter_map(ast::TypeName::cast).filter_map(|it| name_of(&it))
}

fn name_of(written: &ast::TypeName) -> Option<WrittenTypeName> {
    let is_one_word = written.precision_token().is_none()
        && written.varying_token().is_none()
        && written.interval_unit().is_none()
        && written.type_zone().is_none();
    let path = written.path().filter(|it| is_one_word && it.segments().count() == 1)?;
    let name = path.idents().next().filter(|it| !it.quoted)?;
    let has_arguments = written.type_modifiers().is_some();
    Some(WrittenTypeName { name, range: syntax::trimmed(path.syntax()), has_arguments })
}

impl Rewriter<'_> {
    /// What to write for a name of a type at `range`: one that the model's dialect and all of `targets` take for the
    /// same type, else, where there is one target only, that one's own. Without targets, what the model's dialect takes.
    pub fn type_name(&self, range: TextRange, targets: &[DialectKind]) -> Option<Remedy> {
        let name = self.text(range)?;
        let all: Vec<DialectKind> = std::iter::once(self.own).chain(targets.iter().copied()).collect();
        if let Some(name) = self.common_name(name, &all) {
            return Some(self.remedy(Edits::of(range, name), None));
        }
        let [target] = targets else { return None };
        let carried = carried_type(&parse_type(name, self.own)?, self.own, *target);
        let spelled = carried.display(*target).to_string();
        let is_name = spelled.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
        (!carried.is_unknown() && is_name).then(|| self.remedy(Edits::of(range, &spelled), Some(*target)))
    }

    /// The types that the model's own dialect lacks, where they stand in the text as written.
    pub(crate) fn lacking_type_names(&self) -> Vec<WrittenTypeName> {
        let lacks =
            |it: &WrittenTypeName| has_type_name(self.own, it.name.as_str(), it.has_arguments) == Some(false);
        let root = hir::analysed_tree(self.db, self.file).syntax();
        let lacking = written_type_names(&root).filter(lacks);
        lacking.map(|it| WrittenTypeName { range: self.written(it.range), ..it }).collect()
    }

    /// A type at `node` as all of `dialects` spell it: as it is written, where that is known to be right, or by another
    /// name. A dialect that lacks a type must never be given it by a fix.
    pub(super) fn type_in(&self, written: &ast::TypeName, dialects: &[DialectKind]) -> Option<String> {
        let text = self.text(self.written(syntax::trimmed(written.syntax())))?;
        let takes = |it: &DialectKind, name: &WrittenTypeName| {
            has_type_name(*it, name.name.as_str(), name.has_arguments)
        };
        let is_own_spelling = |it: &DialectKind| {
            let spelled = parse_type(text, *it).map(|ty| ty.display(*it).to_string());
            spelled.is_some_and(|it| it.eq_ignore_ascii_case(text))
        };
        let name = name_of(written);
        let is_taken = |it: &DialectKind| match &name {
            Some(name) => takes(it, name).unwrap_or_else(|| is_own_spelling(it)),
            None => is_own_spelling(it),
        };
        if dialects.iter().all(is_taken) {
            return Some(text.to_owned());
        }
        let name = name.filter(|it| !it.has_arguments)?;
        self.common_name(name.name.as_str(), dialects).map(str::to_owned)
    }

    /// The name that all of `dialects` take for the type that `name` is: in the model's own dialect, or in every dialect
    /// that has it, where the own one lacks it.
    fn common_name(&self, name: &str, dialects: &[DialectKind]) -> Option<&'static str> {
        let ty = match has_type_name(self.own, name, false) {
            Some(false) => {
                let takers = DialectKind::ALL.into_iter();
                let takers = takers.filter(|it| has_type_name(*it, name, false) == Some(true));
                let mut types = takers.map(|it| Some(carried_type(&parse_type(name, it)?, it, self.own)));
                let first = types.next()??;
                types.all(|it| it.as_ref() == Some(&first)).then_some(first)?
            }
            _ => parse_type(name, self.own)?,
        };
        let is_same = |candidate: &&'static str| {
            dialects.iter().all(|it| parse_type(candidate, *it) == Some(carried_type(&ty, self.own, *it)))
        };
        common_type_names(dialects, false).into_iter().find(is_same)
    }
}
