//! Every type name an engine accepts or prints, read recursively.

use super::token::{Token, tokenize};
use crate::{Field, IntervalField, IntervalKind, Type};
use base::DialectKind;
use smol_str::SmolStr;
use std::sync::Arc;

/// Reads a type as `dialect` spells it, in a cast, in a DDL statement or in its information schema.
///
/// Spellings of other dialects are accepted where the dialect gives the name no other meaning, since schema files
/// and adapters mix them. `None` when the text is no type of anybody's: malformed, or a name that nobody has (a
/// user-defined type).
pub fn parse_type(text: &str, dialect: DialectKind) -> Option<Type> {
    if text.trim() == "?" {
        return Some(Type::Unknown);
    }
    // DuckDB 1.x says what a state is one of: `AGGREGATE_STATE<sum(INTEGER)::HUGEINT>`.
    if dialect == DialectKind::DuckDb && text.starts_with("AGGREGATE_STATE<") && text.ends_with('>') {
        return Some(Type::Named(text.into()));
    }
    let tokens = tokenize(text)?;
    let mut reader = Reader { tokens: &tokens, dialect, depth: 0 };
    let ty = reader.ty()?;
    reader.skip_column_options();
    reader.tokens.is_empty().then_some(ty)
}

/// Deeper nesting than any engine keeps is refused rather than followed.
const MAX_DEPTH: u32 = 100;

