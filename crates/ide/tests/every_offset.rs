//! Whatever is half typed, wherever the cursor stands: no question panics, and every range lies in its file, between
//! characters.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use ide::{
    Analysis, Cancellable, DocumentSymbol, FileId, FilePosition, FileRange, FixRequest, HoverRequest,
    InlayHintRequest, LineageDirection, LineageRequest, ModelRef, TextRange, Verbosity,
};
use support::{ask, change, cursor::shop, file, host, root};

/// Models of every shape, some with text beyond ASCII.
const MODELS: [(&str, &str); 7] = [
    (
        "models/joins.sql",
        "-- Übersicht 🦀\nWITH big AS (SELECT order_id, amount * 2 AS \"größe\" FROM stg_orders WHERE amount > 1.5),\n\
         c AS (SELECT * FROM stg_customers)\nSELECT b.\"größe\", c.*, 'é' || email AS \"e-mail\", b.order_id\n\
         FROM big b LEFT JOIN c ON b.order_id = c.customer_id\nWHERE b.\"größe\" IN (1, 2) ORDER BY 1 DESC\n",
    ),
    (
        "models/sets.sql",
        "SELECT amount AS a, address.city FROM raw.orders UNION ALL\nSELECT id, email FROM raw.customers\n\
         ORDER BY a LIMIT 10",
    ),
    (
        "models/stars.sql",
        "SELECT o.* EXCLUDE (amount) REPLACE (order_id + 1 AS order_id), sum(amount) OVER (PARTITION BY customer_id)\n\
         FROM stg_orders AS o JOIN stg_customers USING (customer_id), (VALUES (1, 'ä')) AS v (n, s)\n\
         WHERE EXISTS (SELECT 1 FROM raw.orders r WHERE r.id = o.order_id)",
    ),
    (
        "models/local.sql",
        "SELECT list_transform([1, 2], größe -> größe + @var(least, @var(most, 1))) AS a, [i * x FOR x, i IN [1]] AS b,\n\
         list_reduce([1], lambda p, v: p + v) AS c, sum(amount) OVER w AS s, count(*) OVER (base ROWS 1 PRECEDING) AS n\n\
         FROM stg_orders WINDOW base AS (PARTITION BY customer_id), w AS (base ORDER BY order_id)",
    ),
    (
        "models/pipeline.rocky",
        "let paid = from stg_orders where amount > 10 -- größer\nfrom paid as p\n\
         join stg_customers as c on customer_id { keep c.email }\nderive { twice: amount * 2 }\n\
         group customer_id { total: sum(twice), n: count() }\nsort total desc\ntake 10\n",
    ),
    (
        "models/front.sql",
        "---toml\nintent = \"größe\"\ndepends_on = [\"stg_orders\"]\n[classification]\none = \"pii\"\n---\n\
         SELECT 1 AS one, order_id FROM stg_orders\n",
    ),
    (
        "models/stg_orders.toml",
        "intent = \"ä\"\ndepends_on = [\"stg_customers\"]\n\n[strategy]\ntype = \"merge\"\nunique_key = [\"order_id\"]\n\n\
         [[tests]]\ntype = \"relationships\"\ncolumn = \"customer_id\"\nto_table = \"stg_customers\"\n\
         to_column = \"customer_id\"\n\n[columns.amount]\ndescription = \"…\"\n",
    ),
];

fn check_range(analysis: &Analysis, place: FileRange, what: &str) {
    let text = analysis.text(place.file);
    let (start, end) = (usize::from(place.range.start()), usize::from(place.range.end()));
    assert!(text.get(start..end).is_some(), "{what}: {start}..{end} of {} bytes", text.len());
}

fn check_symbols(analysis: &Analysis, file: FileId, symbols: &[DocumentSymbol]) {
    for it in symbols {
        check_range(analysis, FileRange { file, range: it.full }, "the whole of a symbol");
        assert!(it.full.contains_range(it.focus), "{it:?}");
        check_symbols(analysis, file, &it.children);
    }
}

