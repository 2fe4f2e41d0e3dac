//! Contracts: what a model promises, checked against what it yields (formats.md 3.1).

mod history;

pub use history::{Cause, WasColumn, new_nullable_finding, protected_findings};

use crate::{
    Definition, Facts, Finding, Nullability, Place, Schema, UnknownReason,
    infer::inference,
    project::{declared_name, described_model, model_index},
    remedy::{Writer, only_type},
    schema,
};
use base::{Code, SmolStr, closest};
use config::{Contract, DeclaredColumn, FileKind, Spanned};
use db::{Db, RelativePath, SourceFile};
use hir::{Anchor, QueryBody, QueryId};

/// The contract of a model: that in `contracts/` under the model's name, else the one beside it.
pub fn contract_file(db: &dyn Db, model: SourceFile) -> Option<SourceFile> {
    let name = declared_name(db, model);
    let central = RelativePath::new(format!("contracts/{name}.contract.toml"));
    let central = model.project(db).files(db).get(&central).copied();
    central.filter(|it| db::file_kind(db, *it) == FileKind::Contract).or(db::companions(db, model).contract)
}

/// The model that a contract is about.
pub fn contracted_model(db: &dyn Db, contract: SourceFile) -> Option<SourceFile> {
    let path = contract.path(db);
    if path.directory() == "contracts" {
        let name = path.file_name().strip_suffix(".contract.toml")?;
        return model_index(db, contract.project(db)).named(name).next();
    }
    described_model(db, contract)
}

/// What a model's output breaks of its contract; placed in the model.
pub(crate) fn model_findings(db: &dyn Db, model: SourceFile, findings: &mut Vec<Finding>) {
    let Some(file) = contract_file(db, model) else { return };
    let decoded = db::contract(db, file);
    let check = Check {
        db,
        model,
        file,
        contract: &decoded.value,
        name: declared_name(db, model),
        schema: &schema(db, model),
    };
    check.missing(findings);
    check.columns(findings);
}

/// What is wrong with a contract itself; placed in the contract.
pub(crate) fn contract_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let decoded = db::contract(db, file);
    let Some(model) = contracted_model(db, file) else {
        let stem = file.path(db).file_name().strip_suffix(".contract.toml").unwrap_or_default();
        let index = model_index(db, file.project(db));
        let message = format!("there is no model `{stem}` that this contract could be about");
        let finding = Finding::new(Code::W011, Place::File(file), stem, message);
        findings.push(match closest(stem, index.names()) {
            Some(name) => finding.suggest(format!("did you mean `{name}`? rename the file")),
            None => finding,
        });
        return;
    };
    if contract_file(db, model) != Some(file) {
        return;
    }
    let schema = schema(db, model);
    let contract = &decoded.value;
    let is_required = |name: &str| contract.required.iter().any(|it| it.as_str().eq_ignore_ascii_case(name));
    let absent = |name: &Spanned<SmolStr>| {
        let text = name.as_str();
        let is_absent = schema.open.is_none() && schema.position(text).is_none() && !is_required(text);
        is_absent.then(|| {
            let message = format!("`{}` has no column `{text}` in its output", declared_name(db, model));
            let guess = closest(text, schema.columns.iter().map(|it| it.name.as_str()));
            Finding::new(Code::W010, Place::Range(file, name.range), text, message)
                .facts(Facts::column(text))
                .did_you_mean(guess.map(config::quoted))
        })
    };
    for column in &contract.columns {
        findings.extend(unknown_type(db, file, model, column));
        match schema.position(column.name.as_str()) {
            Some(index) => findings.extend(unchecked(db, file, model, column, (&schema, index))),
            None => findings.extend(absent(&column.name)),
        }
    }
    findings.extend(contract.keys.iter().flat_map(|it| &it.columns).filter_map(absent));
}

/// E014: a type that neither contracts nor the model's dialect have.
fn unknown_type(
    db: &dyn Db,
    file: SourceFile,
    model: SourceFile,
    column: &DeclaredColumn,
) -> Option<Finding> {
    let written = column.type_name.as_ref()?;
    let dialect = db::dialect(db, model);
    if dialect::parse_contract_type(written.as_str(), dialect).is_some() {
        return None;
    }
    let message = format!("`{}` is no type: neither contracts nor {dialect} have it", written.value);
    let subject = base::format_smolstr!("{}.{}", declared_name(db, model), column.name.value);
    let facts = Facts { found: Some(written.value.to_string()), ..Facts::column(column.name.value.clone()) };
    let finding = Finding::new(Code::E014, Place::Range(file, written.range), subject, message).facts(facts);
    let guess = closest(written.as_str(), dialect::CONTRACT_TYPES.iter().copied());
    Some(finding.did_you_mean(guess.map(config::quoted)))
}

