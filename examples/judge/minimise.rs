//! Takes nodes away from a platform while a judge still refuses it: what is left is the cause.

use crate::{Seeded, seeded, write_if_clean};
use radier::source::FileId;
use radier::syntax::{self, Node};
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};

/// Leaves the smallest `infra.kdl` that was found in `folder/minimal`, and prints it.
pub fn minimise(seed: u64, folder: &Path, command: &[String]) -> std::io::Result<()> {
    let platform = seeded::platform(seed);
    let files = Seeded(platform.files);
    let refused = |text: &str| -> std::io::Result<bool> {
        let home = folder.join("minimal");
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        if !write_if_clean(folder, "minimal", text, &files)?.is_empty() {
            return Ok(false);
        }
        let [program, arguments @ ..] = command else {
            return Ok(false);
        };
        let mut judge = Command::new(program);
        let status = judge
            .args(arguments)
            .arg(&home)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        Ok(!status.success())
    };
    let mut text = platform.kdl;
    assert!(refused(&text)?, "seed {seed} is not refused");
    // Larger parts first; a part that cannot go may have parts that can.
    let mut at = 0;
    loop {
        let parts = parts(&text);
        let Some(part) = parts.get(at) else { break };
        let less = format!("{}{}", &text[..part.start], &text[part.end..]);
        if refused(&less)? {
            text = less;
        } else {
            at += 1;
        }
    }
    refused(&text)?;
    println!("{text}");
    Ok(())
}

/// Every node of a description, parents before children.
fn parts(text: &str) -> Vec<Range<usize>> {
    fn walk(nodes: &[Node<'_>], out: &mut Vec<Range<usize>>) {
        for node in nodes {
            out.push(node.span.start as usize..node.span.end as usize);
            walk(&node.children, out);
        }
    }
    let mut out = Vec::new();
    walk(
        &syntax::parse(text, FileId(0), &mut radier::diagnostic::Report::default()).nodes,
        &mut out,
    );
    out
}