/// Asks everything at one place.
fn ask_all(analysis: &Analysis, position: FilePosition) -> Cancellable<()> {
    let here = |range: TextRange| FileRange { file: position.file, range };
    for verbosity in Verbosity::ALL {
        let request = HoverRequest { verbosity, readers: None };
        let Some(hover) = analysis.card(position, &request)? else { continue };
        check_range(analysis, here(hover.range), "a card");
        assert!(hover.range.contains_inclusive(position.offset));
        assert_eq!(hover.markdown.matches("```").count() % 2, 0, "{}", hover.markdown);
    }
    if let Some(definitions) = analysis.definition(position)? {
        check_range(analysis, here(definitions.origin), "what is asked about");
        for target in &definitions.targets {
            check_range(analysis, target.full, "a target");
            assert!(target.full.range.contains_range(target.focus), "{target:?}");
        }
    }
    if let Some(help) = analysis.signature_help(position)? {
        for signature in &help.signatures {
            let is_text = |it: &TextRange| signature.label.get(std::ops::Range::<usize>::from(*it)).is_some();
            assert!(signature.parameters.iter().all(is_text), "{signature:?}");
            assert!(signature.active_parameter.is_none_or(|it| it < signature.parameters.len()));
        }
        assert!(help.active < help.signatures.len());
    }
    analysis.inlay_hint_origin(position)?;
    let cursor = TextRange::empty(position.offset);
    let suppressions = analysis.suppressions(position.file, cursor)?.into_iter().map(|it| it.1);
    let refactorings = analysis.refactorings(position.file, cursor)?.into_iter().map(|it| it.fix);
    for fix in suppressions.chain(refactorings) {
        fix.edits.iter().for_each(|it| check_range(analysis, it.place, &fix.title));
    }
    let text = analysis.text(position.file);
    for typed in ["\n", ",", ")", "}", " "] {
        for edit in analysis.format_on_type(position, typed, None)? {
            check_range(analysis, edit.place, "what was just typed");
            let range = std::ops::Range::<usize>::from(edit.place.range);
            let is_before = edit.place.range.end() <= position.offset;
            assert!(is_before || text[range].trim().is_empty(), "{edit:?}");
            assert!(!edit.text.contains('\n'), "{edit:?}");
        }
    }
    for completion in analysis.completions(position)?.items {
        check_range(analysis, here(completion.replace), "what is replaced");
        assert!(completion.replace.contains_inclusive(position.offset), "{completion:?}");
    }
    for reference in analysis.highlights(position)?.into_iter().flatten() {
        check_range(analysis, reference.place, "a highlight");
        assert_eq!(reference.place.file, position.file);
    }
    for range in analysis.linked_ranges(position)?.into_iter().flatten() {
        check_range(analysis, here(range), "what is typed together");
    }
    for question in [Analysis::declaration, Analysis::type_definition, Analysis::implementation] {
        for target in question(analysis, position)?.into_iter().flat_map(|it| it.targets) {
            check_range(analysis, target.full, "a target");
            assert!(target.full.range.contains_range(target.focus), "{target:?}");
        }
    }
    for item in analysis.hierarchy_items(position)? {
        check_range(analysis, item.full, "an item");
        assert!(item.full.range.contains_range(item.focus), "{item:?}");
        analysis.origins(&support::root(), &item.key)?;
        let consumers = analysis.consumers(&support::root(), &item.key)?;
        for call in analysis.inputs(&support::root(), &item.key)?.into_iter().chain(consumers) {
            call.ranges.iter().for_each(|it| check_range(analysis, *it, "a hop"));
        }
    }
    let selections = analysis.selections(position.file, position.offset)?;
    assert!(selections.first().is_some_and(|it| it.contains_inclusive(position.offset)), "{selections:?}");
    for (inner, outer) in selections.iter().zip(&selections[1..]) {
        check_range(analysis, here(*inner), "a selection");
        assert!(outer.contains_range(*inner) && inner != outer, "{selections:?}");
    }
    Ok(())
}

/// Asks what is asked of a whole file.
fn check_file(analysis: &Analysis, file: FileId) -> Cancellable<()> {
    for fixed in
        analysis.fix_file(file, &FixRequest { maybe_incorrect: true, ..FixRequest::default() })?.files
    {
        for it in &fixed.edits {
            check_range(analysis, FileRange { file, range: it.range }, "what is fixed");
        }
    }
    analysis.edit_note(file)?;
    if analysis.is_model(file)?
        && let Ok(preview) = analysis.preview(file, None)?
    {
        preview.sql(&preview.columns(&["one", "two"]), 1);
    }
    for fold in analysis.folds(file)? {
        check_range(analysis, FileRange { file, range: fold.range }, "a fold");
    }
    for link in analysis.links(file)? {
        check_range(analysis, FileRange { file, range: link.range }, "a link");
    }
    let tokens = analysis.semantic_tokens(file, None)?;
    assert!(tokens.is_sorted_by(|a, b| a.range.end() <= b.range.start()), "{tokens:?}");
    for token in tokens {
        check_range(analysis, FileRange { file, range: token.range }, "a token");
    }
    Ok(())
}

