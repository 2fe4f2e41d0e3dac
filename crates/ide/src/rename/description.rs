//! Edits of what describes models: sidecars, frontmatter and contracts; and the files that go with a model.

use super::{
    FileMove, Outcome, RefusalReason, RenameRefusal,
    edits::Edits,
    new_name::{NewName, invalid},
    subject::Subject,
    text::{self, Written, slice, toml_edit},
};
use crate::{
    FileId,
    references::{Use, Uses},
    symbol::{Identities, Symbol},
    test_sql,
};
use base::{SmolStr, TextRange};
use config::Spanned;
use db::{Db, RelativePath, SourceFile};

/// Adds the edits of names in TOML.
pub(super) fn edit(
    db: &dyn Db,
    uses: &Uses,
    (subject, new): (&Subject, &NewName),
    edits: &mut Edits<'_>,
) -> Outcome<()> {
    let is_model = matches!(subject.symbols[..], [Symbol::Model(_)]);
    // SQL in tests is edited as SQL, below.
    let in_toml = |it: &&Use| it.described && !test_sql::is_in_sql(db, it.file, it.range);
    for it in uses.found.iter().filter(in_toml) {
        let Some(written) = Written::in_toml(db, it.file, it.range, is_model) else { continue };
        let is_called = written.ident.text.eq_ignore_ascii_case(&subject.name.text);
        if !is_called || is_model && keeps_table(db, it.file, it.range, subject) {
            continue;
        }
        let (range, text) = toml_edit(db, it.file, it.range, &written, &new.ident.text)?;
        edits.replace(it.file, range, text)?;
    }
    let mut identities = Identities::new(db);
    for &model in &uses.models {
        if has_column(db, model, subject, &mut identities) {
            predicates(db, model, (subject, new), edits)?;
        }
    }
    Ok(())
}

/// Whether a name in TOML is that of a table which keeps its name while its model gets another.
fn keeps_table(db: &dyn Db, file: SourceFile, range: TextRange, subject: &Subject) -> bool {
    let [Symbol::Model(model)] = subject.symbols[..] else { return false };
    let described = sema::model(db, model);
    let own = described.sidecar.as_ref().and_then(|it| it.value.target.table.as_ref());
    let is_path = || slice(db, file, range).is_some_and(|it| it.contains('.'));
    let is_source = || {
        let owner = crate::cone::model_of(db, file);
        let sidecar = owner.and_then(|it| sema::model(db, it).sidecar.clone());
        sidecar.is_some_and(|it| {
            it.value.sources.iter().any(|it| it.table.as_ref().is_some_and(|it| it.range == range))
        })
    };
    own.is_some() && (is_path() || is_source())
}

/// Whether the column that is renamed is one of a model's, under the name that goes.
fn has_column(db: &dyn Db, model: SourceFile, subject: &Subject, identities: &mut Identities<'_>) -> bool {
    let dialect = db::dialect(db, model);
    let columns = sema::schema(db, model);
    columns.columns.iter().enumerate().any(|(index, column)| {
        subject.is_called(&column.name, dialect)
            && subject.symbols.contains(&identities.of(&Symbol::ModelColumn(model, index as u32)))
    })
}

/// Adds the edits of the SQL in a model's tests, which is about the columns of the model.
fn predicates(
    db: &dyn Db,
    model: SourceFile,
    (subject, new): (&Subject, &NewName),
    edits: &mut Edits<'_>,
) -> Outcome<()> {
    let described = sema::model(db, model);
    let (Some(file), Some(sidecar)) = (described.described_in, &described.sidecar) else { return Ok(()) };
    for predicate in test_sql::row_sql(&sidecar.value) {
        if text::mentions(&predicate.value, &subject.name.text) {
            predicate_edits(db, (model, file), predicate, (subject, new), edits)?;
        }
    }
    Ok(())
}

fn predicate_edits(
    db: &dyn Db,
    (model, file): (SourceFile, SourceFile),
    predicate: &Spanned<SmolStr>,
    (subject, new): (&Subject, &NewName),
    edits: &mut Edits<'_>,
) -> Outcome<()> {
    let dialect = db::dialect(db, model);
    let names = test_sql::column_names(db, (model, file), predicate).ok_or_else(|| {
        let message = format!("`{}` stands in SQL that cannot be edited here", subject.name);
        RenameRefusal::new(RefusalReason::Template, message).at(file, predicate.range)
    })?;
    for (range, _) in names.iter().filter(|it| dialect::same_name(&it.1, &subject.name, dialect)) {
        edits.replace(file, *range, text::in_quotes(db, file, predicate.range, &new.sql(dialect))?)?;
    }
    Ok(())
}

/// The files that are called as a model is: itself, where its path gives it its name, with what lies beside it; and its
/// contract in `contracts/`.
pub(super) fn moves(db: &dyn Db, model: SourceFile, new: &NewName) -> Outcome<Vec<FileMove>> {
    let name = new.ident.text.as_str();
    let is_file_name = !name.contains(['/', '\\', ':', '*', '?', '<', '>', '|', '.']);
    let is_named_in_toml = sema::model(db, model).name_place().is_some();
    let mut moves = Vec::new();
    let mut add = |file: SourceFile, to: RelativePath| moves.push(FileMove { file: FileId(file), to });
    let beside = db::companions(db, model);
    if !is_named_in_toml {
        if !is_file_name {
            return Err(invalid(format!("`{name}` is no name for the file of a model")));
        }
        let path = model.path(db);
        let extension = path.extension().unwrap_or("sql");
        add(model, path.sibling(&format!("{name}.{extension}")));
        if let Some(sidecar) = beside.sidecar {
            add(sidecar, path.sibling(&format!("{name}.toml")));
        }
        if let Some(contract) = beside.contract {
            add(contract, path.sibling(&format!("{name}.contract.toml")));
        }
    }
    if let Some(contract) = sema::contract_file(db, model).filter(|it| Some(*it) != beside.contract) {
        if !is_file_name {
            return Err(invalid(format!("`{name}` is no name for the file of a contract")));
        }
        add(contract, contract.path(db).sibling(&format!("{name}.contract.toml")));
    }
    let files = model.project(db).files(db);
    for it in &moves {
        let is_itself = it.to.as_str().eq_ignore_ascii_case(it.file.0.path(db).as_str());
        if !is_itself && files.contains_key(&it.to) {
            let message = format!("there is a file `{}` already", it.to);
            return Err(RenameRefusal::new(RefusalReason::Collision, message));
        }
    }
    moves.sort_by(|a, b| a.to.cmp(&b.to));
    Ok(moves)
}
