//! Prints a generated platform: `cargo run --release --example generate -- M > infra/infra.kdl`.

#[path = "../benches/generate.rs"]
mod generate;

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_else(|| "S".to_string());
    match generate::SIZES.iter().find(|size| size.name == wanted) {
        Some(size) => print!("{}", generate::platform(*size)),
        None => eprintln!("no size `{wanted}`: S, M, L or XL"),
    }
}
