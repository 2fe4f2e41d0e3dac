//! Links in a file: models and tables that TOML names, files of the project that it names, addresses of the web.

use crate::{
    FileId,
    symbol::{Role, Symbol},
    toml_names::{Written, written_names},
};
use base::{TextRange, TextSize};
use db::{Db, RelativePath, SourceFile};
use syntax::toml::{self, Node, NodeKind, Pair, Scalar, StatementKind};

/// A stretch of text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The text, without quotes.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To a file of the project.
    File(FileId),
    /// To an address of the web.
    Address(String),
}

/// The links of a file, by position.
pub(crate) fn links(db: &dyn Db, file: SourceFile) -> Vec<Link> {
    let text = &*file.text(db).text;
    let mut links = addresses(text);
    links.extend(relations(db, file));
    match (file.path(db).extension(), file.frontmatter(db)) {
        (Some("toml"), _) => links.extend(files(db, file, text, TextSize::from(0))),
        (_, Some(head)) => links.extend(files(db, file, &head.toml, head.offset)),
        _ => {}
    }
    links.sort_by_key(|it| (it.range.start(), it.range.end()));
    links.dedup_by_key(|it| it.range);
    links
}

/// The models and tables that a description of a model names, in `depends_on`, as sources and in tests: each leads to the
/// file that defines it.
fn relations(db: &dyn Db, file: SourceFile) -> Vec<Link> {
    let link = |(range, role, written): (TextRange, Role, Written)| {
        let target = match written {
            _ if role != Role::Read => return None,
            Written::Symbol(Symbol::Model(model)) => model,
            Written::Symbol(Symbol::External(table)) => table.declared?.0,
            Written::Symbol(_) | Written::ColumnOf(..) => return None,
        };
        let range = within_quotes(&file.text(db).text, range);
        (target != file).then_some(Link { range, target: LinkTarget::File(FileId(target)) })
    };
    written_names(db, file).into_iter().filter_map(link).collect()
}

/// The model whose configuration is in a file: its sidecar, or its text with frontmatter.
pub(crate) fn configured_model(db: &dyn Db, file: SourceFile) -> Option<SourceFile> {
    let model = crate::cone::model_of(db, file);
    model.filter(|it| sema::model(db, *it).described_in == Some(file))
}

/// The strings of TOML that are paths of files of the project, from its root or from the folder of the file itself.
fn files(db: &dyn Db, file: SourceFile, text: &str, offset: TextSize) -> Vec<Link> {
    let mut strings = Vec::new();
    for statement in &toml::parse_statements(text, offset).statements {
        if let StatementKind::Pair(pair) = &statement.kind {
            collect_strings(pair, &mut strings);
        }
    }
    let known = file.project(db).files(db);
    let target = |path: &str| {
        // Only names of files have a dot; a bare word is no path, even where a file is called so.
        let path = path.strip_prefix("./").unwrap_or(path);
        let is_path = path.contains('.');
        let from_root = is_path.then(|| known.get(&RelativePath::new(path))).flatten();
        from_root.or_else(|| known.get(&file.path(db).sibling(path)).filter(|_| is_path)).copied()
    };
    let link = |(range, path): (TextRange, String)| {
        let target = target(&path).filter(|it| *it != file)?;
        Some(Link { range, target: LinkTarget::File(FileId(target)) })
    };
    strings.into_iter().filter_map(link).collect()
}

fn collect_strings(pair: &Pair, strings: &mut Vec<(TextRange, String)>) {
    let mut pending: Vec<&Node> = pair.value.iter().collect();
    while let Some(node) = pending.pop() {
        match &node.kind {
            NodeKind::Scalar(Scalar::String(string)) => {
                let content = string.map(TextRange::up_to(TextSize::of(&*string.text)));
                strings.extend(content.map(|it| (it, string.text.to_string())));
            }
            NodeKind::Scalar(_) => {}
            NodeKind::Array(items) => pending.extend(items),
            NodeKind::Table(pairs) => pending.extend(pairs.iter().filter_map(|it| it.value.as_ref())),
        }
    }
}

/// The addresses in a text: of statements only comments and strings have any.
fn addresses(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("http").map(|it| at + it) {
        at = start + "http".len();
        let is_word = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = &text[at..];
        let scheme = ["s://", "://"].into_iter().find(|it| rest.starts_with(it));
        let Some(scheme) = scheme.filter(|_| !is_word) else { continue };
        let is_end = |it: char| it.is_whitespace() || it.is_control() || "\"'`<>{}|\\^".contains(it);
        let end = at + rest.find(is_end).unwrap_or(rest.len());
        let address = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '/']);
        // The slash at its end is a part of it, unless it ends a comment.
        let slash = text[start + address.len()..end].starts_with('/');
        let end = start + address.len() + usize::from(slash);
        if end > at + scheme.len() {
            let size = |it: usize| TextSize::try_from(it).unwrap_or_default();
            let range = TextRange::new(size(start), size(end));
            found.push(Link { range, target: LinkTarget::Address(text[start..end].to_owned()) });
        }
        at = at.max(end);
    }
    found
}

fn within_quotes(text: &str, range: TextRange) -> TextRange {
    let one = TextSize::from(1);
    let written = text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    match written.len() >= 2 && written.starts_with(['"', '\'']) {
        true => TextRange::new(range.start() + one, range.end() - one),
        false => range,
    }
}
