//! TOML: the merged view, recovery, positions.

use super::{Document, Place, Table, Value, ValueKind, parse, parse_statements, position_at, tokens};
use base::{TextRange, TextSize};
use expect_test::{Expect, expect};
use std::fmt::Write;

/// One line per entry with the text of its value, then one per error with the text that it marks.
fn check(text: &str, expected: Expect) {
    let document = parse(text, TextSize::from(0));
    let mut output = String::new();
    show_table(&mut output, &document.root, text, 0);
    for error in &document.errors {
        write!(output, "! {:?} {}", &text[error.range], error.message).unwrap();
        if let Some((range, message)) = &error.related {
            write!(output, " ({message}: {:?} at {})", &text[*range], u32::from(range.start())).unwrap();
        }
        output.push('\n');
    }
    expected.assert_eq(&output);
}

fn show_table(output: &mut String, table: &Table, text: &str, depth: usize) {
    for entry in &table.entries {
        write!(output, "{:depth$}{}", "", entry.key.text, depth = depth * 2).unwrap();
        show_value(output, &entry.value, text, depth);
    }
}

fn show_value(output: &mut String, value: &Value, text: &str, depth: usize) {
    match &value.kind {
        ValueKind::Table(table) => {
            writeln!(output, ": {:?} {:?}", table.kind, &text[table.range]).unwrap();
            show_table(output, table, text, depth + 1);
        }
        ValueKind::Array(elements) => {
            writeln!(output, " = array of {}", elements.len()).unwrap();
            for element in elements {
                write!(output, "{:depth$}-", "", depth = depth * 2 + 2).unwrap();
                show_value(output, element, text, depth + 1);
            }
        }
        ValueKind::String(string) => writeln!(output, " = {:?}", string.text).unwrap(),
        kind => writeln!(output, " = {kind:?}").unwrap(),
    }
}

