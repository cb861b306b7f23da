//! Mistakes of YAML in the words of somebody who writes it; the parser speaks of its grammar.
//!
//! Must not know: where the text came from.

/// What is wrong, and what to do about it, for a message of saphyr-parser 0.3 (scanner.rs,
/// parser.rs).
pub(super) fn words(message: &str) -> (&'static str, &'static str) {
    let found = WORDS.iter().find(|(mark, ..)| message.contains(mark));
    found.map_or(
        (
            "it cannot be read",
            "indent with blanks, and put text with `:` or `#` in quotes",
        ),
        |(_, what, help)| (what, help),
    )
}

const WORDS: [(&str, &str, &str); 18] = [
    (
        "mapping values are not allowed",
        COLON,
        "a blank follows each `:` of a key; put a text with `: ` in quotes",
    ),
    (
        "illegal placement of ':'",
        COLON,
        "a blank follows each `:` of a key; put a text with `: ` in quotes",
    ),
    (
        "trailing content after double-quoted",
        "there is text after a closing quote",
        "put the whole text between the quotes",
    ),
    (
        "unknown escape",
        "`\\` starts an escape between double quotes",
        "use single quotes, or write `\\\\`",
    ),
    (
        "escape code",
        "`\\` starts an escape between double quotes",
        "use single quotes, or write `\\\\`",
    ),
    (
        "quoted scalar",
        "a quote is opened and not closed",
        "close it on the same line",
    ),
    (
        "wrongly indented line in block scalar",
        KEY,
        "indent it like the other lines",
    ),
    (
        "did not find expected key",
        KEY,
        "indent keys of one map equally, and end each with `:`",
    ),
    (
        "invalid indentation",
        KEY,
        "indent keys of one map equally, and end each with `:`",
    ),
    (
        "expected node content",
        "a value is missing, or starts with a sign of YAML",
        "put a text that starts with `{`, `[`, `%` or `@` in quotes",
    ),
    (
        "simple key expect",
        "this line has no `:`",
        "write `key: value`",
    ),
    (
        "flow",
        BRACKET,
        "close it; put a text that starts with it in quotes",
    ),
    (
        "misplaced bracket",
        BRACKET,
        "close it; put a text that starts with it in quotes",
    ),
    (
        "block sequence entries",
        "an item of a list is where none may be",
        "start a list on a line of its own, below its key",
    ),
    (
        "expected '-'",
        "items of a list are not indented equally",
        "write `- ` in one column",
    ),
    (
        "'-' must be followed",
        "a blank is missing after `-`",
        "write `- item`",
    ),
    (
        "anchor",
        "a text starts with `*` or `&`",
        "put it in quotes",
    ),
    (
        "cannot start with",
        "a text starts with a sign of YAML",
        "put it in quotes",
    ),
];

const COLON: &str = "a `:` is where none may be";
const KEY: &str = "this line is indented otherwise than those around it, or is no `key:`";
const BRACKET: &str = "a `{` or `[` is not closed";