/// I003: a promise about a column of which too little is known to check it.
fn unchecked(
    db: &dyn Db,
    file: SourceFile,
    model: SourceFile,
    column: &DeclaredColumn,
    (schema, index): (&Schema, usize),
) -> Option<Finding> {
    let value = &schema.columns[index].value;
    if value.unknown.as_ref().is_some_and(UnknownReason::is_told) {
        return None;
    }
    let name = column.name.as_str();
    let (range, message, advice) = match (&column.type_name, &value.unknown, &column.nullable) {
        (Some(written), Some(reason), _) => {
            let reason = reason.words();
            let message =
                format!("the type of `{name}` cannot be told, so this promise is not checked: {reason}");
            (written.range, message, "CAST it in the query")
        }
        (_, _, Some(nullable)) if !nullable.value && value.null == Nullability::Unknown => {
            let message = format!("nobody says whether `{name}` may be NULL, so this promise is not checked");
            let advice = "filter the NULLs out, or say `nullable = false` of the column that it comes from";
            (nullable.range, message, advice)
        }
        _ => return None,
    };
    let subject = base::format_smolstr!("{}.{name}", declared_name(db, model));
    let finding =
        Finding::new(Code::I003, Place::Range(file, range), subject, message).facts(Facts::column(name));
    Some(finding.related(Place::Column(model, index as u32), "the column is made here").suggest(advice))
}

struct Check<'a> {
    db: &'a dyn Db,
    model: SourceFile,
    file: SourceFile,
    contract: &'a Contract,
    name: SmolStr,
    schema: &'a Schema,
}

