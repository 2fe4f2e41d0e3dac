//! The columns that a model's description names, held against what the model yields: E015, W006, and E020, E021, E022
//! and E025 of models that are built window by window.

use crate::{
    Facts, Finding, Nullability, Place, Schema,
    project::{declared_name, model},
    schema,
};
use base::{Code, Severity, SmolStr, TextRange, closest};
use config::{ColumnMention, ColumnPurpose, Granularity, Sidecar, Spanned, Strategy, is_plain_name};
use db::{Db, SourceFile};
use dialect::{Family, Type};
use std::sync::Arc;

/// What is wrong with the columns that `file`, the description of `model_file`, names; placed in it.
pub(super) fn described_findings(
    db: &dyn Db,
    model_file: SourceFile,
    file: SourceFile,
    findings: &mut Vec<Finding>,
) {
    let described = model(db, model_file);
    let Some(sidecar) = described.sidecar.as_ref().filter(|_| described.described_in == Some(file)) else {
        return;
    };
    let mentions = sidecar.value.column_mentions();
    if mentions.is_empty() {
        return;
    }
    let check = Check::new(db, model_file, Written::Own(file), Some(&sidecar.value));
    findings.extend(mentions.into_iter().filter_map(|it| check.mention(it)));
    if let Some(strategy) = &sidecar.value.strategy {
        check.window(&strategy.value, findings);
    }
}

/// What is wrong with the columns of a strategy that a model has from the defaults of its folder; placed in the model.
pub(super) fn inherited_findings(db: &dyn Db, model_file: SourceFile, findings: &mut Vec<Finding>) {
    let Some((defaults, strategy)) = db::written_strategy(db, model_file) else { return };
    if db::companions(db, model_file).defaults != Some(defaults) {
        return;
    }
    let mentions = strategy.value.column_mentions();
    if mentions.is_empty() {
        return;
    }
    let described = model(db, model_file);
    let sidecar = described.sidecar.as_ref().map(|it| &it.value);
    let check = Check::new(db, model_file, Written::Defaults(defaults), sidecar);
    findings.extend(mentions.into_iter().filter_map(|it| check.mention(it)));
    check.window(&strategy.value, findings);
}

/// Who names the columns.
#[derive(Clone, Copy)]
enum Written {
    /// The model's own description.
    Own(SourceFile),
    /// The defaults of its folder, which other models share.
    Defaults(SourceFile),
}

struct Check<'a> {
    db: &'a dyn Db,
    model: SourceFile,
    name: SmolStr,
    schema: Arc<Schema>,
    /// The columns that the sidecar itself adds to the output.
    added: Vec<&'a str>,
    written: Written,
}

