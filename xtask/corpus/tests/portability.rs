//! P001 says what DuckDB and Spark say, but for the calls on the lists, which only become shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use corpus::portability;
use support::assert_list_is_true;

#[test]
fn calls_bind_where_nothing_is_reported() {
    for target in portability::ENGINES {
        let figures = portability::measure(target).unwrap();
        assert!(figures.compared > 1_000, "{target}: {} calls", figures.compared);
        assert_list_is_true(figures.list_differences().unwrap(), "portability");
    }
}
