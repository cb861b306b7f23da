//! Derives `schema/upstream` from upstream's schemas, definitions and charts:
//! `cargo run --release --example upstream -- ../shared/upstream`. `docs/upstream.md` says when.

mod derive;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let from = std::env::args().nth(1).unwrap_or_else(|| "../shared/upstream".to_string());
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/upstream");
    for (name, text) in derive::all(Path::new(&from)) {
        println!("{:>8} bytes  {name}", text.len());
        std::fs::write(to.join(name), text)?;
    }
    Ok(())
}
