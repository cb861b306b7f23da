//! The value that a name stands for, in whatever language the text is: `NAME=value`, `name: value`,
//! `"name": "value"`, `name "value"`, `--name value`, `- name: NAME` with `value: ...` beside it,
//! `<name>value</name>`.
//!
//! Must not know: which names say what.

use super::reader::Reader;
use std::ops::Range;

/// A name in a text, and the line that it stands on.
pub(super) struct Name<'t> {
    text: &'t str,
    pub at: Range<usize>,
}

/// Bytes that are looked at before and behind a name.
const LONGEST_NAME: isize = 256;
const LONGEST_VALUE: isize = 4096;

/// A place so many bytes away, or the end of the text.
fn near(text: &str, at: usize, bytes: isize) -> usize {
    match at.saturating_add_signed(bytes) {
        back if bytes < 0 => text.ceil_char_boundary(back),
        on => text.floor_char_boundary(on.min(text.len())),
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

impl<'t> Name<'t> {
    /// The whole name of which some letters stand at `part`.
    pub fn around(text: &'t str, part: &Range<usize>) -> Name<'t> {
        let (least, most) = (
            near(text, part.start, -LONGEST_NAME),
            near(text, part.end, LONGEST_NAME),
        );
        let before = text[least..part.start].rfind(|c| !is_of_name(c));
        let start = before.map_or(least, |at| {
            least + at + text[least + at..].chars().next().map_or(1, char::len_utf8)
        });
        let end = text[part.end..most]
            .find(|c| !is_of_name(c))
            .map_or(most, |len| part.end + len);
        // A sentence may end behind it, and dashes of a flag stand before it.
        let name = &text[start..end];
        let start = start + (name.len() - name.trim_start_matches(['-', '.']).len());
        let end = end.max(start) - text[start..end.max(start)].len()
            + text[start..end.max(start)]
                .trim_end_matches(['.', '-'])
                .len();
        Name {
            text,
            at: start..end,
        }
    }

    pub fn text(&self) -> &'t str {
        &self.text[self.at.clone()]
    }

    fn before(&self) -> &'t str {
        let part = &self.text[near(self.text, self.at.start, -LONGEST_NAME)..self.at.start];
        part.rfind('\n').map_or(part, |at| &part[at + 1..])
    }

    /// The value, when one is assigned to the name. The second says that it is a whole value: in
    /// quotes, or all that stands there.
    pub fn value(&self) -> Option<(Range<usize>, bool)> {
        let before = self.before();
        let is_flag = before.ends_with('-');
        if is_named(before)
            && let Some(found) = self.value_beside()
        {
            return Some(found);
        }
        let mut cursor = self.reader();
        // `${PASS:?missing}` asks for a value; `${PASS:-hunter2}` has one.
        if before.ends_with("${") {
            return (cursor.eat(":-") || cursor.eat(":=")).then(|| cursor.value())?;
        }
        let quoted = cursor.eat_quote();
        // `os.environ["NAME"] = "value"`.
        if quoted && before.trim_end_matches(['"', '\'']).ends_with('[') {
            cursor.eat("]");
        }
        let opened = before.ends_with(['"', '\'', '`']);
        if before.ends_with('<') && cursor.eat(">") {
            return self.in_element(cursor);
        }
        let before_blanks = cursor.at;
        cursor.blanks();
        // `["--name", "value"]`, `define('NAME', 'value')`.
        let is_first = quoted && before.trim_end_matches(['"', '\'', ' ']).ends_with('(');
        if (is_flag || is_first) && cursor.eat(",") {
            return cursor.skip_lines().value();
        }
        let separated = cursor.separator();
        if !separated {
            // `"--name"` or `- --name`, with the value on the next line of the list.
            if is_flag && cursor.eat("\n") {
                cursor.blanks();
                return cursor.eat("- ").then(|| cursor.value())?;
            }
            // `name "value"` of KDL and of configuration files; `--name value`, `login x password
            // y`. What only ends a longer text is no name.
            let blank = cursor.at > before_blanks && (!quoted || opened);
            let opens = matches!(cursor.peek(), Some('"' | '\''))
                || cursor.text[cursor.at..].starts_with("#\"");
            return if blank && (opens || is_flag) {
                cursor.value()
            } else {
                None
            };
        }
        cursor.blanks();
        // `TOKEN:` with `value: ...` below it.
        if cursor.peek() == Some('\n') {
            return self.value_below(cursor);
        }
        if let Some(block) = cursor.block() {
            return Some((block, true));
        }
        // `password=hunter2` of a shell ends with its word, whatever follows.
        let is_shell = self.text[..cursor.at].ends_with('=') && cursor.at == self.at.end + 1;
        cursor
            .value()
            .map(|(at, is_whole)| (at, is_whole || is_shell))
    }

    /// Of `<password>`, up to the next element.
    fn in_element(&self, mut cursor: Reader<'_>) -> Option<(Range<usize>, bool)> {
        // `<Password><Value>x</Value>` of Windows.
        if cursor.peek() == Some('\n') {
            cursor = cursor.skip_lines();
            cursor.eat("<Value>").then_some(())?;
        }
        let end = self.text[cursor.at..]
            .find(['<', '\n'])
            .map(|len| cursor.at + len)?;
        (end > cursor.at).then_some((cursor.at..end, true))
    }

    /// `value: ...` on the next line.
    fn value_below(&self, cursor: Reader<'_>) -> Option<(Range<usize>, bool)> {
        let below = cursor.skip_lines();
        let name = Name {
            text: self.text,
            at: below.at..below.at + "value".len(),
        };
        below.text[below.at..]
            .starts_with("value:")
            .then(|| name.plain_value())?
    }

    /// The word behind a name that nothing separates from it: `requirepass hunter2`, `password
    /// Soleil2024`. Whether it ends its line is said too.
    pub fn next_word(&self) -> Option<(Range<usize>, bool)> {
        let mut cursor = self.reader();
        cursor.blanks();
        (cursor.at > self.at.end).then_some(())?;
        let (at, _) = cursor.value()?;
        let rest = self.text[at.end..]
            .split('\n')
            .next()
            .unwrap_or_default()
            .trim();
        Some((at, rest.is_empty() || rest.starts_with(['#', '"', '\''])))
    }

    /// Reads behind the name, and not for ever: a line may have a megabyte.
    fn reader(&self) -> Reader<'t> {
        Reader {
            text: &self.text[..near(self.text, self.at.end, LONGEST_VALUE)],
            at: self.at.end,
        }
    }

    /// The first thing on its line is this name, behind dashes of a list or the sign of a comment.
    pub fn starts_line(&self) -> bool {
        self.before()
            .trim_matches([' ', '\t', '-', '#', '/', ';'])
            .is_empty()
    }

    /// It stands in a comment, or in prose: words are before it.
    pub fn is_in_comment(&self) -> bool {
        let before = self.before().trim_start();
        before.starts_with(['#', '*'])
            || before.starts_with("//")
            || before.starts_with("/*")
            || before.contains(" # ")
            || before.contains("// ")
    }

    /// All that follows the sign behind the name, on its line.
    pub fn whole_line(&self) -> Option<Range<usize>> {
        let rest = self.rest();
        let text = &self.text[rest.clone()];
        let sign = text.find([':', '='])? + 1;
        let inner = text[sign..].trim();
        let start = rest.start + sign + text[sign..].find(inner)?;
        Some(start..start + inner.len())
    }

    /// What is before it says that a password is meant: `mot de passe`.
    pub fn is_mot_de_passe(&self) -> bool {
        self.text() == "passe" && self.before().to_lowercase().ends_with("mot de ")
    }

    /// It stands behind a sign itself, with nothing in between.
    pub fn is_a_value(&self) -> bool {
        let before = self.before();
        let is_last = self.text[self.at.end..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '&' | '"' | '\''));
        (before.ends_with('=') || (before.ends_with(':') && before.contains("arn:"))) && is_last
    }

    /// Its line up to it.
    pub fn line_before(&self) -> Range<usize> {
        self.at.start - self.before().len()..self.at.start
    }

    /// The rest of the line behind it.
    pub fn rest(&self) -> Range<usize> {
        let most = near(self.text, self.at.end, LONGEST_VALUE);
        self.at.end
            ..self.text[self.at.end..most]
                .find('\n')
                .map_or(most, |len| self.at.end + len)
    }

    /// Of `name: NAME` the `value: ...` before or behind it: on this line, the next, or the one
    /// before.
    fn value_beside(&self) -> Option<(Range<usize>, bool)> {
        let line = self.at.start - self.before().len();
        let next = self.rest().end;
        let after = self.text[next..near(self.text, next, LONGEST_NAME)]
            .split_inclusive('\n')
            .take(3)
            .map(str::len)
            .sum::<usize>();
        let least = near(self.text, line, -LONGEST_NAME);
        let head = &self.text[least..line];
        let head = head.strip_suffix('\n').unwrap_or(head);
        let above = head.rfind('\n').map_or(least, |at| least + at + 1);
        // The next item of a list is another one's.
        let below = &self.text[next..next + after];
        let end = below
            .match_indices("name")
            .map(|(at, _)| at)
            .next()
            .unwrap_or(below.len());
        self.value_in(self.at.end..next + end).or_else(|| {
            let before = &self.text[above..self.at.start];
            before
                .contains("value")
                .then(|| self.value_in(above..self.at.start))?
        })
    }

    /// The value of a key `value` in a part of the text.
    fn value_in(&self, range: Range<usize>) -> Option<(Range<usize>, bool)> {
        const WORDS: [&str; 3] = ["value", "Value", "stringValue"];
        let part = &self.text[range.clone()];
        WORDS.iter().find_map(|word| {
            part.match_indices(word).find_map(|(at, _)| {
                let at = range.start + at;
                let name = Name::around(self.text, &(at..at + word.len()));
                WORDS.contains(&name.text()).then(|| name.plain_value())?
            })
        })
    }

    fn plain_value(&self) -> Option<(Range<usize>, bool)> {
        let mut cursor = self.reader();
        cursor.eat_quote();
        cursor.blanks();
        let separated = cursor.separator();
        let opens = matches!(cursor.peek(), Some('"' | '\''));
        if !separated && !opens {
            return None;
        }
        cursor.blanks();
        cursor
            .block()
            .map(|block| (block, true))
            .or_else(|| cursor.value())
    }
}

