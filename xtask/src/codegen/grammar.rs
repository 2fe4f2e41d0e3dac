//! Lowering of the ungrammar text to node structs and enums.

use super::tokens::{CLASSES, MORE_KEYWORDS, OPEN_CLASSES, PUNCTUATION, keyword_kind};
use std::collections::BTreeSet;
use ungrammar::{Grammar, Rule};

/// Labelled fields with hand-written getters: their places are not told by the tokens around them.
const HAND_WRITTEN: &[(&str, &str)] =
    &[("BinaryExpr", "lhs"), ("BinaryExpr", "rhs"), ("TrimExpr", "characters"), ("TrimExpr", "value")];

/// Everything to emit, in the order of the grammar.
#[derive(Default)]
pub(super) struct AstGrammar {
    pub(super) structs: Vec<AstStruct>,
    pub(super) enums: Vec<AstEnum>,
    pub(super) keywords: BTreeSet<String>,
}

/// A node with its getters.
pub(super) struct AstStruct {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A choice among nodes.
pub(super) struct AstEnum {
    pub(super) name: String,
    pub(super) variants: Vec<String>,
}

/// One getter.
pub(super) enum Field {
    /// The first token of a kind: getter name, kind.
    Token { name: String, kind: String },
    /// Child nodes of a type.
    Node { name: String, ty: String, many: bool, after: Vec<String>, before: Vec<String> },
}

/// A rule flattened to a sequence. `path` lists the optional groups around an item, so a token is certain to accompany
/// an item exactly if its path is a prefix of the item's.
struct Item {
    path: Vec<usize>,
    what: What,
}

enum What {
    Tokens(Vec<String>),
    Node { label: Option<String>, ty: String, many: bool },
}

impl AstGrammar {
    pub(super) fn lower(source: &Grammar) -> Result<AstGrammar, String> {
        let mut grammar = AstGrammar::default();
        grammar.keywords.extend(MORE_KEYWORDS.iter().map(|it| (*it).to_owned()));
        for token in source.tokens() {
            let name = &source[token].name;
            if is_word(name) {
                grammar.keywords.insert(name.clone());
            } else {
                token_kind(name)?;
            }
        }
        for node in source.iter() {
            let data = &source[node];
            if let Some(variants) = enum_variants(source, &data.rule) {
                grammar.enums.push(AstEnum { name: data.name.clone(), variants });
            } else {
                let mut flatten = Flatten { source, items: Vec::new(), groups: 0 };
                flatten.rule(&data.rule, None, false, &mut Vec::new())?;
                let fields = fields(&data.name, &flatten.items);
                grammar.structs.push(AstStruct { name: data.name.clone(), fields });
            }
        }
        Ok(grammar)
    }
}

fn enum_variants(source: &Grammar, rule: &Rule) -> Option<Vec<String>> {
    let Rule::Alt(rules) = rule else { return None };
    rules
        .iter()
        .map(|it| match it {
            Rule::Node(node) => Some(source[*node].name.clone()),
            _ => None,
        })
        .collect()
}

struct Flatten<'a> {
    source: &'a Grammar,
    items: Vec<Item>,
    groups: usize,
}

impl Flatten<'_> {
    fn rule(
        &mut self,
        rule: &Rule,
        label: Option<&str>,
        many: bool,
        path: &mut Vec<usize>,
    ) -> Result<(), String> {
        match rule {
            Rule::Labeled { label, rule } => self.rule(rule, Some(label), many, path)?,
            Rule::Node(node) => {
                let ty = self.source[*node].name.clone();
                let what = What::Node { label: label.map(str::to_owned), ty, many };
                self.items.push(Item { path: path.clone(), what });
            }
            Rule::Token(_) => {
                let tokens = self.tokens(rule)?.unwrap_or_default();
                self.items.push(Item { path: path.clone(), what: What::Tokens(tokens) });
            }
            Rule::Seq(rules) => {
                for rule in rules {
                    self.rule(rule, label, many, path)?;
                }
            }
            Rule::Alt(rules) => {
                if let Some(tokens) = self.tokens(rule)? {
                    self.items.push(Item { path: path.clone(), what: What::Tokens(tokens) });
                } else {
                    for rule in rules {
                        self.group(rule, label, many, path)?;
                    }
                }
            }
            Rule::Opt(rule) => self.group(rule, label, many, path)?,
            Rule::Rep(rule) => self.group(rule, label, true, path)?,
        }
        Ok(())
    }

    fn group(
        &mut self,
        rule: &Rule,
        label: Option<&str>,
        many: bool,
        path: &mut Vec<usize>,
    ) -> Result<(), String> {
        self.groups += 1;
        path.push(self.groups);
        self.rule(rule, label, many, path)?;
        path.pop();
        Ok(())
    }

    /// The kinds of a rule made of tokens only.
    fn tokens(&self, rule: &Rule) -> Result<Option<Vec<String>>, String> {
        match rule {
            Rule::Token(token) => Ok(Some(token_kind(&self.source[*token].name)?.into_iter().collect())),
            Rule::Alt(rules) | Rule::Seq(rules) => {
                let mut all = Vec::new();
                for rule in rules {
                    match self.tokens(rule)? {
                        Some(tokens) => all.extend(tokens),
                        None => return Ok(None),
                    }
                }
                Ok(Some(all))
            }
            _ => Ok(None),
        }
    }
}

