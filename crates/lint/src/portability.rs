//! P001 and P003: what a model's own dialect takes and a dialect that the project must also run in does not, or takes for
//! something else.
//!
//! Nothing is listed here. Each target reads the model itself: its lexer the tokens (`respelling`), its parser the text
//! (`grammar`), and its catalogue the calls with the types that they have there (`calls`); the table of features and that
//! of type names say the rest. What the own dialect lacks is E019 and E006, whatever the others have.

mod calls;
mod diverging;
mod grammar;
mod lacking;
mod respelling;
mod type_names;

use base::{DialectKind, Ident, TextRange};
use db::{Db, SourceFile};
use lacking::{Lacking, Remedial};
use sema::{Finding, Rewriter};
use syntax::FeatureUse;

/// What a rule of portability looks at.
struct Subject<'db> {
    db: &'db dyn Db,
    file: SourceFile,
    /// The dialect of the model.
    own: DialectKind,
    /// The others that the project must also run in.
    targets: Vec<DialectKind>,
}

impl Subject<'_> {
    /// Where a range of the analysed text stands in the text as written.
    fn written(&self, range: TextRange) -> TextRange {
        hir::substitution(self.db, self.file).map_or(range, |it| it.written(range))
    }

    /// The name that a call has in the catalogue of the own dialect; none for a function that the project declares, or
    /// that stands in a schema.
    fn built_in<'a>(&self, call: &'a hir::Call) -> Option<&'a Ident> {
        let [name] = &call.name[..] else { return None };
        let is_declared = sema::declared_function(self.db, self.file.project(self.db), &call.name).is_some();
        (!is_declared).then_some(name)
    }
}

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let own = db::dialect(db, file);
    let targets = db::target_dialects(db, file.project(db));
    let targets: Vec<DialectKind> = targets.iter().copied().filter(|it| *it != own).collect();
    if targets.is_empty() {
        return;
    }
    let subject = Subject { db, file, own, targets };
    let mut lacking = Lacking::default();
    let syntax = hir::syntax_findings(db, file);
    features(&subject, &syntax.features, &mut lacking);
    let tree = hir::analysed_tree(db, file).syntax();
    type_names::check(&subject, &tree, &mut lacking);
    calls::check_own(&subject, &mut lacking);
    for &target in &subject.targets {
        let text = respelling::respelled(&subject, target, &mut lacking);
        let (lowering, read) = hir::read_as(db, file, &text, target);
        if syntax.errors.is_empty() {
            grammar::check(&read.errors, target, &mut lacking);
        }
        calls::check(&subject, &lowering, target, &mut lacking);
    }
    let rewriter = std::cell::OnceCell::new();
    let rewriter = || rewriter.get_or_init(|| Rewriter::new(db, file));
    let diverging = diverging::findings(&subject, &tree, &lacking, &rewriter);
    let found = lacking.findings(&subject, &rewriter).into_iter().chain(diverging);
    let allowed = &db::rocky_toml(db, file.project(db)).value.portability.allow;
    let is_allowed = |it: &Finding| allowed.iter().any(|label| label.value.eq_ignore_ascii_case(&it.subject));
    findings.extend(found.filter(|it| !is_allowed(it)));
}

/// Constructs that the table of features denies to a target.
fn features(subject: &Subject<'_>, used: &[FeatureUse], lacking: &mut Lacking) {
    for used in used.iter().filter(|it| it.feature.is_in(subject.own)) {
        for &target in subject.targets.iter().filter(|it| !used.feature.is_in(**it)) {
            let lack = lacking.add(used.range, &used.feature.label(), target);
            lack.describe(used.feature.lack(), used.feature.row().instead, Remedial::Feature(*used));
        }
    }
}
