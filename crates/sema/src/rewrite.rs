//! Other ways to write what stands in a model, for dialects that lack it: the remedies of E019 and P001.
//!
//! They look at the spelling, so they work on a tree of their own, which is made when the first is asked for.

mod call;
mod feature;
mod type_name;

pub use type_name::{WrittenTypeName, written_type_names};

use crate::{NewText, Place, Remedy};
use base::{Applicability, DialectKind, TextRange, TextSize};
use db::{Db, SourceFile};
use rustc_hash::FxHashMap;
use syntax::{
    SyntaxNode, SyntaxToken,
    ast::{self, AstNode},
};

/// Finds what to write instead.
pub struct Rewriter<'db> {
    db: &'db dyn Db,
    file: SourceFile,
    /// The dialect of the model.
    own: DialectKind,
    /// The tokens of the analysed text, by where they begin in the text as written.
    tokens: FxHashMap<TextSize, SyntaxToken>,
}

/// Edits and what they put in place of something.
struct Edits {
    /// What a menu calls the result; empty where something is only left away.
    shown: String,
    edits: Vec<(TextRange, NewText)>,
}

impl<'db> Rewriter<'db> {
    /// For the text of a model as it is now.
    pub fn new(db: &'db dyn Db, file: SourceFile) -> Rewriter<'db> {
        let root = hir::analysed_tree(db, file).syntax();
        let tokens = std::iter::successors(root.first_token(), SyntaxToken::next_token);
        let significant = tokens.filter(|it| !it.kind().is_trivia());
        let tokens = significant.map(|it| (written(db, file, it.text_range()).start(), it)).collect();
        Rewriter { db, file, own: db::dialect(db, file), tokens }
    }

    /// ` NULLS FIRST` or ` NULLS LAST` behind the sort key that begins at `key`: what the model's dialect does anyway.
    pub fn nulls_of_sort_key(&self, key: TextRange, first: bool) -> Option<Remedy> {
        let item = self.token(key.start())?.parent_ancestors().find_map(ast::OrderItem::cast)?;
        let words = if first { "NULLS FIRST" } else { "NULLS LAST" };
        let end = self.written(syntax::trimmed(item.syntax())).end();
        let edits = vec![(TextRange::empty(end), format!(" {words}").into())];
        Some(self.remedy(Edits { shown: words.to_owned(), edits }, None))
    }

    /// What `find` finds for all dialects, else, where there is one target only, for that one alone.
    fn first_for(
        &self,
        targets: &[DialectKind],
        find: impl Fn(&[DialectKind]) -> Option<Edits>,
    ) -> Option<Remedy> {
        let all: Vec<DialectKind> = std::iter::once(self.own).chain(targets.iter().copied()).collect();
        if let Some(edits) = find(&all) {
            return Some(self.remedy(edits, None));
        }
        let [target] = targets else { return None };
        find(targets).map(|edits| self.remedy(edits, Some(*target)))
    }

    /// `translated`: the only dialect that has what is written instead.
    fn remedy(&self, edits: Edits, translated: Option<DialectKind>) -> Remedy {
        let (title, applicability) = match translated {
            None if edits.shown.is_empty() => ("Leave it away".to_owned(), Applicability::MachineApplicable),
            None => (format!("Write `{}`", edits.shown), Applicability::MachineApplicable),
            Some(it) => (format!("Write `{}`, as {it} has it", edits.shown), Applicability::MaybeIncorrect),
        };
        let remedy = Remedy::new(title, applicability);
        let edits = edits.edits.into_iter();
        edits.fold(remedy, |remedy, (range, text)| remedy.replace(self.place(range), text))
    }

    /// The token that begins at an offset of the text as written.
    fn token(&self, at: TextSize) -> Option<&SyntaxToken> {
        self.tokens.get(&at)
    }

    fn written(&self, range: TextRange) -> TextRange {
        written(self.db, self.file, range)
    }

    /// The text as written.
    fn text(&self, range: TextRange) -> Option<&'db str> {
        self.file.text(self.db).text.get(std::ops::Range::<usize>::from(range))
    }

    /// Where a node of the tree stands in the text as written.
    fn node_place(&self, node: &SyntaxNode) -> Place {
        self.place(self.written(syntax::trimmed(node)))
    }

    fn place(&self, range: TextRange) -> Place {
        Place::Range(self.file, range)
    }
}

impl Edits {
    /// One replacement.
    fn of(range: TextRange, text: &str) -> Edits {
        Edits { shown: text.to_owned(), edits: vec![(range, text.into())] }
    }
}

fn written(db: &dyn Db, file: SourceFile, range: TextRange) -> TextRange {
    hir::substitution(db, file).map_or(range, |it| it.written(range))
}

/// Whether an expression binds more closely than any operator.
fn is_atom(expr: &ast::Expr) -> bool {
    use ast::Expr::*;
    matches!(expr, Literal(_) | ColumnRef(_) | CallExpr(_) | ParenExpr(_) | SubqueryExpr(_) | CaseExpr(_))
}