/// What is before a name says that it is the name of a variable: `- name: `, `"name": "`,
/// `name="app.`.
fn is_named(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| is_of_name(c) || c == '/');
    let before = before.trim_end_matches(['"', '\'', ' ', '\t']);
    let before = before
        .trim_end_matches([':', '='])
        .trim_end_matches(['"', '\'', ' ']);
    ["name", "Name", "key"]
        .iter()
        .any(|word| before.ends_with(word))
        && !before.ends_with("secretKey")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<&str> {
        let at = text.to_ascii_lowercase().find("pass").unwrap();
        Name::around(text, &(at..at + 4))
            .value()
            .map(|(at, _)| &text[at])
    }

    #[test]
    fn a_value_is_found_in_every_language() {
        for text in [
            "db_pass=x1y2",
            "db-pass: x1y2",
            "  \"pass\": \"x1y2\",",
            "pass \"x1y2\"",
            "--pass x1y2",
            "--db-pass=x1y2",
            "[\"--pass\", \"x1y2\"]",
            "- --pass\n- x1y2",
            "- name: DB_PASS\n  value: x1y2",
            "os.environ[\"DB_PASS\"] = \"x1y2\"",
            "$config['pass'] = 'x1y2';",
            "- value: x1y2\n  name: DB_PASS",
            "{name: DB_PASS, value: x1y2}",
            "pass: |\n  x1y2\n",
            "pass = 'x1y2'",
            "<pass>x1y2</pass>",
            "export pass=x1y2 && run",
            "?user=a&pass=x1y2&b=c",
            "a={\\\"pass\\\": \\\"x1y2\\\"}",
            "{pass: x1y2}",
            "username=bot,pass=x1y2 0 0",
            "\"pass\" => \"x1y2\"",
            "- name: app.db.pass\n  value: \"x1y2\"",
            "[app, --pass, x1y2]",
        ] {
            assert_eq!(value(text), Some("x1y2"), "{text}");
        }
        for text in [
            "pass",
            "pass:",
            "the pass expires",
            "- name: PASS\n  valueFrom: x",
            "pass: ''",
            "read -s pass\n",
        ] {
            assert_eq!(value(text).filter(|value| *value == "x1y2"), None, "{text}");
        }
    }
}
