//! `node!` and `words!`: the two ways to declare a part of the language.

/// Declares a KDL node as a struct. Each field is `kind name: Type`, with `as "word"` when the word
/// is not the field's name and `= "default"` when it may be left out. Kinds: see
/// [`super::FieldKind`]; the prefix `opt_` makes a field optional.
macro_rules! node {
    (
        $(#[doc = $doc:literal])*
        $Name:ident $node:literal {
            $(
                $(#[doc = $field_doc:literal])*
                $kind:ident $field:ident $(as $word:literal)? : $ty:ty $(= $default:literal)?
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $Name {
            /// The node's name and its entries; takes no part in equality.
            pub head: $crate::source::Spanned<()>,
            /// The node with its block; takes no part in equality.
            pub whole: $crate::source::Spanned<()>,
            /// A mistake inside was reported.
            pub damaged: bool,
            $( $(#[doc = $field_doc])* pub $field: $crate::schema::node!(@type $kind $ty), )*
        }

        impl $crate::schema::Block for $Name {
            const SPEC: $crate::schema::NodeSpec = $crate::schema::NodeSpec {
                name: $node,
                doc: concat!($($doc, "\n"),*),
                fields: &[ $( $crate::schema::FieldSpec {
                    name: $crate::schema::node!(@name $field $($word)?),
                    doc: concat!($($field_doc, "\n"),*),
                    kind: $crate::schema::node!(
                        @kind $kind $ty, $crate::schema::node!(@required $($default)?)
                    ),
                    default: $crate::schema::node!(@default $($default)?),
                } ),* ],
                decode: $crate::schema::boxed::<$Name>,
            };

            fn decode(decoder: &mut $crate::schema::Decoder<'_, '_>) -> Self {
                $( let $field = decoder.$kind(
                    $crate::schema::node!(@name $field $($word)?),
                    $crate::schema::node!(@default $($default)?),
                ); )*
                Self {
                    head: decoder.head(),
                    whole: decoder.whole(),
                    damaged: decoder.damaged(),
                    $($field),*
                }
            }
        }
    };

    (@name $field:ident $word:literal) => { $word };
    (@name $field:ident) => {{
        const BYTES: [u8; stringify!($field).len()] = $crate::schema::dashed(stringify!($field));
        const NAME: &str = match core::str::from_utf8(&BYTES) {
            Ok(name) => name,
            Err(_) => stringify!($field),
        };
        NAME
    }};
    (@default $default:literal) => { Some($default) };
    (@default) => { None };
    (@required $default:literal) => { false };
    (@required) => { true };

    (@type arg $ty:ty) => { $crate::source::Spanned<$ty> };
    (@type opt_arg $ty:ty) => { Option<$crate::source::Spanned<$ty>> };
    (@type args $ty:ty) => { Vec<$crate::source::Spanned<$ty>> };
    (@type prop $ty:ty) => { $crate::source::Spanned<$ty> };
    (@type opt_prop $ty:ty) => { Option<$crate::source::Spanned<$ty>> };
    (@type value $ty:ty) => { $crate::source::Spanned<$ty> };
    (@type opt_value $ty:ty) => { Option<$crate::source::Spanned<$ty>> };
    (@type values $ty:ty) => { Vec<$crate::source::Spanned<$ty>> };
    (@type child $ty:ty) => { $ty };
    (@type opt_child $ty:ty) => { Option<Box<$ty>> };
    (@type many $ty:ty) => { Vec<$ty> };
    (@type flatten $ty:ty) => { $ty };
    (@type data $ty:ty) => { $ty };

    (@scalar $ty:ty) => { &<$ty as $crate::schema::Scalar>::TYPE };
    (@block $ty:ty) => { &<$ty as $crate::schema::Block>::SPEC };

    (@kind arg $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Arg {
            ty: $crate::schema::node!(@scalar $ty),
            required: $required,
        }
    };
    (@kind opt_arg $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Arg { ty: $crate::schema::node!(@scalar $ty), required: false }
    };
    (@kind args $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Args { ty: $crate::schema::node!(@scalar $ty) }
    };
    (@kind prop $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Prop {
            ty: $crate::schema::node!(@scalar $ty),
            required: $required,
        }
    };
    (@kind opt_prop $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Prop { ty: $crate::schema::node!(@scalar $ty), required: false }
    };
    (@kind value $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Value {
            ty: $crate::schema::node!(@scalar $ty),
            required: $required,
        }
    };
    (@kind opt_value $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Value { ty: $crate::schema::node!(@scalar $ty), required: false }
    };
    (@kind values $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Values { ty: $crate::schema::node!(@scalar $ty) }
    };
    (@kind child $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Child { node: $crate::schema::node!(@block $ty), required: true }
    };
    (@kind opt_child $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Child {
            node: $crate::schema::node!(@block $ty),
            required: false,
        }
    };
    (@kind many $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Many { node: $crate::schema::node!(@block $ty) }
    };
    (@kind flatten $ty:ty, $required:expr) => {
        $crate::schema::FieldKind::Flatten { node: $crate::schema::node!(@block $ty) }
    };
    (@kind data $ty:ty, $required:expr) => { $crate::schema::FieldKind::Data };
}

/// Declares a choice between words as an enum. The first word stands for one that could not be
/// read.
macro_rules! words {
    (
        $(#[doc = $doc:literal])*
        $Name:ident $title:literal {
            $( $(#[doc = $word_doc:literal])* $Variant:ident = $word:literal ),* $(,)?
        }
        $( not $missing:literal: $reason:literal )?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $( $(#[doc = $word_doc])* $Variant ),* }

        impl $Name {
            /// All words, in the order of the declaration.
            pub const ALL: &'static [$Name] = &[ $( $Name::$Variant ),* ];

            /// The word as the file writes it.
            pub fn word(self) -> &'static str {
                match self { $( $Name::$Variant => $word ),* }
            }
        }

        impl Default for $Name {
            fn default() -> Self {
                Self::ALL[0]
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl $crate::schema::Scalar for $Name {
            const TYPE: $crate::schema::TypeSpec = $crate::schema::TypeSpec {
                name: $title,
                example: [$($word),*][0],
                words: &[ $( $crate::schema::WordSpec {
                    word: $word,
                    doc: concat!($($word_doc, "\n"),*),
                } ),* ],
            };

            fn read(
                value: &$crate::syntax::ValueKind<'_>,
            ) -> Result<Self, $crate::schema::Mismatch> {
                let written = match value {
                    $crate::syntax::ValueKind::String(text) => &**text,
                    _ => "",
                };
                Self::ALL
                    .iter()
                    .copied()
                    .find(|choice| choice.word() == written)
                    .ok_or_else(|| {
                        $( if written == $missing {
                            return $crate::schema::Mismatch::default().help($reason);
                        } )?
                        $crate::schema::Mismatch::default()
                    })
            }
        }
    };
}

pub(crate) use {node, words};
