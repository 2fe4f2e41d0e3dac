//! What each warehouse's SQL means, as data: types, casts, functions, identifiers.