fn fields(owner: &str, items: &[Item]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        match &item.what {
            What::Tokens(kinds) => {
                for kind in kinds {
                    let name = format!(
                        "{}_token",
                        kind.trim_end_matches("_KW").trim_end_matches("_TOKEN").to_lowercase()
                    );
                    if !fields.iter().any(|it| it.name() == name) {
                        fields.push(Field::Token { name, kind: kind.clone() });
                    }
                }
            }
            What::Node { label, ty, many } => {
                let label = label.as_deref();
                if HAND_WRITTEN.iter().any(|(node, field)| *node == owner && Some(*field) == label) {
                    continue;
                }
                let name = match (label, many) {
                    (Some(label), _) => label.to_owned(),
                    (None, false) => snake_case(ty),
                    (None, true) => plural(snake_case(ty)),
                };
                if let Some(Field::Node { many, after, before, .. }) =
                    fields.iter_mut().find(|it| it.name() == name)
                {
                    // A label given twice, as in a separated list, names them all.
                    if label.is_some() {
                        *many = true;
                        after.clear();
                        before.clear();
                    }
                    continue;
                }
                let (mut after, mut before) = (Vec::new(), Vec::new());
                if label.is_some() && !many {
                    after = anchors(items[..i].iter().rev(), &item.path);
                    before = anchors(items[i + 1..].iter(), &item.path);
                }
                fields.push(Field::Node { name, ty: ty.clone(), many: *many, after, before });
            }
        }
    }
    fields
}

/// The tokens met while walking away from an item, up to the first that is certain to be there.
fn anchors<'a>(items: impl Iterator<Item = &'a Item>, path: &[usize]) -> Vec<String> {
    let mut res = Vec::new();
    for item in items {
        if let What::Tokens(kinds) = &item.what {
            for kind in kinds {
                if !res.contains(kind) {
                    res.push(kind.clone());
                }
            }
            if path.starts_with(&item.path) {
                return res;
            }
        }
    }
    res
}

impl Field {
    pub(super) fn name(&self) -> &str {
        match self {
            Field::Token { name, .. } | Field::Node { name, .. } => name,
        }
    }
}

fn is_word(token: &str) -> bool {
    token.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
}

/// The kind of a token of the grammar; nothing for a class that stands for several kinds.
fn token_kind(token: &str) -> Result<Option<String>, String> {
    if is_word(token) {
        return Ok(Some(keyword_kind(token)));
    }
    if let Some(class) = token.strip_prefix('#').filter(|it| !it.is_empty()) {
        if OPEN_CLASSES.contains(&class) {
            return Ok(None);
        }
        let found = CLASSES.iter().find(|it| it.0 == class);
        return found.map(|it| Some(it.1.to_owned())).ok_or(format!("unknown token class `{token}`"));
    }
    let found = PUNCTUATION.iter().find(|it| it.0 == token);
    found.map(|it| Some(it.1.to_owned())).ok_or(format!("unknown punctuation `{token}`"))
}

/// `SelectItem` → `select_item`.
pub(super) fn snake_case(name: &str) -> String {
    let mut res = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !res.is_empty() {
            res.push('_');
        }
        res.extend(c.to_lowercase());
    }
    res
}

fn plural(name: String) -> String {
    match name.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None => name + "s",
    }
}
