//! Seeds: `seeds/*.csv`, one table each, with the types that its sidecar says or the loader infers
//! (formats.md 3.2).

use super::{
    ExternalColumn, ExternalTable,
    layer::{declared_name, first_line, project_dialect},
};
use crate::Nullability;
use base::SmolStr;
use config::{SeedSidecar, Spanned};
use db::{Db, SourceFile};
use dialect::Type;

/// Rows that the type of a column is inferred from.
const SAMPLE_ROWS: usize = 1000;

/// The table that a CSV file seeds; nothing for an empty file.
#[salsa::tracked]
pub(super) fn table(db: &dyn Db, file: SourceFile) -> Option<ExternalTable> {
    let text = &file.text(db).text;
    let mut records = Records { rest: text.trim_start_matches('\u{feff}') };
    let header = records.next()?;
    let mut kinds = vec![Kind::Empty; header.len()];
    // The file may have been read only in part, and its last line may be half a line.
    for record in records.take(SAMPLE_ROWS) {
        for (index, kind) in kinds.iter_mut().enumerate() {
            match record.get(index).map(String::as_str) {
                None | Some("") => {}
                Some(cell) => *kind = kind.with(Kind::of(cell)),
            }
        }
    }
    let dialect = project_dialect(db, file.project(db));
    let stored = |name: &str| declared_name(name, dialect);
    let path = file.path(db);
    let beside = path.sibling(&format!("{}.toml", path.stem()));
    let sidecar = file.project(db).files(db).get(&beside).map(|it| db::seed_sidecar(db, *it));
    let SeedSidecar { name, target, column_types } = sidecar.map(|it| it.value.clone()).unwrap_or_default();
    let declared = |column: &str| {
        let pair = column_types.iter().find(|it| it.key.value.eq_ignore_ascii_case(column))?;
        dialect::parse_type(pair.value.as_str(), dialect)
    };
    let columns = header.iter().map(|it| it.trim()).zip(&kinds).map(|(name, kind)| ExternalColumn {
        name: stored(name),
        ty: declared(name).unwrap_or_else(|| kind.ty()),
        null: Nullability::Possible,
        declared: None,
    });
    let part = |it: &Option<Spanned<SmolStr>>| it.as_ref().map(|it| stored(it.as_str()));
    let table = part(&target.table).or(part(&name)).unwrap_or_else(|| stored(path.stem()));
    Some(ExternalTable {
        name: [
            part(&target.catalog).unwrap_or_default(),
            part(&target.schema).unwrap_or_else(|| stored("seeds")),
            table,
        ],
        columns: Some(columns.collect()),
        keys: Box::default(),
        declared: Some((file, first_line(db, file))),
        source: format!("the seed `{path}`").into(),
        described_at: None,
    })
}

/// What the cells of a column look like so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Empty,
    Boolean,
    Integer,
    Double,
    Timestamp,
    Text,
}

impl Kind {
    fn of(cell: &str) -> Kind {
        let bytes = cell.as_bytes();
        let is_date = bytes.len() >= 10
            && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") {
            Kind::Boolean
        } else if cell.parse::<i64>().is_ok() {
            Kind::Integer
        } else if cell.parse::<f64>().is_ok() {
            Kind::Double
        } else if is_date {
            Kind::Timestamp
        } else {
            Kind::Text
        }
    }

    fn with(self, other: Kind) -> Kind {
        match (self, other) {
            (Kind::Empty, it) | (it, Kind::Empty) => it,
            (a, b) if a == b => a,
            (Kind::Integer, Kind::Double) | (Kind::Double, Kind::Integer) => Kind::Double,
            _ => Kind::Text,
        }
    }

    fn ty(self) -> Type {
        match self {
            Kind::Boolean => Type::Boolean,
            Kind::Integer => Type::BIGINT,
            Kind::Double => Type::Float64,
            Kind::Timestamp => Type::TIMESTAMP,
            Kind::Empty | Kind::Text => Type::STRING,
        }
    }
}

/// The records of a CSV text (RFC 4180): commas, double quotes, doubled quotes within them.
struct Records<'a> {
    rest: &'a str,
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut cells = vec![String::new()];
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, char)) = chars.next() {
            let Some(cell) = cells.last_mut() else { break };
            match char {
                '"' if quoted && chars.peek().is_some_and(|it| it.1 == '"') => {
                    cell.push('"');
                    chars.next();
                }
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                '\n' if !quoted => {
                    end = at + 1;
                    break;
                }
                '\r' if !quoted => {}
                _ => cell.push(char),
            }
        }
        self.rest = &self.rest[end..];
        Some(cells)
    }
}
