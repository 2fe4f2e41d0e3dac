//! `rocky-allow`: comments that take findings back, and W009 about those that take nothing back.
//!
//! Nothing here is a query: findings are suppressed where they are reported, so that a comment disturbs no analysis.

use crate::{Finding, Place, Remedy, Target, project, references, schema};
use base::{Applicability, Code, SmolStr, TextRange, closest};
use config::FileKind;
use db::{Db, SourceFile};
use syntax::{Lexis, Pragma, may_have_pragma, pragmas, toml_pragmas};

/// The pragmas of a file, and what they have suppressed so far.
#[derive(Debug)]
pub struct Suppressions {
    file: SourceFile,
    pragmas: Vec<Listed>,
    /// Whether a part of the file could not be read, so that findings may be missing.
    is_broken: bool,
}

/// A pragma with its list read.
#[derive(Debug)]
struct Listed {
    pragma: Pragma,
    entries: Vec<Entry>,
}

/// An entry of a pragma's list.
#[derive(Debug)]
struct Entry {
    range: TextRange,
    text: SmolStr,
    allows: Allows,
    is_used: bool,
}

/// What an entry suppresses.
#[derive(Debug)]
enum Allows {
    /// A code.
    Code(Code),
    /// A construct, by the name that it has in the findings about portability.
    Construct,
    /// What looks like a code and is none.
    UnknownCode,
}

impl Suppressions {
    /// Those of a file that has a pragma.
    pub fn of(db: &dyn Db, file: SourceFile) -> Option<Suppressions> {
        let text = &file.text(db).text;
        if !may_have_pragma(text) {
            return None;
        }
        let found = pragmas_of(db, file, text)?;
        let listed = |pragma: Pragma| {
            let entries = pragma.items.iter().flatten().map(|it| Entry::read(text, *it)).collect();
            Listed { pragma, entries }
        };
        let pragmas: Vec<Listed> = found.into_iter().map(listed).collect();
        (!pragmas.is_empty()).then_some(Suppressions { file, pragmas, is_broken: false })
    }

    /// Whether a finding of the file is suppressed. Every finding must be shown, those of a code that is switched off
    /// too: what names them is not in vain.
    pub fn suppresses(&mut self, db: &dyn Db, finding: &Finding) -> bool {
        self.is_broken |= matches!(finding.code, Code::E018 | Code::V001 | Code::V060 | Code::W013);
        let range = finding.place.range(db);
        let mut is_suppressed = false;
        for listed in self.pragmas.iter_mut().filter(|it| it.pragma.reach.covers(range)) {
            for entry in listed.entries.iter_mut().filter(|it| it.names(finding)) {
                entry.is_used = true;
                is_suppressed = true;
            }
        }
        is_suppressed
    }

    /// W009, after every finding has been shown: what is malformed, and what has suppressed nothing. Those are not
    /// suppressed by a pragma that names W009. Codes of the project are judged if `shows_project`: if their findings were
    /// among those shown.
    pub fn findings(&mut self, db: &dyn Db, shows_project: bool) -> Vec<Finding> {
        let is_judged = !self.is_broken && !misses_findings(db, self.file);
        // Somebody who looks at other targets for a while sees nothing of what the project's own would find.
        let project = self.file.project(db);
        let targets = &db::rocky_toml(db, project).value.portability.targets;
        let checked = db::target_dialects(db, project);
        let checks_portability = !targets.is_empty() && targets.iter().all(|it| checked.contains(&it.value));
        let is_idle = |entry: &Entry| {
            let is_known = match entry.allows {
                Allows::Code(Code::W009) => false,
                Allows::Code(Code::P001) | Allows::Construct => checks_portability,
                Allows::Code(code) => shows_project || !code.is_of_project(),
                Allows::UnknownCode => false,
            };
            is_judged && is_known && !entry.is_used && !entry.text.is_empty()
        };
        let mut findings = Vec::new();
        for listed in &self.pragmas {
            self.malformed(listed, &mut findings);
            let idle: Vec<&Entry> = listed.entries.iter().filter(|it| is_idle(it)).collect();
            if !idle.is_empty() && idle.len() == listed.entries.len() {
                let names: Vec<String> = idle.iter().map(|it| format!("`{}`", it.text)).collect();
                let verb = if idle.len() == 1 { "is" } else { "are" };
                let message =
                    format!("{} {verb} not reported here: this suppresses nothing", names.join(", "));
                let finding = self.finding(listed.pragma.range, &idle[0].text, message).unnecessary();
                findings.push(finding.remedy(self.remove_comment(listed)));
                continue;
            }
            for entry in idle {
                let message = format!("`{}` is not reported here: this suppresses nothing", entry.text);
                findings
                    .push(self.finding(entry.range, &entry.text, message).remedy(self.remove(listed, entry)));
            }
        }
        findings.retain(|it| !self.suppresses(db, it));
        findings
    }