impl Check<'_> {
    /// E010 and E013: columns that must be there and are not.
    fn missing(&self, findings: &mut Vec<Finding>) {
        if self.schema.open.is_some() {
            return;
        }
        let Some(place) = self.list_place() else { return };
        let absent = |it: &&Spanned<SmolStr>| self.schema.position(it.as_str()).is_none();
        for name in self.contract.required.iter().filter(absent) {
            let message =
                format!("the contract requires a column `{}`, which the output lacks", name.as_str());
            findings.push(self.missing_finding(Code::E010, &place, name, message, "required here"));
        }
        for name in self.contract.protected.iter().filter(absent) {
            let message = format!("the column `{}` is protected by the contract, and is gone", name.as_str());
            let mut finding = self.missing_finding(Code::E013, &place, name, message, "protected here");
            let names = self.schema.columns.iter().map(|it| it.name.as_str()).filter(|it| !it.is_empty());
            if let Some(guess) = closest(name.as_str(), names) {
                finding = finding.suggest(format!("was it renamed to `{guess}`?"));
                if let Some(index) = self.schema.position(guess) {
                    let related = Place::Column(self.model, index as u32);
                    finding = finding.related(related, "the column that is called most like it");
                    finding = self.with_origin(finding, index);
                }
            }
            findings.push(finding);
        }
    }

    fn missing_finding(
        &self,
        code: Code,
        place: &Place,
        name: &Spanned<SmolStr>,
        message: String,
        note: &str,
    ) -> Finding {
        let subject = base::format_smolstr!("{}.{}", self.name, name.as_str());
        let promised = self.promised_type(name.as_str());
        let expected = promised.as_ref().map(|it| it.display(db::dialect(self.db, self.model)).to_string());
        let mut finding = Finding::new(code, place.clone(), subject, message)
            .facts(Facts { expected, ..Facts::column(name.value.clone()) })
            .related(Place::Range(self.file, name.range), note);
        let inference = inference(self.db, self.model);
        let is_promised = |column: &str| {
            let contract = self.contract;
            let mut promised = contract.required.iter().chain(&contract.protected);
            promised.any(|it| it.as_str().eq_ignore_ascii_case(column))
                || contract.columns.iter().any(|it| it.name.as_str().eq_ignore_ascii_case(column))
        };
        finding.remedies.extend(
            self.remedy(|writer| writer.missing_column(inference, name.as_str(), promised, is_promised)),
        );
        finding
    }

    /// The type that the contract promises for a column.
    fn promised_type(&self, name: &str) -> Option<dialect::Type> {
        let declared = self.contract.columns.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(name))?;
        let dialect = db::dialect(self.db, self.model);
        only_type(&dialect::parse_contract_type(declared.type_name.as_ref()?.as_str(), dialect)?)
    }

    /// What the writer of the model's remedies writes.
    fn remedy<T>(&self, write: impl FnOnce(Writer<'_>) -> T) -> T {
        write(Writer::new(self.db, self.model, &hir::body(self.db, self.model)))
    }

    /// E011 and E012: columns that are not what was promised.
    fn columns(&self, findings: &mut Vec<Finding>) {
        let dialect = db::dialect(self.db, self.model);
        for declared in &self.contract.columns {
            let Some(index) = self.schema.position(declared.name.as_str()) else { continue };
            let column = &self.schema.columns[index];
            let place = self.column_place(index);
            let subject = base::format_smolstr!("{}.{}", self.name, column.name);
            let pattern = declared
                .type_name
                .as_ref()
                .and_then(|it| Some((it, dialect::parse_contract_type(it.as_str(), dialect)?)));
            if let Some((written, pattern)) = pattern
                && column.value.is_known()
                && !pattern.matches(&column.value.ty)
            {
                let found = column.value.ty.display(dialect);
                let message =
                    format!("`{}` is {found}, and the contract says {}", column.name, written.as_str());
                let facts =
                    Facts { column: Some(column.name.clone()), ..Facts::types(written.as_str(), found) };
                let finding = Finding::new(Code::E011, place.clone(), subject.clone(), message)
                    .facts(facts)
                    .related(Place::Range(self.file, written.range), "promised here")
                    .suggest(format!("CAST it, or change the contract to {found}"));
                let remedy = self.remedy(|writer| {
                    writer.cast_to_promise(inference(self.db, self.model), index, &pattern, written.as_str())
                });
                findings.push(Finding { remedies: remedy.into_iter().collect(), ..finding });
            }
            if let Some(nullable) = &declared.nullable
                && !nullable.value
                && column.value.null == Nullability::Possible
            {
                findings.push(self.nullable_finding(declared, index, place, subject, nullable));
            }
        }
    }

    fn nullable_finding(
        &self,
        declared: &DeclaredColumn,
        index: usize,
        place: Place,
        subject: SmolStr,
        nullable: &Spanned<bool>,
    ) -> Finding {
        let name = declared.name.as_str();
        let message = format!("`{name}` may be NULL, and the contract says it never is");
        let finding = Finding::new(Code::E012, place, subject, message)
            .facts(Facts::column(name))
            .related(Place::Range(self.file, nullable.range), "promised here")
            .suggest("filter the NULLs out, or give them a value with COALESCE");
        let mut finding = self.with_origin(finding, index);
        let inference = inference(self.db, self.model);
        finding.remedies.extend(self.remedy(|writer| writer.coalesce(inference, index)));
        finding
    }

    /// Adds where a column comes from, where another model or table passes it on.
    fn with_origin(&self, mut finding: Finding, index: usize) -> Finding {
        let inference = inference(self.db, self.model);
        if let Some(Definition::Origin(origin)) = inference.output.columns.get(index).map(|it| &it.definition)
        {
            let origin = origin.place().map(|it| (it, "it comes from here".to_owned()));
            finding.related.extend(origin);
        }
        finding
    }

    /// The select item that makes a column, or the star that it comes through.
    fn column_place(&self, index: usize) -> Place {
        let output = &inference(self.db, self.model).output;
        match output.columns.get(index).map(|it| &it.definition) {
            Some(Definition::Item(select, item)) => Place::Body(self.model, Anchor::Item(*select, *item)),
            _ => Place::Column(self.model, index as u32),
        }
    }

    /// The select list that makes the model's columns.
    fn list_place(&self) -> Option<Place> {
        let body = hir::body(self.db, self.model);
        let mut query: QueryId = body.root?;
        loop {
            match &body.queries[query].body {
                QueryBody::Select(select) => {
                    return Some(Place::Body(self.model, Anchor::SelectList(*select)));
                }
                QueryBody::Nested(inner) => query = *inner,
                QueryBody::SetOperation { left, .. } => query = *left,
                QueryBody::Values(_) | QueryBody::Missing => {
                    return Some(Place::Body(self.model, Anchor::Query(query)));
                }
            }
        }
    }
}
