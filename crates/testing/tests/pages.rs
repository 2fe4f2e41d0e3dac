//! The pages in `docs/codes` keep their format. That their examples trigger their codes is tested beside the analysis.

use std::path::Path;

#[test]
fn every_page_is_readable_and_expects_its_own_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    let mut count = 0;
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "README" {
            continue;
        }
        let markdown = std::fs::read_to_string(&path).unwrap();
        let page = testing::pages::read(&markdown).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(page.code, name);
        let expected: Vec<_> =
            page.example.files.iter().flat_map(|it| &it.annotations).map(|it| it.code()).collect();
        assert!(!expected.is_empty(), "{name}: the example expects nothing");
        assert!(expected.iter().all(|it| *it == name), "{name}: the example expects {expected:?}");
        let left = page.fixed.files.iter().flat_map(|it| &it.annotations).count();
        assert_eq!(left, 0, "{name}: the fixed project expects a diagnostic");
        count += 1;
    }
    assert!(count > 0, "no page in {}", folder.display());
}
