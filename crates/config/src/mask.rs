//! How values of classified columns are hidden.

use crate::RockyToml;

/// How a value is hidden. The order is that of strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mask {
    /// It is not.
    None,
    /// Its first two and last two characters are shown.
    Partial,
    /// Its SHA-256 is shown, so that equal values can be told.
    Hash,
    /// Nothing of it is shown.
    Redact,
}

impl Mask {
    /// The strategy of this name.
    pub fn from_name(name: &str) -> Option<Mask> {
        [Mask::None, Mask::Partial, Mask::Hash, Mask::Redact].into_iter().find(|it| it.name() == name)
    }

    /// Its name in `[mask]`.
    pub const fn name(self) -> &'static str {
        match self {
            Mask::None => "none",
            Mask::Partial => "partial",
            Mask::Hash => "hash",
            Mask::Redact => "redact",
        }
    }
}

impl RockyToml {
    /// How a column with this tag is shown, outside of all environments. Where no strategy is set, or none that there is,
    /// nothing of it is, unless the tag may be unmasked.
    pub fn mask_of(&self, tag: &str) -> Mask {
        // Of a tag that is there twice, which is a mistake, the stronger strategy counts.
        let set = self.masks.iter().filter(|it| it.key.value == tag);
        let set = set.map(|it| Mask::from_name(&it.value.value).unwrap_or(Mask::Redact)).max();
        let is_allowed = self.allow_unmasked.iter().any(|it| it.value == tag);
        set.unwrap_or(if is_allowed { Mask::None } else { Mask::Redact })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_hidden() {
        let text = "[mask]\npii = \"hash\"\nopen = \"none\"\nodd = \"rot13\"\n[mask.prod]\nlate = \"hash\"\n\
                    [classifications]\nallow_unmasked = [\"internal\", \"pii\"]\n";
        let (project, _) = crate::rocky_toml(text, &Default::default());
        let masks = ["pii", "open", "odd", "late", "internal", "PII", "other"].map(|it| project.mask_of(it));
        let expected =
            [Mask::Hash, Mask::None, Mask::Redact, Mask::Redact, Mask::None, Mask::Redact, Mask::Redact];
        assert_eq!(masks, expected);
    }
}