    /// What is wrong with a pragma in itself.
    fn malformed(&self, listed: &Listed, findings: &mut Vec<Finding>) {
        let complaint = match &listed.pragma.items {
            None => Some("`rocky-allow` needs a colon and a list of codes"),
            Some(items) if items.is_empty() => Some("`rocky-allow` names no code"),
            Some(_) => None,
        };
        if let Some(complaint) = complaint {
            let finding = self.finding(listed.pragma.range, "rocky-allow", complaint.to_owned());
            let finding = finding.suggest("write it as `rocky-allow: W007`");
            findings.push(finding.remedy(self.remove_comment(listed)));
            return;
        }
        if let Some(empty) = listed.entries.iter().find(|it| it.text.is_empty()) {
            let message = "`rocky-allow` has an empty entry in its list".to_owned();
            let finding = self.finding(listed.pragma.range, "rocky-allow", message);
            findings.push(finding.remedy(self.remove(listed, empty)));
        }
        for entry in listed.entries.iter().filter(|it| matches!(it.allows, Allows::UnknownCode)) {
            let guess = closest(&entry.text, Code::ALL.iter().map(|it| it.name())).map(str::to_owned);
            let finding =
                self.finding(entry.range, &entry.text, format!("there is no code `{}`", entry.text));
            findings.push(finding.did_you_mean(guess).remedy(self.remove(listed, entry)));
        }
    }

    fn finding(&self, range: TextRange, subject: &str, message: String) -> Finding {
        Finding::new(Code::W009, Place::Range(self.file, range), subject, message)
    }

    /// Takes an entry out of its list, and with it those that are empty.
    fn remove(&self, listed: &Listed, gone: &Entry) -> Remedy {
        let kept = listed.entries.iter().filter(|it| !it.text.is_empty() && it.range != gone.range);
        let kept: Vec<&str> = kept.map(|it| it.text.as_str()).collect();
        let (Some(first), Some(last), false) =
            (listed.entries.first(), listed.entries.last(), kept.is_empty())
        else {
            return self.remove_comment(listed);
        };
        let title = match gone.text.as_str() {
            "" => "Remove the empty entries".to_owned(),
            text => format!("Remove `{text}` from the list"),
        };
        let list = Place::Range(self.file, first.range.cover(last.range));
        Remedy::new(title, Applicability::MachineApplicable).replace(list, kept.join(", "))
    }

    fn remove_comment(&self, listed: &Listed) -> Remedy {
        Remedy::new("Remove the comment", Applicability::MachineApplicable)
            .remove(Place::Range(self.file, listed.pragma.removal))
    }
}

/// The pragmas that a text has, were it that of `file`; nothing for a file that can have none.
pub fn pragmas_of(db: &dyn Db, file: SourceFile, text: &str) -> Option<Vec<Pragma>> {
    Some(match db::file_kind(db, file) {
        FileKind::SqlModel | FileKind::SqlQuery => pragmas(text, Lexis::Sql(db::dialect(db, file))),
        FileKind::RockyModel | FileKind::RockyQuery => pragmas(text, Lexis::Rocky),
        FileKind::RockyToml
        | FileKind::Sidecar
        | FileKind::Defaults
        | FileKind::Contract
        | FileKind::SchemaFile
        | FileKind::SeedSidecar => toml_pragmas(text, TextRange::up_to(base::TextSize::of(text))),
        _ => return None,
    })
}

impl Entry {
    fn read(text: &str, range: TextRange) -> Entry {
        let text = SmolStr::new(text[range].trim_matches('`'));
        let digits = text.strip_prefix(|it: char| it.is_ascii_alphabetic());
        let looks_like_code =
            digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|digit| digit.is_ascii_digit()));
        let allows = match Code::from_name(&text) {
            Some(code) => Allows::Code(code),
            None if looks_like_code => Allows::UnknownCode,
            None => Allows::Construct,
        };
        Entry { range, text, allows, is_used: false }
    }

    fn names(&self, finding: &Finding) -> bool {
        match self.allows {
            Allows::Code(code) => code == finding.code,
            Allows::Construct => {
                finding.code == Code::P001
                    && finding.subject.trim_matches('`').eq_ignore_ascii_case(&self.text)
            }
            Allows::UnknownCode => false,
        }
    }
}

/// Whether a statement reads something that is at fault or unknown: what its analysis would have said is not said then.
fn misses_findings(db: &dyn Db, file: SourceFile) -> bool {
    if !project::is_statement(db, file) {
        return false;
    }
    references(db, file).iter().any(|(_, target)| match target {
        Target::Model(model) => schema(db, *model).open.is_some(),
        Target::Absent { .. } => true,
        Target::External(_) | Target::Undescribed => false,
    })
}