struct Reader<'a> {
    tokens: &'a [Token],
    dialect: DialectKind,
    depth: u32,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn eat(&mut self, sign: char) -> bool {
        let found = self.tokens.first() == Some(&Token::Sign(sign));
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.first(), Some(Token::Word(text)) if text.eq_ignore_ascii_case(word));
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn eat_words(&mut self, words: &[&str]) -> bool {
        let before = self.tokens;
        let found = words.iter().all(|word| self.eat_word(word));
        if !found {
            self.tokens = before;
        }
        found
    }

    fn ty(&mut self) -> Option<Type> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut ty = self.base()?;
        self.depth -= 1;
        loop {
            if self.eat('[') {
                let length = match self.tokens.first() {
                    Some(Token::Number(number)) => {
                        let number = number.parse().ok()?;
                        self.next();
                        Some(number)
                    }
                    _ => None,
                };
                if !self.eat(']') {
                    return None;
                }
                ty = Type::Array { element: Arc::new(ty), length };
            } else if self.eat_word("ARRAY") {
                ty = Type::list(ty);
            } else {
                return Some(ty);
            }
        }
    }

    /// `NOT NULL`, `COLLATE 'x'`, Snowflake's and BigQuery's options behind a type, also inside a structured type.
    fn skip_column_options(&mut self) {
        while self.eat_words(&["NOT", "NULL"]) || self.eat_word("NULL") || self.eat_word("COLLATE") {
            if matches!(self.tokens.first(), Some(Token::Text(_))) {
                self.next();
            }
        }
    }

    fn base(&mut self) -> Option<Type> {
        let dialect = self.dialect;
        // DuckDB's own types belong to a schema.
        for schema in ["main", "pg_catalog", "system"] {
            let is_qualified = self.tokens.get(1) == Some(&Token::Sign('.'));
            if dialect == DialectKind::DuckDb && is_qualified && self.eat_word(schema) {
                self.eat('.');
            }
        }
        let word = match self.next()? {
            Token::Word(word) => word.to_ascii_uppercase(),
            Token::Quoted(name) if name.eq_ignore_ascii_case("null") => return Some(Type::Null),
            Token::Quoted(name) => name.to_ascii_uppercase(),
            _ => return None,
        };
        Some(match word.as_str() {
            "NULL" | "VOID" => Type::Null,
            "UNKNOWN" if dialect == DialectKind::Trino => Type::Null,
            "BOOLEAN" | "BOOL" | "LOGICAL" => Type::Boolean,
            "TINYINT" | "INT1" | "BYTE" | "BYTEINT" => self.integer(8),
            "SMALLINT" | "INT2" | "INT16" | "SHORT" => self.integer(16),
            "INTEGER" | "INT" | "INT4" | "INT32" | "SIGNED" | "MEDIUMINT" => self.integer(32),
            "INT8" | "BIGINT" | "LONG" | "INT64" | "OID" => self.integer(64),
            "HUGEINT" | "INT128" => self.integer(128),
            "UTINYINT" | "UINT8" => Type::unsigned(8),
            "USMALLINT" | "UINT16" => Type::unsigned(16),
            "UINTEGER" | "UINT32" => Type::unsigned(32),
            "UBIGINT" | "UINT64" => Type::unsigned(64),
            "UHUGEINT" | "UINT128" => Type::unsigned(128),
            "FLOAT" | "REAL" | "FLOAT4" => {
                self.arguments()?;
                match dialect {
                    DialectKind::Snowflake => Type::Float64,
                    DialectKind::BigQuery => Type::Float64,
                    _ => Type::Float32,
                }
            }
            "FLOAT32" => Type::Float32,
            "DOUBLE" => {
                self.eat_word("PRECISION");
                Type::Float64
            }
            "FLOAT8" | "FLOAT64" => Type::Float64,
            "DECIMAL" | "NUMERIC" | "DEC" | "NUMBER" => self.decimal(default_decimal(dialect))?,
            "BIGNUMERIC" | "BIGDECIMAL" => match self.decimal((76, 38))? {
                // Few digits do not make it a NUMERIC, which is what that many digits would read as.
                Type::Decimal { precision, scale }
                    if scale <= 9 && i16::from(precision) - i16::from(scale) <= 29 =>
                {
                    Type::decimal(76, 38)
                }
                ty => ty,
            },
            "VARCHAR" | "STRING" | "TEXT" | "NVARCHAR" | "NVARCHAR2" | "VARCHAR2" | "BPCHAR" | "TINYTEXT" => {
                self.text()?
            }
            "CHAR" | "CHARACTER" | "NCHAR" if self.eat_word("VARYING") => self.text()?,
            "CHAR" | "CHARACTER" | "NCHAR" => match dialect {
                DialectKind::DuckDb => self.text()?,
                DialectKind::Snowflake => Type::String { length: Some(self.length()?.unwrap_or(1)) },
                _ => Type::Char { length: self.length()?.unwrap_or(1) },
            },
            "BINARY" | "VARBINARY" | "BLOB" | "BYTES" | "BYTEA" => {
                self.arguments()?;
                Type::Binary
            }
            "BIT" | "BITSTRING" => Type::Bit,
            "DATE" => Type::Date,
            "TIME" | "TIMETZ" | "TIME_NS" => {
                let precision = if word == "TIME_NS" { Some(9) } else { self.precision()? };
                let zone = self.zone().unwrap_or(word == "TIMETZ");
                Type::Time { precision: self.usual_precision(precision), zone }
            }
            "DATETIME" | "TIMESTAMP" | "TIMESTAMPTZ" | "TIMESTAMPNTZ" | "TIMESTAMPLTZ" | "TIMESTAMP_NTZ"
            | "TIMESTAMP_LTZ" | "TIMESTAMP_TZ" | "TIMESTAMP_S" | "TIMESTAMP_MS" | "TIMESTAMP_US"
            | "TIMESTAMP_NS" | "TIMESTAMP_TZ_NS" | "TIMESTAMPTZ_NS" => self.timestamp(&word)?,
            "INTERVAL" => self.interval(),
            "UUID" | "GUID" => Type::Uuid,
            "JSON" | "JSONB" => Type::Json,
            "VARIANT" => Type::Variant,
            "ENUM" => self.enumeration()?,
            "GEOGRAPHY" | "SPHERICALGEOGRAPHY" => Type::Geography,
            "GEOMETRY" => {
                self.arguments()?;
                Type::Geometry
            }
            "ARRAY" | "LIST" => match self.parts()?.as_deref() {
                None => {
                    Type::list(if dialect == DialectKind::Snowflake { Type::Variant } else { Type::Unknown })
                }
                Some([element]) => Type::list(element.clone()),
                Some(_) => return None,
            },
            "MAP" => match self.parts()?.as_deref() {
                None => Type::map(Type::Unknown, Type::Unknown),
                Some([key, value]) => Type::map(key.clone(), value.clone()),
                Some(_) => return None,
            },
            "OBJECT" if self.opening().is_none() => Type::map(Type::STRING, Type::Variant),
            // TUPLE is what DuckDB 2 calls a struct without names.
            "STRUCT" | "ROW" | "OBJECT" | "RECORD" | "TUPLE" => Type::Struct(self.fields()?),
            "UNION" => Type::Union(self.fields()?),
            "RANGE" => match self.parts()?.as_deref() {
                Some([element]) => Type::Range(Arc::new(element.clone())),
                _ => return None,
            },
            "BIGNUM" | "VARINT" => Type::Named("BIGNUM".into()),
            "VECTOR" => {
                let arguments = self.arguments()?;
                Type::Named(format!("VECTOR({arguments})").into())
            }
            "TYPE" | "HYPERLOGLOG" | "P4HYPERLOGLOG" | "QDIGEST" | "TDIGEST" | "SETDIGEST" | "IPADDRESS"
            | "LAMBDA" | "AGGREGATE_STATE" | "PARQUET_VARIANT" => {
                self.arguments()?;
                Type::Named(word.into())
            }
            // <https://trino.io/docs/current/language/types.html>, of functions and connectors.
            "COLOR" | "BINGTILE" | "KDBTREE" | "CLASSIFIER" | "REGRESSOR" | "OBJECTID"
                if dialect == DialectKind::Trino =>
            {
                Type::Named(word.into())
            }
            _ => return None,
        })
    }

    fn integer(&mut self, bits: u8) -> Type {
        match self.dialect {
            // Every integer name is NUMBER(38,0): docs.snowflake.com/en/sql-reference/data-types-numeric
            DialectKind::Snowflake => Type::decimal(38, 0),
            // Every integer name is an alias of INT64: cloud.google.com/bigquery/docs/reference/standard-sql/data-types
            DialectKind::BigQuery => Type::BIGINT,
            _ => {
                // MySQL's display width, which DuckDB accepts and ignores.
                if self.opening().is_some() && self.arguments().is_none() {
                    return Type::Unknown;
                }
                Type::signed(bits)
            }
        }
    }

    fn timestamp(&mut self, word: &str) -> Option<Type> {
        let written = self.precision()?;
        let zone = self.zone();
        let precision = match word {
            "TIMESTAMP_S" => Some(0),
            "TIMESTAMP_MS" => Some(3),
            "TIMESTAMP_US" => None,
            "TIMESTAMP_NS" | "TIMESTAMP_TZ_NS" | "TIMESTAMPTZ_NS" => Some(9),
            _ => self.usual_precision(written),
        };
        let zoned = match word {
            "TIMESTAMPTZ" | "TIMESTAMPLTZ" | "TIMESTAMP_LTZ" | "TIMESTAMP_TZ" | "TIMESTAMP_TZ_NS"
            | "TIMESTAMPTZ_NS" => true,
            "TIMESTAMP" => matches!(self.dialect, DialectKind::Databricks | DialectKind::BigQuery),
            _ => false,
        };
        Some(Type::Timestamp { precision, zone: zone.unwrap_or(zoned) })
    }

    /// The dialect's default precision is written as none at all, so that equal types are equal.
    fn usual_precision(&self, precision: Option<u8>) -> Option<u8> {
        let usual = match self.dialect {
            DialectKind::Snowflake => 9,
            DialectKind::Trino => 3,
            DialectKind::Databricks => 6,
            // TIMESTAMP(0..9) picks one of four types in DuckDB: S, MS, the default, NS.
            DialectKind::DuckDb => {
                return match precision {
                    Some(0) => Some(0),
                    Some(1..=3) => Some(3),
                    Some(7..) => Some(9),
                    _ => None,
                };
            }
            _ => return None,
        };
        precision.filter(|precision| *precision != usual)
    }

    fn zone(&mut self) -> Option<bool> {
        if self.eat_words(&["WITH", "LOCAL", "TIME", "ZONE"]) || self.eat_words(&["WITH", "TIME", "ZONE"]) {
            Some(true)
        } else if self.eat_words(&["WITHOUT", "TIME", "ZONE"]) {
            Some(false)
        } else {
            None
        }
    }

    fn interval(&mut self) -> Type {
        let Some(first) = self.interval_field() else { return Type::INTERVAL };
        let last = if self.eat_word("TO") { self.interval_field() } else { Some(first) };
        let Some(last) = last else { return Type::INTERVAL };
        match self.dialect {
            // Each range of fields is a type of its own:
            // docs.databricks.com/en/sql/language-manual/data-types/interval-type.html
            DialectKind::Databricks => Type::Interval(IntervalKind::of(first, last)),
            DialectKind::Trino => Type::Interval(IntervalKind::of(first, last).widest()),
            _ => Type::INTERVAL,
        }
    }

    fn interval_field(&mut self) -> Option<IntervalField> {
        use IntervalField as F;
        let fields = [F::Year, F::Month, F::Day, F::Hour, F::Minute, F::Second];
        fields
            .into_iter()
            .find(|field| self.eat_word(field.name()) || self.eat_word(&format!("{}S", field.name())))
    }

    fn enumeration(&mut self) -> Option<Type> {
        if !self.eat('(') {
            return Some(Type::Enum(None));
        }
        let mut values = Vec::new();
        while !self.eat(')') {
            match self.next()? {
                Token::Text(value) => values.push(value.clone()),
                _ => return None,
            }
            if !self.eat(',') && self.tokens.first() != Some(&Token::Sign(')')) {
                return None;
            }
        }
        Some(Type::Enum(Some(values.into())))
    }

    fn text(&mut self) -> Option<Type> {
        let length = self.length()?;
        Some(match self.dialect {
            // DuckDB accepts a length and forgets it; Databricks keeps it only in table columns, never in results.
            DialectKind::DuckDb => Type::STRING,
            _ => Type::String { length },
        })
    }

    fn decimal(&mut self, (precision, scale): (u8, i8)) -> Option<Type> {
        if !self.eat('(') || self.dialect == DialectKind::DuckDb && self.eat(')') {
            return Some(Type::Decimal { precision, scale });
        }
        let precision = self.small()?;
        let scale = if self.eat(',') {
            let negative = self.eat('-');
            let scale = i8::try_from(self.small()?).ok()?;
            if negative { -scale } else { scale }
        } else {
            0
        };
        (self.eat(')') && (1..=76).contains(&precision)).then_some(Type::Decimal { precision, scale })
    }

    fn small(&mut self) -> Option<u8> {
        match self.next()? {
            Token::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// `(n)` of a text type; the inner `None` is no length. `(max)` and `(n CHAR)` are read as well.
    fn length(&mut self) -> Option<Option<u32>> {
        if !self.eat('(') {
            return Some(None);
        }
        let length = match self.next()? {
            Token::Number(number) => Some(number.parse().ok()?),
            Token::Word(word) if word.eq_ignore_ascii_case("max") => None,
            _ => return None,
        };
        self.eat(')').then_some(length)
    }

    /// `(n)` of a time type.
    fn precision(&mut self) -> Option<Option<u8>> {
        if !self.eat('(') {
            return Some(None);
        }
        let precision = self.small()?;
        (self.eat(')') && precision <= 12).then_some(Some(precision))
    }

    /// Any balanced `(…)`, kept as text; empty when there is none.
    fn arguments(&mut self) -> Option<String> {
        let mut text = String::new();
        if !self.eat('(') {
            return Some(text);
        }
        let mut open = 1;
        loop {
            let piece = match self.next()? {
                Token::Sign('(') => {
                    open += 1;
                    "(".to_owned()
                }
                Token::Sign(')') => {
                    open -= 1;
                    if open == 0 {
                        return Some(text);
                    }
                    ")".to_owned()
                }
                Token::Sign(',') => ", ".to_owned(),
                Token::Sign(sign) => sign.to_string(),
                Token::Word(word) | Token::Number(word) => word.to_ascii_uppercase(),
                Token::Quoted(text) | Token::Text(text) => format!("'{text}'"),
            };
            text.push_str(&piece);
        }
    }

    /// The bracket that would open a list of parts, with its closing one.
    fn opening(&self) -> Option<(char, char)> {
        match self.tokens.first() {
            Some(Token::Sign('(')) => Some(('(', ')')),
            Some(Token::Sign('<')) => Some(('<', '>')),
            _ => None,
        }
    }

    fn parts(&mut self) -> Option<Option<Vec<Type>>> {
        let Some((open, close)) = self.opening() else { return Some(None) };
        self.eat(open);
        let mut parts = Vec::new();
        loop {
            parts.push(self.ty()?);
            self.skip_column_options();
            if self.eat(close) {
                return Some(Some(parts));
            }
            if !self.eat(',') {
                return None;
            }
        }
    }

    /// Fields of a struct: `(a INTEGER, "b c" VARCHAR)`, `<a: INT, b STRING>`, `<INT64, STRING>`, `<>`.
    fn fields(&mut self) -> Option<Arc<[Field]>> {
        let Some((open, close)) = self.opening() else { return Some(Arc::from([])) };
        self.eat(open);
        let mut fields = Vec::new();
        if self.eat(close) {
            return Some(fields.into());
        }
        loop {
            let before = self.tokens;
            // A lone type is an unnamed field; two in a row are a name and a type. A name may itself be a type's name.
            let named = match self.next()? {
                Token::Word(name) | Token::Quoted(name) | Token::Number(name) => Some(name.clone()),
                _ => None,
            }
            .and_then(|name| {
                self.eat(':');
                self.ty().map(|ty| Field { name, ty })
            });
            let ended = |reader: &Self| {
                reader.tokens.first().is_none_or(|token| {
                    [Token::Sign(close), Token::Sign(',')].contains(token) || matches!(token, Token::Word(_))
                })
            };
            let field = match named {
                Some(field) if ended(self) => field,
                _ => {
                    self.tokens = before;
                    Field { name: SmolStr::default(), ty: self.ty()? }
                }
            };
            fields.push(field);
            self.skip_column_options();
            if self.eat_word("COMMENT") {
                self.next();
            }
            if self.eat(close) {
                return Some(fields.into());
            }
            if !self.eat(',') {
                return None;
            }
        }
    }
}

/// Precision and scale of a bare DECIMAL.
fn default_decimal(dialect: DialectKind) -> (u8, i8) {
    match dialect {
        DialectKind::DuckDb => (18, 3),
        DialectKind::BigQuery => (38, 9),
        DialectKind::Databricks => (10, 0),
        DialectKind::Snowflake | DialectKind::Trino => (38, 0),
    }
}