#[test]
fn merges_headers_dotted_keys_and_arrays_of_tables() {
    check(
        r#"
name = 'orders' # the name
depends_on = ["a", "b",]
target.catalog = "wh"
target.schema = "silver"

[strategy]
type = "merge"

[[sources]]
table = "x"
columns = [
  { name = "id", type = "BIGINT" },
  { name = "at", nullable = true },
]
[[sources]]
table = "y"

[columns.id]
description = """
The key.
"""
[a.b.c]
n = 0x1F
[a]
day = 2025-01-31
"#,
        expect![[r#"
            name = "orders"
            depends_on = array of 2
              - = "a"
              - = "b"
            target: Dotted "target.catalog = \"wh\"\ntarget.schema = \"silver\""
              catalog = "wh"
              schema = "silver"
            strategy: Header "[strategy]\ntype = \"merge\""
              type = "merge"
            sources = array of 2
              -: Header "[[sources]]\ntable = \"x\"\ncolumns = [\n  { name = \"id\", type = \"BIGINT\" },\n  { name = \"at\", nullable = true },\n]"
                table = "x"
                columns = array of 2
                  -: Inline "{ name = \"id\", type = \"BIGINT\" }"
                    name = "id"
                    type = "BIGINT"
                  -: Inline "{ name = \"at\", nullable = true }"
                    name = "at"
                    nullable = Boolean(true)
              -: Header "[[sources]]\ntable = \"y\""
                table = "y"
            columns: Implicit "[columns.id]"
              id: Header "[columns.id]\ndescription = \"\"\"\nThe key.\n\"\"\""
                description = "The key.\n"
            a: Header "[a]\nday = 2025-01-31"
              b: Implicit "[a.b.c]"
                c: Header "[a.b.c]\nn = 0x1F"
                  n = Integer(31)
              day = Datetime("2025-01-31")
        "#]],
    );
}

#[test]
fn a_key_that_is_being_typed_costs_only_itself() {
    check(
        "name = \"a\"\ninte\n[target]\nschema = \"s\"\n",
        expect![[r#"
        name = "a"
        target: Header "[target]\nschema = \"s\""
          schema = "s"
        ! "inte" expected `=` and a value after this key
    "#]],
    );
    check(
        "name =\nintent = \"x\"\n",
        expect![[r#"
        name = Invalid(None)
        intent = "x"
        ! "name =" this key has no value
    "#]],
    );
    check(
        "name = \"a\nintent = \"x\"\n",
        expect![[r#"
        name = Invalid(Some("a"))
        intent = "x"
        ! "\"a" this string is not closed: expected `"`
    "#]],
    );
    check(
        "depends_on = [\"a\", \nintent = \"x\"\n",
        expect![[r#"
        depends_on = array of 1
          - = "a"
        intent = "x"
        ! "[" this array is not closed: expected `]`
    "#]],
    );
    check(
        "depends_on = [\"a\"\n\n[strategy]\ntype = \"view\"\n",
        expect![[r#"
        depends_on = array of 1
          - = "a"
        strategy: Header "[strategy]\ntype = \"view\""
          type = "view"
        ! "[" this array is not closed: expected `]`
    "#]],
    );
    check(
        "target = { catalog = \"a\", \nintent = \"x\"\n",
        expect![[r#"
        target: Inline "{ catalog = \"a\","
          catalog = "a"
        intent = "x"
        ! "{" this inline table is not closed: expected `}`
    "#]],
    );
    check(
        "columns = [\n  { name = \"a\",\n  { name = \"b\" },\n]\n[x]\n",
        expect![[r#"
        columns = array of 2
          -: Inline "{ name = \"a\","
            name = "a"
          -: Inline "{ name = \"b\" }"
            name = "b"
        x: Header "[x]"
        ! "{" this inline table is not closed: expected `}`
        ! "" expected a comma between the values of an array
    "#]],
    );
    check(
        "[strat\ntype = \"view\"\n[targ.]\nx = 1\n[target]\nschema = \"s\"",
        expect![[r#"
        strat: Header "[strat\ntype = \"view\""
          type = "view"
        target: Header "[target]\nschema = \"s\""
          schema = "s"
        ! "[strat" this table header is not closed: expected `]`
        ! "]" expected a key
    "#]],
    );
    check(
        "intent = \"\"\"\nnot closed\nname = \"a\"\n",
        expect![[r#"
        intent = Invalid(Some(""))
        name = "a"
        ! "\"\"\"" this string is not closed: expected `"""`
        ! "not" expected `=` and a value after this key
    "#]],
    );
}

#[test]
fn what_toml_forbids_is_reported_and_the_first_writing_stays() {
    check(
        "a = 1\na = 2\n[t]\n[t]\nb = 1\n[a]\nc = 1\n[[t]]\nd = 1\n",
        expect![[r#"
        a = Integer(1)
        t: Header "[t]\n[t]\nb = 1"
          b = Integer(1)
        ! "a" the key `a` is defined twice (first defined here: "a" at 0)
        ! "t" the table `t` is defined twice (first defined here: "t" at 13)
        ! "a" `a` is already a value and cannot be extended (first defined here: "a" at 0)
        ! "t" `t` is already defined, and not as an array of tables (first defined here: "t" at 13)
    "#]],
    );
    check(
        "a.b = 1\na.b.c = 2\nt = { x = 1 }\nt.y = 2\n",
        expect![[r#"
        a: Dotted "a.b = 1\na.b.c = 2"
          b = Integer(1)
        t: Inline "{ x = 1 }"
          x = Integer(1)
        ! "b" `b` is already a value and cannot be extended (first defined here: "b" at 2)
        ! "t" `t` is already a value and cannot be extended (first defined here: "t" at 18)
    "#]],
    );
    check(
        "a = merge\nb = 012\nc = tru\nd = 99999999999999999999\ne = \"\\q\"\nf = 1 2\n",
        expect![[r#"
        a = Invalid(Some("merge"))
        b = Invalid(Some("012"))
        c = Invalid(Some("tru"))
        d = Invalid(None)
        e = Invalid(Some("\\q"))
        f = Invalid(Some("1 2"))
        ! "merge" string values must be quoted
        ! "012" unexpected leading zero
        ! "tru" invalid boolean
        ! "99999999999999999999" this number does not fit into 64 bits
        ! "\"\\q\"" missing escaped value: expected `b` or `e` or `f` or `n` or `r` or `\` or `"` or `x` or `u` or `U`
        ! "1 2" string values must be quoted
    "#]],
    );
    check(
        "= 1\n.a = 1\n]\n}\nb = ,\nc = [1 2,,3]\nd = {a = 1 b = 2}\n",
        expect![[r#"
        b = Invalid(None)
        c = array of 2
          - = Invalid(Some("1 2"))
          - = Integer(3)
        d: Inline "{a = 1 b = 2}"
          a = Invalid(Some("1 b"))
        ! "=" expected a key
        ! "." expected a key
        ! "]" expected a key or a table header
        ! "}" expected a key or a table header
        ! "b =" this key has no value
        ! "1 2" string values must be quoted
        ! "," expected a value before this comma
        ! "1 b" string values must be quoted
        ! "" expected a comma between the entries of an inline table
        ! "=" expected a key
    "#]],
    );
}

#[test]
fn environment_variables_without_quotes_are_values() {
    check(
        "port = ${PORT}\nn = [${A:-1}, ${B:-a.b c}]\npath = ${HOME}/x.db\nurl = s3://${B}/x\ne = ${}\n",
        expect![[r#"
        port = Variable("PORT")
        n = array of 2
          - = Variable("A:-1")
          - = Variable("B:-a.b c")
        path = Invalid(None)
        url = Invalid(Some("s3://${B}/x"))
        e = Invalid(Some("${}"))
        ! "${HOME}/x.db" a value with an environment variable in it must be quoted
        ! "s3://${B}/x" string values must be quoted
        ! "${}" string values must be quoted
    "#]],
    );
}

#[test]
fn offsets_in_plain_strings_are_offsets_in_the_file() {
    let text = "a = \"x.y\"\nb = '''\nx'''\nc = \"\\t.y\"";
    let document = parse(text, TextSize::from(100));
    let mapped: Vec<Option<TextRange>> = document
        .root
        .entries
        .iter()
        .filter_map(|entry| match &entry.value.kind {
            ValueKind::String(string) => Some(string.map(TextRange::new(0.into(), 1.into()))),
            _ => None,
        })
        .collect();
    expect![[r#"
        [
            Some(
                105..106,
            ),
            Some(
                118..119,
            ),
            None,
        ]
    "#]]
    .assert_debug_eq(&mapped);
}

/// `$0` marks the cursor.
fn check_position(marked: &str, expected: Expect) {
    let offset = marked.find("$0").unwrap();
    let text = marked.replacen("$0", "", 1);
    let offset = TextSize::try_from(offset).unwrap();
    let position = position_at(&parse_statements(&text, TextSize::from(0)), offset);
    let (what, key, range, more) = match position.place {
        Place::Comment => ("comment", "".into(), TextRange::empty(offset), false),
        Place::Header { key, range, is_array } => ("header", key, range, is_array),
        Place::Key { key, range, has_value } => ("key", key, range, has_value),
        Place::Value { key, range, is_string } => ("value", key, range, is_string),
    };
    let path = position.table.join(".");
    expected.assert_eq(&format!("[{path}] {what} {key:?} {:?} {more}", &text[range]));
}

#[test]
fn knows_what_stands_under_the_cursor() {
    check_position("na$0", expect![[r#"[] key "na" "na" false"#]]);
    check_position("a = 1\n$0\nb = 2", expect![[r#"[] key "" "" false"#]]);
    check_position(
        "[strategy]\ntype = \"mer$0ge\"",
        expect![[r#"[strategy] value "type" "\"merge\"" true"#]],
    );
    check_position("[strategy]\ntype = $0", expect![[r#"[strategy] value "type" "" false"#]]);
    check_position("[strategy]\nty$0pe = 1", expect![[r#"[strategy] key "type" "type" true"#]]);
    check_position("[strategy]\n\n$0", expect![[r#"[strategy] key "" "" false"#]]);
    check_position("[stra$0", expect![[r#"[] header "stra" "stra" false"#]]);
    check_position("[[pipeline.x$0.checks]]", expect![[r#"[pipeline] header "x" "x" true"#]]);
    check_position("[pipeline.$0]", expect![[r#"[pipeline] header "" "" false"#]]);
    check_position("target.sch$0ema = 1", expect![[r#"[target] key "schema" "schema" true"#]]);
    check_position("depends_on = [\"a\", \"b$0\"]", expect![[r#"[] value "depends_on" "\"b\"" true"#]]);
    check_position("depends_on = [$0]", expect![[r#"[] value "depends_on" "" false"#]]);
    check_position(
        "[[sources]]\ncolumns = [{ name = \"a\", ty$0 }]",
        expect![[r#"[sources.columns] key "ty" "ty" false"#]],
    );
    check_position("[[sources]]\ncolumns = [{ $0 }]", expect![[r#"[sources.columns] key "" "" false"#]]);
    check_position(
        "[[sources]]\ncolumns = [{ name = \"a$0\" }]",
        expect![[r#"[sources.columns] value "name" "\"a\"" true"#]],
    );
    check_position("a = 1 # no$0te", expect![[r#"[] comment "" "" false"#]]);
}

const FIXTURES: &[&str] = &[
    "name = \"orders\"\ndepends_on = [\"a\", \"b\"]\n\n[target]\ncatalog = \"w\"\nschema = 's'\n\n[[sources]]\ntable = \"t\"\ncolumns = [\n  { name = \"id\", type = \"BIGINT\", nullable = false },\n]\n",
    "[adapter]\ntype = \"duckdb\"\npath = \"${DB:-x.db}\"\nport = ${PORT}\n\n[pipeline.silver.target]\nadapter = \"default\"\n[pipeline.silver]\ntype = \"transformation\"\nmodels = \"models/**\"\n[mask.prod]\npii = \"hash\"\n",
    "a.\"b c\".d = 1.5e3\nt = 1979-05-27 07:32:00Z\ns = '''\nx\n'''\nm = \"\"\"é\\u00e9\"\"\"\r\ni = { a = [1, [2, {b = true}]], c.d = -0x1 }\n[[x.y]]\n[x.y.z]\n",
    "\u{feff}# only a comment\n",
];

/// No gap between tokens, nothing outside the text, statements in order.
fn assert_sound(text: &str) -> Document {
    let joined: String = tokens(text, TextSize::from(0)).iter().map(|token| &text[token.range]).collect();
    assert_eq!(joined, text);
    let statements = parse_statements(text, TextSize::from(0)).statements;
    for pair in statements.windows(2) {
        assert!(pair[0].range.end() <= pair[1].range.start(), "{text:?}");
    }
    let document = parse(text, TextSize::from(0));
    for error in &document.errors {
        assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some(), "{text:?}");
    }
    let parse = parse_statements(text, TextSize::from(0));
    for offset in (0..=text.len()).step_by(7) {
        position_at(&parse, TextSize::try_from(offset).unwrap());
    }
    document
}

#[test]
fn every_prefix_and_every_deletion_is_sound() {
    for fixture in FIXTURES {
        assert_sound(fixture);
        for (index, character) in fixture.char_indices() {
            assert_sound(&fixture[..index]);
            let deleted = format!("{}{}", &fixture[..index], &fixture[index + character.len_utf8()..]);
            assert_sound(&deleted);
            for inserted in ["\"", "[", "{", "'''"] {
                assert_sound(&format!("{}{inserted}{}", &fixture[..index], &fixture[index..]));
            }
        }
    }
}

#[test]
fn a_deleted_character_does_not_reach_the_next_table() {
    let fixture = FIXTURES[0];
    let tail = fixture.find("[[sources]]").unwrap();
    let whole = parse(fixture, TextSize::from(0)).root;
    for (index, _) in fixture[..tail - 2].char_indices() {
        let deleted = format!("{}{}", &fixture[..index], &fixture[index + 1..]);
        let table = parse(&deleted, TextSize::from(1)).root;
        let columns = |root: &Table| root.get("sources").and_then(Value::as_array).map(<[Value]>::len);
        assert_eq!(columns(&table), columns(&whole), "{deleted}");
    }
}

#[test]
fn depth_is_limited() {
    for open in ["[", "{a=", "a."] {
        let text = format!("x = {}", open.repeat(20_000));
        assert!(!parse(&text, TextSize::from(0)).errors.is_empty());
    }
    let dotted = format!("{}a = 1\n[{}a]\n", "a.".repeat(20_000), "a.".repeat(20_000));
    assert!(!parse(&dotted, TextSize::from(0)).errors.is_empty());
}