/// Asks what views ask about a whole file.
fn ask_for_views(analysis: &Analysis, file: FileId) -> Cancellable<()> {
    let text = analysis.text(file);
    if let Some(Ok(compiled)) = analysis.compiled_sql(file)? {
        for it in &compiled.verbatim {
            assert_eq!(text[it.source], compiled.text[it.compiled]);
        }
    }
    if let Some(places) = analysis.lens_places(file)? {
        let ranges = places.ctes.iter().map(|it| it.1).chain([places.start]);
        ranges.for_each(|range| check_range(analysis, FileRange { file, range }, "the place of a lens"));
    }
    let model = ModelRef::File(file);
    let overview = analysis.model_overview(&root(), &model)?;
    let facts = overview.into_iter().flat_map(|it| it.columns).map(|it| it.facts);
    facts.filter_map(|it| it.definition).for_each(|it| check_range(analysis, it, "a column of a model"));
    let request = LineageRequest {
        model,
        column: None,
        direction: LineageDirection::Both,
        depth: Some(1),
        indirect: true,
    };
    if let Ok(view) = analysis.lineage_view(&root(), &request)? {
        let hops = view.graph.edges.iter().flat_map(|it| &it.hops).copied();
        let definitions = view.facts.iter().flat_map(|it| it.columns.iter().map(|it| it.definition));
        let definitions = definitions.chain(view.facts.iter().map(|it| it.definition)).flatten();
        hops.chain(definitions).for_each(|it| check_range(analysis, it, "a place of lineage"));
    }
    Ok(())
}

fn check_hints(analysis: &Analysis, file: FileId) -> Cancellable<()> {
    let range = TextRange::up_to(ide::TextSize::from(u32::MAX));
    let request = InlayHintRequest {
        range,
        types: true,
        nullability: true,
        expanded_stars: true,
        join_cardinality: true,
        dependencies: true,
    };
    for hint in analysis.inlay_hints(file, &request)? {
        check_range(analysis, FileRange { file, range: TextRange::empty(hint.position) }, "a hint");
        hint.edits.iter().for_each(|it| check_range(analysis, it.place, "an edit of a hint"));
    }
    Ok(())
}

/// Offsets between characters, every `step`-th.
fn offsets(text: &str, step: usize) -> impl Iterator<Item = usize> {
    let ends = text.char_indices().map(|it| it.0).chain([text.len()]);
    ends.step_by(step).collect::<Vec<_>>().into_iter()
}

#[test]
fn of_every_whole_text() {
    let mut host = host(&shop(""));
    host.apply(change(MODELS.map(|(path, text)| (path, Some(text)))));
    for (path, text) in MODELS {
        let file = file(&host, path);
        for offset in offsets(text, 1) {
            let position = FilePosition { file, offset: u32::try_from(offset).unwrap().into() };
            ask(&mut host, |it| ask_all(it, position));
        }
        ask(&mut host, |it| check_file(it, file));
        for offset in offsets(text, 5) {
            let position = FilePosition { file, offset: u32::try_from(offset).unwrap().into() };
            let references = ask(&mut host, |it| it.references(position, true));
            for reference in references.unwrap_or_default() {
                check_range(&host.analysis(), reference.place, "a use");
            }
        }
    }
}

#[test]
fn of_every_prefix_and_every_gap() {
    let mut host = host(&shop(""));
    host.apply(change(MODELS.map(|(path, text)| (path, Some(text)))));
    for (path, text) in MODELS {
        let file = file(&host, path);
        for end in offsets(text, 3) {
            // Typed up to here; and then with a few characters gone, as while a word is replaced.
            let gap = offsets(text, 1).find(|it| *it >= end + 7).unwrap_or(text.len());
            let texts = [text[..end].to_owned(), format!("{}{}", &text[..end], &text[gap..])];
            for text in texts {
                host.apply(change([(path, Some(&*text))]));
                let near = end.saturating_sub(12)..=end + 2;
                for offset in offsets(&text, 1).filter(|it| near.contains(it)) {
                    let position = FilePosition { file, offset: u32::try_from(offset).unwrap().into() };
                    ask(&mut host, |it| ask_all(it, position));
                }
                let symbols = ask(&mut host, |it| it.document_symbols(file));
                check_symbols(&host.analysis(), file, &symbols);
                ask(&mut host, |it| ask_for_views(it, file));
                ask(&mut host, |it| check_hints(it, file));
                ask(&mut host, |it| check_file(it, file));
            }
        }
        host.apply(change([(path, Some(text))]));
    }
}
