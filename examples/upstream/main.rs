//! Derives `schema/upstream` from upstream's schemas, definitions and charts: `cargo run --release
//! --example upstream -- ../shared/upstream [gitleaks.toml]`. `docs/upstream.md` says when.

mod derive;
mod secrets;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let from = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "../shared/upstream".to_string());
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/upstream");
    for (name, text) in derive::all(Path::new(&from)) {
        println!("{:>8} bytes  {name}", text.len());
        std::fs::write(to.join(name), text)?;
    }
    if let Some(config) = std::env::args().nth(2) {
        let text = secrets::forms(&std::fs::read_to_string(config)?);
        println!("{:>8} bytes  secrets.txt", text.len());
        std::fs::write(to.join("secrets.txt"), text)?;
    }
    Ok(())
}
