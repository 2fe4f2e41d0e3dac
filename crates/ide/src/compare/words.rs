//! Changes in words.

use super::BreakingChange;

impl BreakingChange {
    /// The column that it is about, under its name now, or its last one; nothing where it is about the model.
    pub fn column(&self) -> Option<&str> {
        match self {
            BreakingChange::ColumnDropped { column, .. }
            | BreakingChange::ColumnAdded { column, .. }
            | BreakingChange::ColumnTypeChanged { column, .. }
            | BreakingChange::ColumnNullabilityChanged { column, .. }
            | BreakingChange::ColumnReordered { column, .. } => Some(column),
            _ => None,
        }
    }

    /// What happened to that column or model: `the column is gone`.
    pub fn words(&self) -> String {
        match self {
            BreakingChange::ModelRemoved => "the model is gone".to_owned(),
            BreakingChange::ModelAdded => "the model is new".to_owned(),
            BreakingChange::ColumnDropped { .. } => "the column is gone".to_owned(),
            BreakingChange::ColumnAdded { data_type, nullable, .. } => {
                let null = if *nullable { "" } else { ", never NULL" };
                format!("the column is new, {data_type}{null}")
            }
            BreakingChange::ColumnTypeChanged { old_type, new_type, narrowing, .. } => {
                let how = if *narrowing { "does not hold all that" } else { "holds all that" };
                format!("{new_type} {how} {old_type} held")
            }
            BreakingChange::ColumnNullabilityChanged { new_nullable: true, .. } => {
                "it may be NULL now".to_owned()
            }
            BreakingChange::ColumnNullabilityChanged { .. } => "it is never NULL now".to_owned(),
            BreakingChange::ColumnReordered { old_index, new_index, .. } => {
                format!("it was column {}, and is column {}", old_index + 1, new_index + 1)
            }
            BreakingChange::SqlBodyChanged => "its values or rows are computed otherwise".to_owned(),
            BreakingChange::StrategyChanged { .. }
            | BreakingChange::KeyChanged { .. }
            | BreakingChange::PartitionChanged { .. }
            | BreakingChange::TargetRenamed { .. }
            | BreakingChange::FormatChanged { .. } => self.build_words().unwrap_or_default(),
        }
    }

    /// What happened to how or where the table is built: `strategy view -> merge`. Nothing for other changes.
    pub fn build_words(&self) -> Option<String> {
        let list = |it: &[String]| if it.is_empty() { "nothing".to_owned() } else { it.join(", ") };
        match self {
            BreakingChange::StrategyChanged { old_strategy, new_strategy } => {
                Some(format!("strategy {old_strategy} -> {new_strategy}"))
            }
            BreakingChange::KeyChanged { key_kind, old, new } => {
                Some(format!("{key_kind} {} -> {}", list(old), list(new)))
            }
            BreakingChange::PartitionChanged { old, new } => {
                Some(format!("partitions by {} -> {}", list(old), list(new)))
            }
            BreakingChange::TargetRenamed { old, new } => Some(format!("table {old} -> {new}")),
            BreakingChange::FormatChanged { old, new } => Some(format!("format {old} -> {new}")),
            _ => None,
        }
    }
}
