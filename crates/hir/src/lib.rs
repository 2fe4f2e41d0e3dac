//! Lowering: trees to position-free bodies, heads and source maps.