impl<'a> Check<'a> {
    fn new(db: &'a dyn Db, model: SourceFile, written: Written, sidecar: Option<&'a Sidecar>) -> Check<'a> {
        let keys = sidecar.map_or(&[][..], |it| &it.surrogate_keys);
        let added = keys.iter().filter_map(|it| Some(it.name.as_ref()?.as_str())).collect();
        Check { db, model, name: declared_name(db, model), schema: schema(db, model), added, written }
    }

    /// E015, W006 or E020: a column that the model does not have.
    fn mention(&self, mention: ColumnMention<'_>) -> Option<Finding> {
        let name = mention.name.as_str();
        // Where an expression or a field of a struct is named, the warehouse knows better.
        if !is_plain_name(name) || !self.lacks(name) {
            return None;
        }
        let (code, message) = match mention.purpose {
            ColumnPurpose::Window => (
                Code::E020,
                format!("`{}` has no column `{name}`, so its rows cannot be put into windows", self.name),
            ),
            ColumnPurpose::UniqueKey => {
                (Code::W006, format!("`{}` has no column `{name}` to tell its rows apart by", self.name))
            }
            purpose => {
                let words = purpose.words();
                (Code::E015, format!("`{}` has no column `{name}`, which {words} names", self.name))
            }
        };
        let mut finding = self.finding(code, mention.name.range, name, message);
        if mention.purpose == ColumnPurpose::Description {
            // A description of nothing breaks nothing.
            finding.severity = Some(Severity::Warning);
        }
        let names = self.schema.columns.iter().map(|it| it.name.as_str()).chain(self.added.iter().copied());
        Some(match (closest(name, names), self.written) {
            (Some(guess), Written::Own(file)) => {
                finding.did_you_mean(self.spelled_like(file, mention.name, guess))
            }
            (Some(guess), Written::Defaults(_)) => finding.suggest(format!("did you mean `{guess}`?")),
            (None, _) => finding,
        })
    }

    /// `guess` as it would be written in the place of `written`: in quotes where that has quotes, or where a bare key
    /// would not do.
    fn spelled_like(&self, file: SourceFile, written: &Spanned<SmolStr>, guess: &str) -> Option<String> {
        let text = file.text(self.db).text.get(std::ops::Range::<usize>::from(written.range))?;
        let is_plain = guess.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
        Some(if is_plain && !text.starts_with(['"', '\'']) {
            guess.to_owned()
        } else {
            config::quoted(guess)
        })
    }

    /// E021, E022 and E025: a column that is there and does not place a row in a window.
    fn window(&self, strategy: &Strategy, findings: &mut Vec<Finding>) {
        let Strategy::TimeInterval { time_column: Some(column), granularity, .. } = strategy else { return };
        let Some(index) = self.schema.position(column.as_str()).filter(|_| is_plain_name(column.as_str()))
        else {
            return;
        };
        let found = &self.schema.columns[index];
        let made = Place::Column(self.model, index as u32);
        let spelled = found.value.ty.display(db::dialect(self.db, self.model));
        match found.value.ty.family() {
            Family::Open => return,
            Family::Moment => {}
            _ => {
                let message =
                    format!("`{}` is {spelled}, and a window needs a DATE or a TIMESTAMP", column.as_str());
                let finding = self.finding(Code::E021, column.range, column.as_str(), message);
                let finding = finding.related(made, "it is made here");
                findings.push(finding.suggest("CAST it in the query, or name another column"));
                return;
            }
        }
        if found.value.null == Nullability::Possible {
            let message = format!("`{}` may be NULL, and such a row belongs to no window", column.as_str());
            let finding = self.finding(Code::E022, column.range, column.as_str(), message);
            findings.push(
                finding
                    .related(made.clone(), "it is made here")
                    .suggest("filter the NULLs out, or give them a value with COALESCE"),
            );
        }
        if let Some(grain) = granularity
            && grain.value == Granularity::Hour
            && found.value.ty == Type::Date
        {
            let message =
                format!("`{}` is a DATE: all of its rows fall into the first hour of a day", column.as_str());
            let finding = self.finding(Code::E025, grain.range, column.as_str(), message);
            let finding = finding.related(made, "it is made here");
            findings.push(match self.written {
                Written::Own(_) => finding.did_you_mean(Some("\"day\"".to_owned())),
                Written::Defaults(_) => finding.suggest("use the granularity `day`, or a TIMESTAMP"),
            });
        }
    }

    /// Whether it is certain that the output has no column of this name. A column whose name the engine makes up may
    /// have any.
    fn lacks(&self, name: &str) -> bool {
        self.schema.open.is_none()
            && self.schema.position(name).is_none()
            && self.schema.columns.iter().all(|it| !it.name.is_empty())
            && !self.added.iter().any(|it| it.eq_ignore_ascii_case(name))
    }

    fn finding(&self, code: Code, range: TextRange, column: &str, message: String) -> Finding {
        let subject = base::format_smolstr!("{}.{column}", self.name);
        let finding = match self.written {
            Written::Own(file) => Finding::new(code, Place::Range(file, range), subject, message),
            Written::Defaults(file) => Finding::new(code, Place::File(self.model), subject, message)
                .related(Place::Range(file, range), "the folder's defaults say so here"),
        };
        finding.facts(Facts::column(column))
    }
}
