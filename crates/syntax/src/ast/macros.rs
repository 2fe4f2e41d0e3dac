//! The shapes of generated types.

/// `ast_struct!(Select = SELECT);`
macro_rules! ast_struct {
    ($name:ident = $kind:ident) => {
        #[doc = concat!("The node `", stringify!($name), "` of the grammar (sql.ungram, rocky.ungram).")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            syntax: $crate::SyntaxNode,
        }

        impl $crate::ast::AstNode for $name {
            fn can_cast(kind: $crate::SyntaxKind) -> bool {
                kind == $crate::SyntaxKind::$kind
            }
            fn cast(syntax: $crate::SyntaxNode) -> Option<$name> {
                (syntax.kind() == $crate::SyntaxKind::$kind).then_some($name { syntax })
            }
            fn syntax(&self) -> &$crate::SyntaxNode {
                &self.syntax
            }
        }
    };
}

/// `ast_enum!(GroupItem: GroupExpr = GROUP_EXPR, Rollup = ROLLUP);`
macro_rules! ast_enum {
    ($name:ident: $($variant:ident = $kind:ident),*) => {
        #[doc = concat!("The choice `", stringify!($name), "` of the grammar (sql.ungram, rocky.ungram).")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("See [`", stringify!($variant), "`].")] $variant($variant),)*
        }

        impl $crate::ast::AstNode for $name {
            fn can_cast(kind: $crate::SyntaxKind) -> bool {
                matches!(kind, $($crate::SyntaxKind::$kind)|*)
            }
            fn cast(syntax: $crate::SyntaxNode) -> Option<$name> {
                match syntax.kind() {
                    $($crate::SyntaxKind::$kind => $crate::ast::AstNode::cast(syntax).map($name::$variant),)*
                    _ => None,
                }
            }
            fn syntax(&self) -> &$crate::SyntaxNode {
                match self { $($name::$variant(it) => $crate::ast::AstNode::syntax(it),)* }
            }
        }

        $(impl From<$variant> for $name {
            fn from(it: $variant) -> $name {
                $name::$variant(it)
            }
        })*
    };
}
