//! Order: in which sequence models are analysed and built, and which stand in rings.
//!
//! salsa would handle a dependency ring by itself, at a cost that grows with the square of its length, and would give up
//! what can be said of the members besides. So rings are found here, in linear time and with explicit stacks, and cut
//! through an input of the project before any schema is asked for.

use super::{dependencies, model_index};
use db::{Db, Project, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};

/// The models of a project in dependency order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DependencyOrder {
    /// Layers: a model's dependencies stand in earlier layers, those in a ring with it excepted. By path within a layer.
    pub layers: Vec<Box<[SourceFile]>>,
    /// Rings of two or more models, members by path.
    pub rings: Vec<Box<[SourceFile]>>,
}

impl DependencyOrder {
    /// The models, dependencies first.
    pub fn models(&self) -> impl Iterator<Item = SourceFile> + '_ {
        self.layers.iter().flat_map(|it| it.iter().copied())
    }
}

/// The models of a project in dependency order. Reads every head, so it is for sweeps and commands, not for keystrokes.
#[salsa::tracked]
pub fn order(db: &dyn Db, project: Project) -> DependencyOrder {
    let models = &model_index(db, project).models;
    let components = components(models.iter().copied(), |it| dependencies(db, it));
    let mut layer_of: FxHashMap<SourceFile, usize> = FxHashMap::default();
    let mut layers: Vec<Vec<SourceFile>> = Vec::new();
    let mut rings = Vec::new();
    // Components come dependencies first.
    for mut component in components {
        let inputs = component.iter().flat_map(|it| dependencies(db, *it).iter());
        let layer = inputs.filter_map(|it| layer_of.get(it)).max().map_or(0, |it| it + 1);
        if layers.len() <= layer {
            layers.resize_with(layer + 1, Vec::new);
        }
        layer_of.extend(component.iter().map(|it| (*it, layer)));
        layers[layer].extend(&component);
        if component.len() > 1 {
            sort_by_path(db, &mut component);
            rings.push(component.into());
        }
    }
    let boxed = |mut layer: Vec<SourceFile>| {
        sort_by_path(db, &mut layer);
        layer.into_boxed_slice()
    };
    DependencyOrder { layers: layers.into_iter().map(boxed).collect(), rings }
}

/// Whether a model stands in a ring that has been cut.
#[salsa::tracked(returns(copy))]
pub fn is_cut(db: &dyn Db, file: SourceFile) -> bool {
    cut_models(db, file.project(db)).contains(&file)
}

#[salsa::tracked]
fn cut_models(db: &dyn Db, project: Project) -> FxHashSet<SourceFile> {
    project.cut(db).iter().copied().collect()
}

/// The ring that a cut model stands in. It does not depend on which other rings have been cut.
pub(crate) fn cut_ring(db: &dyn Db, file: SourceFile) -> Option<&[SourceFile]> {
    let rings = cut_rings(db, file.project(db));
    rings.ring_of.get(&file).map(|it| &*rings.rings[*it])
}

#[derive(Default, PartialEq, Eq)]
struct CutRings {
    rings: Vec<Box<[SourceFile]>>,
    ring_of: FxHashMap<SourceFile, usize>,
}

#[salsa::tracked]
fn cut_rings(db: &dyn Db, project: Project) -> CutRings {
    let cut = cut_models(db, project);
    let inputs =
        |it: SourceFile| -> &[SourceFile] { if cut.contains(&it) { dependencies(db, it) } else { &[] } };
    let mut result = CutRings::default();
    for mut ring in components(project.cut(db).iter().copied(), inputs).into_iter().filter(|it| it.len() > 1)
    {
        sort_by_path(db, &mut ring);
        result.ring_of.extend(ring.iter().map(|it| (*it, result.rings.len())));
        result.rings.push(ring.into());
    }
    result
}

/// The rings among the models that `file` reads, directly or not, itself included, that are not cut yet. On the way,
/// the models are handed to `visit`, dependencies first: whoever asks each for its schema there never recurses.
///
/// The schema of a cut model reads nothing, so what lies beyond one is left out; `file` itself is inferred all the same.
/// Models in `done`, and what only those read, are left out. Once a ring is met, nothing more is visited: it might read it.
pub fn rings_in_cone(
    db: &dyn Db,
    file: SourceFile,
    done: &FxHashSet<SourceFile>,
    mut visit: impl FnMut(SourceFile),
) -> Vec<Vec<SourceFile>> {
    let mut rings = Vec::new();
    let inputs = |it: SourceFile| -> &[SourceFile] {
        let is_end = it != file && (done.contains(&it) || is_cut(db, it));
        if is_end { &[] } else { dependencies(db, it) }
    };
    for component in components([file], inputs) {
        match component[..] {
            [only] if done.contains(&only) => {}
            [only] if rings.is_empty() => visit(only),
            [_] => {}
            _ => rings.push(component),
        }
    }
    rings
}

/// The members of the rings that `cut` models now stand in: what is to stay cut after an edit, which may have opened a
/// ring or led one through further models.
pub fn standing_rings(db: &dyn Db, cut: &[SourceFile]) -> Vec<SourceFile> {
    let components = components(cut.iter().copied(), |it| dependencies(db, it));
    components.into_iter().filter(|it| it.len() > 1).flatten().collect()
}

/// The strongly connected components reachable from `roots`, dependencies first: Tarjan's algorithm
/// (SIAM J. Comput. 1, 1972) with an explicit stack.
fn components<'a>(
    roots: impl IntoIterator<Item = SourceFile>,
    inputs: impl Fn(SourceFile) -> &'a [SourceFile],
) -> Vec<Vec<SourceFile>> {
    struct Node {
        index: u32,
        low: u32,
        on_stack: bool,
    }
    let mut nodes: FxHashMap<SourceFile, Node> = FxHashMap::default();
    let mut stack = Vec::new();
    let mut components = Vec::new();
    for root in roots {
        if nodes.contains_key(&root) {
            continue;
        }
        let mut path: Vec<(SourceFile, usize)> = Vec::new();
        let enter =
            |file: SourceFile, nodes: &mut FxHashMap<SourceFile, Node>, stack: &mut Vec<SourceFile>| {
                let index = nodes.len() as u32;
                nodes.insert(file, Node { index, low: index, on_stack: true });
                stack.push(file);
            };
        enter(root, &mut nodes, &mut stack);
        path.push((root, 0));
        while let Some((file, next)) = path.pop() {
            let edges = inputs(file);
            if let Some(&input) = edges.get(next) {
                path.push((file, next + 1));
                match nodes.get(&input) {
                    None => {
                        enter(input, &mut nodes, &mut stack);
                        path.push((input, 0));
                    }
                    Some(node) if node.on_stack => {
                        let index = node.index;
                        if let Some(node) = nodes.get_mut(&file) {
                            node.low = node.low.min(index);
                        }
                    }
                    Some(_) => {}
                }
                continue;
            }
            let Some(&Node { index, low, .. }) = nodes.get(&file) else { continue };
            if let Some((parent, _)) = path.last()
                && let Some(parent) = nodes.get_mut(parent)
            {
                parent.low = parent.low.min(low);
            }
            if low == index {
                let start = stack.iter().rposition(|it| *it == file).unwrap_or_default();
                let component = stack.split_off(start);
                for member in &component {
                    if let Some(node) = nodes.get_mut(member) {
                        node.on_stack = false;
                    }
                }
                components.push(component);
            }
        }
    }
    components
}

fn sort_by_path(db: &dyn Db, files: &mut [SourceFile]) {
    files.sort_by(|a, b| a.path(db).cmp(b.path(db)));
}
