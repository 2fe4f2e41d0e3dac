//! Findings made diagnostics: ranges, severities, edits. No analysis reads them, so that the configuration of severity
//! disturbs none.

use crate::{Diagnostic, Related, fix, place};
use base::Fingerprint;
use db::{Db, SourceFile};
use lint::ProjectFindings;
use sema::{Facts, Finding, Place, Suppressions};
use std::sync::Arc;

/// All diagnostics of a file, sorted by range, then code, then message; each once. Those that depend on who reads it are
/// among them where the findings of its project are at hand.
pub(crate) fn diagnostics(
    db: &dyn Db,
    file: SourceFile,
    of_project: Option<&ProjectFindings>,
) -> Arc<[Diagnostic]> {
    match of_project {
        None if has_findings(db, file) => own_diagnostics(db, file),
        None => Arc::default(),
        Some(_) => collect(db, file, of_project),
    }
}

/// Those that do not depend on who reads the file. They are kept, since their ranges need the file's tree: a project with
/// a remark on every model would else be lowered as a whole with every look at all of it.
#[salsa::tracked(returns(clone))]
fn own_diagnostics(db: &dyn Db, file: SourceFile) -> Arc<[Diagnostic]> {
    collect(db, file, None)
}

fn collect(db: &dyn Db, file: SourceFile, of_project: Option<&ProjectFindings>) -> Arc<[Diagnostic]> {
    let of_readers = of_project.map_or(&[][..], |it| it.of(file));
    let findings = sema::findings(db, file).iter().chain(lint::findings(db, file)).chain(of_readers);
    let mut diagnostics: Vec<Diagnostic> = match Suppressions::of(db, file) {
        None => findings.filter_map(|it| diagnostic(db, file, it)).collect(),
        Some(mut suppressions) => {
            let kept: Vec<&Finding> = findings.filter(|it| !suppressions.suppresses(db, it)).collect();
            let own = suppressions.findings(db, of_project.is_some());
            kept.into_iter().chain(&own).filter_map(|it| diagnostic(db, file, it)).collect()
        }
    };
    sort(&mut diagnostics);
    diagnostics.dedup();
    cut(&mut diagnostics);
    diagnostics.into()
}

/// Sorts the diagnostics of a file by range, then code, then message.
pub(crate) fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |it: &Diagnostic| (it.range.start(), it.range.end(), it.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

/// How many diagnostics of a file are told. Nobody reads more, and an editor that gets a million is of no use.
const MOST: usize = 1_000;

/// Puts one diagnostic in the place of those beyond the limit: how many there are, as severe as the worst of them.
fn cut(diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.len() <= MOST {
        return;
    }
    let more = diagnostics.split_off(MOST - 1);
    let worst = more.iter().min_by_key(|it| (severity_rank(it.severity), it.range.start()));
    if let Some(worst) = worst {
        let message = format!(
            "{} more diagnostics of this file are not shown; the first of these: {}",
            more.len(),
            worst.message
        );
        diagnostics.push(Diagnostic {
            message,
            related: Vec::new(),
            suggestion: None,
            fixes: Vec::new(),
            facts: Facts::default(),
            is_unnecessary: false,
            ..worst.clone()
        });
    }
}

fn severity_rank(severity: base::Severity) -> u8 {
    match severity {
        base::Severity::Error => 0,
        base::Severity::Warning => 1,
        base::Severity::Info => 2,
    }
}

/// Whether a file may have diagnostics, without looking at where they stand. A pragma that suppresses nothing is one.
pub(crate) fn may_have_diagnostics(db: &dyn Db, file: SourceFile) -> bool {
    has_findings(db, file) || lint::may_have_project_findings(db, file)
}

/// Whether there is something to say of a file, whoever reads it.
fn has_findings(db: &dyn Db, file: SourceFile) -> bool {
    !sema::findings(db, file).is_empty()
        || !lint::findings(db, file).is_empty()
        || syntax::may_have_pragma(&file.text(db).text)
}

/// Whether the diagnostics of a file may be others once the findings of its project are known. Only then can a pragma
/// that names one of their codes be judged.
pub(crate) fn may_depend_on_readers(db: &dyn Db, file: SourceFile) -> bool {
    lint::may_have_project_findings(db, file) || syntax::may_have_pragma(&file.text(db).text)
}

/// Whether they are.
pub(crate) fn depend_on_readers(db: &dyn Db, file: SourceFile, of_project: &ProjectFindings) -> bool {
    !of_project.of(file).is_empty() || syntax::may_have_pragma(&file.text(db).text)
}

/// A finding in `file` as a diagnostic; nothing where the project has switched its code off.
pub(crate) fn diagnostic(db: &dyn Db, file: SourceFile, finding: &Finding) -> Option<Diagnostic> {
    let settings = &db::rocky_toml(db, file.project(db)).value.diagnostics;
    let path = file.path(db);
    let default = finding.severity.unwrap_or(finding.code.default_severity());
    let severity = settings.severity(finding.code, path.as_str(), default)?;
    let owner = crate::cone::model_of(db, file);
    let related =
        |(it, message): &(Place, String)| Related { place: place::range(db, it), message: message.clone() };
    let parts = [finding.code.name(), path.as_str(), &finding.subject, &finding.message];
    let fingerprint = Fingerprint::of_parts(parts.map(str::as_bytes)).to_string();
    let remedies = finding.remedies.iter().enumerate();
    let fixes = remedies.filter_map(|(index, it)| fix::fix(db, it, fix::id(&fingerprint, index, &it.title)));
    Some(Diagnostic {
        code: finding.code,
        severity,
        message: finding.message.clone(),
        model: owner.map(|it| sema::declared_name(db, it).to_string()),
        range: place::range(db, &finding.place).range,
        related: finding.related.iter().map(related).collect(),
        suggestion: finding.suggestion.clone(),
        fixes: fixes.collect(),
        fingerprint,
        subject: finding.subject.to_string(),
        facts: Facts::clone(&finding.facts),
        is_unnecessary: finding.is_unnecessary,
    })
}
