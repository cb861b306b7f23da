//! Texts that name something beside: a file, or machines.

use super::text_of;
use crate::schema::{Mismatch, Scalar, TypeSpec};
use crate::syntax::ValueKind;
use std::fmt;
use std::ops::Deref;

/// A text with an example of its own.
macro_rules! text {
    ($(#[doc = $doc:literal])* $Name:ident $name:literal $example:literal) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $Name(pub String);

        impl Scalar for $Name {
            const TYPE: TypeSpec = TypeSpec { name: $name, example: $example, words: &[] };

            fn read(value: &ValueKind<'_>) -> Result<Self, Mismatch> {
                text_of(value).map(|text| $Name(text.to_string()))
            }
        }

        impl $Name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $Name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// `all`, a role, or the name of a node.
    Machines "`all`, `control-plane`, `worker` or the name of a node" "worker"
}

text! {
    /// A path below the folder of the description.
    FilePath "a path" "\"extra/objects.yaml\""
}

text! {
    /// YAML documents.
    YamlText "a text of YAML" "\"\"\" and the YAML on lines of its own, closed by \"\"\""
}
