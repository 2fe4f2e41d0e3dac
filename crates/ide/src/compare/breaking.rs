//! How grave a change is for whoever reads the table (compiler.md 5.3): a function of two states of a model.

use super::{
    BreakingChange, BreakingFinding, BreakingSeverity, ChangedColumn, ColumnAspect, ColumnState, ModelChange,
    ModelState, ModelStatus,
};

/// What a change breaks, in the order of the columns; the model as a whole first.
pub fn breaking_changes(change: &ModelChange) -> Vec<BreakingFinding> {
    let mut found = Vec::new();
    let mut add = |change, severity| found.push((change, severity));
    match (change.status, &change.before, &change.after) {
        (ModelStatus::Unchanged, ..) => {}
        (ModelStatus::Added, ..) => add(BreakingChange::ModelAdded, BreakingSeverity::Info),
        (ModelStatus::Removed, ..) => add(BreakingChange::ModelRemoved, BreakingSeverity::Breaking),
        (ModelStatus::Modified, Some(before), Some(after)) => {
            build_changes(before, after, &mut add);
            for column in &change.columns {
                column_changes(column, after.no_new_nullable, &mut add);
            }
            if change.incomplete.is_none() {
                reordered(before, after, &mut add);
            }
            let is_other = |it: &ChangedColumn| it.aspects.contains(&ColumnAspect::Logic);
            if change.rows_changed || change.columns.iter().any(is_other) {
                add(BreakingChange::SqlBodyChanged, BreakingSeverity::Info);
            }
        }
        _ => {}
    }
    let finding = |(it, severity)| BreakingFinding { model: change.name.clone(), change: it, severity };
    found.into_iter().map(finding).collect()
}

/// Changes of how and where the table is built.
fn build_changes(
    before: &ModelState,
    after: &ModelState,
    add: &mut impl FnMut(BreakingChange, BreakingSeverity),
) {
    let breaking = BreakingSeverity::Breaking;
    if before.strategy != after.strategy {
        let (old_strategy, new_strategy) = (before.strategy.clone(), after.strategy.clone());
        add(BreakingChange::StrategyChanged { old_strategy, new_strategy }, breaking);
    } else {
        if before.unique_key != after.unique_key {
            let (old, new) = (before.unique_key.clone(), after.unique_key.clone());
            let key_kind = if after.strategy == "merge" { "unique_key" } else { "timestamp_column" };
            add(BreakingChange::KeyChanged { key_kind: key_kind.to_owned(), old, new }, breaking);
        }
        if before.partition_by != after.partition_by {
            let (old, new) = (before.partition_by.clone(), after.partition_by.clone());
            add(BreakingChange::PartitionChanged { old, new }, breaking);
        }
    }
    if let (Some(old), Some(new)) = (&before.target, &after.target)
        && old != new
    {
        add(BreakingChange::TargetRenamed { old: old.clone(), new: new.clone() }, breaking);
    }
    if let (Some(old), Some(new)) = (&before.format, &after.format)
        && old != new
    {
        add(BreakingChange::FormatChanged { old: old.clone(), new: new.clone() }, breaking);
    }
}

fn column_changes(
    column: &ChangedColumn,
    no_new_nullable: bool,
    add: &mut impl FnMut(BreakingChange, BreakingSeverity),
) {
    let (before, after) = (&column.before, &column.after);
    // A column that is called otherwise is gone for whoever reads it by its name.
    if before.is_none() || after.is_none() || column.aspects.contains(&ColumnAspect::Renamed) {
        if let Some(before) = before {
            let (column, data_type) = (before.name.clone(), type_name(before));
            add(BreakingChange::ColumnDropped { column, data_type }, BreakingSeverity::Breaking);
        }
        if let Some(after) = after {
            let nullable = after.nullable.unwrap_or(true);
            let severity = if nullable { BreakingSeverity::Info } else { BreakingSeverity::Warning };
            let (column, data_type) = (after.name.clone(), type_name(after));
            add(BreakingChange::ColumnAdded { column, data_type, nullable }, severity);
        }
        return;
    }
    let (Some(before), Some(after)) = (before, after) else { return };
    if column.aspects.contains(&ColumnAspect::Retyped) {
        let narrowing = !dialect::widens(&before.ty, &after.ty);
        let severity = if narrowing { BreakingSeverity::Breaking } else { BreakingSeverity::Info };
        let change = BreakingChange::ColumnTypeChanged {
            column: after.name.clone(),
            old_type: type_name(before),
            new_type: type_name(after),
            narrowing,
        };
        add(change, severity);
    }
    if let (Some(old_nullable), Some(new_nullable)) = (before.nullable, after.nullable)
        && old_nullable != new_nullable
    {
        let severity = match new_nullable && no_new_nullable {
            true => BreakingSeverity::Breaking,
            false => BreakingSeverity::Warning,
        };
        let column = after.name.clone();
        add(BreakingChange::ColumnNullabilityChanged { column, old_nullable, new_nullable }, severity);
    }
}

/// Columns that stand elsewhere among those that both states have: whoever reads by position gets another.
fn reordered(
    before: &ModelState,
    after: &ModelState,
    add: &mut impl FnMut(BreakingChange, BreakingSeverity),
) {
    let has = |list: &[ColumnState], name: &str| list.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    let old = before.columns.iter().filter(|it| has(&after.columns, &it.name));
    let new: Vec<&ColumnState> = after.columns.iter().filter(|it| has(&before.columns, &it.name)).collect();
    for (rank, old) in old.enumerate() {
        let place = new.iter().position(|it| it.name.eq_ignore_ascii_case(&old.name));
        if let Some(place) = place.filter(|it| *it != rank) {
            let (old_index, new_index) = (old.index, new[place].index);
            let change = BreakingChange::ColumnReordered { column: old.name.clone(), old_index, new_index };
            add(change, BreakingSeverity::Warning);
        }
    }
}

fn type_name(column: &ColumnState) -> String {
    column.type_name.clone().unwrap_or_else(|| "?".to_owned())
}
