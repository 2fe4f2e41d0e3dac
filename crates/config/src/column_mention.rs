//! Where a sidecar names columns of its model.

use crate::{Sidecar, Spanned, Strategy, TestKind};
use base::SmolStr;

/// A place in a sidecar that names a column of its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnMention<'a> {
    /// The name.
    pub name: &'a Spanned<SmolStr>,
    /// What the column is named for.
    pub purpose: ColumnPurpose,
}

/// What a sidecar names a column for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnPurpose {
    /// `timestamp_column`: its greatest value is remembered.
    Watermark,
    /// `time_column`: it places a row in a window.
    Window,
    /// `unique_key`: it identifies a row.
    UniqueKey,
    /// `update_columns`: it is updated.
    Update,
    /// A partition, or what rows are clustered by.
    Partition,
    /// `freshness.time_column`: how old a row is.
    Freshness,
    /// A test.
    Test,
    /// `[classification]`.
    Classification,
    /// `[columns.<name>]`: a description.
    Description,
    /// What a surrogate key is made of.
    SurrogateKey,
}

impl ColumnPurpose {
    /// What names the column, for messages.
    pub fn words(self) -> &'static str {
        match self {
            ColumnPurpose::Watermark => "`timestamp_column`",
            ColumnPurpose::Window | ColumnPurpose::Freshness => "`time_column`",
            ColumnPurpose::UniqueKey => "`unique_key`",
            ColumnPurpose::Update => "`update_columns`",
            ColumnPurpose::Partition => "the partitioning",
            ColumnPurpose::Test => "a test",
            ColumnPurpose::Classification => "`[classification]`",
            ColumnPurpose::Description => "`[columns]`",
            ColumnPurpose::SurrogateKey => "a surrogate key",
        }
    }
}

impl Strategy {
    /// Every place in the strategy that names a column of the model.
    pub fn column_mentions(&self) -> Vec<ColumnMention<'_>> {
        let mut mentions = Mentions::default();
        match self {
            Strategy::Incremental { timestamp_column: column, .. }
            | Strategy::Microbatch { timestamp_column: column, .. } => {
                mentions.add(ColumnPurpose::Watermark, column);
            }
            Strategy::TimeInterval { time_column, .. } => mentions.add(ColumnPurpose::Window, time_column),
            Strategy::Merge { unique_key, update_columns } => {
                mentions.add(ColumnPurpose::UniqueKey, unique_key);
                mentions.add(ColumnPurpose::Update, update_columns);
            }
            Strategy::DeleteInsert { partition_by: columns }
            | Strategy::ContentAddressed { partition_columns: columns, .. } => {
                mentions.add(ColumnPurpose::Partition, columns);
            }
            _ => {}
        }
        mentions.0
    }
}

impl Sidecar {
    /// Every place in the sidecar that names a column of its model, the strategy first.
    pub fn column_mentions(&self) -> Vec<ColumnMention<'_>> {
        let mut mentions = Mentions(self.strategy.iter().flat_map(|it| it.value.column_mentions()).collect());
        mentions.add(ColumnPurpose::Partition, self.format_options.iter().flat_map(|it| &it.partition_by));
        mentions.add(ColumnPurpose::Partition, self.format_options.iter().flat_map(|it| &it.cluster_by));
        let freshness = self.freshness.as_ref().and_then(|it| it.time_column.as_ref());
        mentions.add(ColumnPurpose::Freshness, freshness);
        for test in &self.tests {
            mentions.add(ColumnPurpose::Test, &test.column);
            if let TestKind::Composite(columns) = &test.kind.value {
                mentions.add(ColumnPurpose::Test, columns);
            }
        }
        mentions.add(ColumnPurpose::Test, self.test_uses.iter().filter_map(|it| it.column.as_ref()));
        mentions.add(ColumnPurpose::Classification, self.classification.iter().map(|it| &it.key));
        mentions.add(ColumnPurpose::Description, self.columns.iter().map(|it| &it.name));
        mentions.add(ColumnPurpose::SurrogateKey, self.surrogate_keys.iter().flat_map(|it| &it.columns));
        mentions.0
    }
}

#[derive(Default)]
struct Mentions<'a>(Vec<ColumnMention<'a>>);

impl<'a> Mentions<'a> {
    fn add(&mut self, purpose: ColumnPurpose, names: impl IntoIterator<Item = &'a Spanned<SmolStr>>) {
        self.0.extend(names.into_iter().map(|name| ColumnMention { name, purpose }));
    }
}
