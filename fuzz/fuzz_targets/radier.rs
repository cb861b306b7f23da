//! One program for all targets: `TARGET=check` says which. It is built once.

#![no_main]

#[path = "../mutate.rs"]
mod mutate;
#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use std::sync::OnceLock;

fn target() -> &'static targets::Target {
    static TARGET: OnceLock<&'static targets::Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = std::env::var("TARGET").unwrap_or_else(|_| "build".to_string());
        let known = targets::TARGETS.iter().find(|(known, _)| *known == name);
        known.unwrap_or_else(|| panic!("there is no target `{name}`"))
    })
}

fuzz_target!(|data: &[u8]| target().1(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let is_kdl = ["check", "build", "fmt", "fix", "secrets"].contains(&target().0);
    if is_kdl
        && seed % 8 != 0
        && let Some(new) = std::str::from_utf8(&data[..size])
            .ok()
            .map(|text| mutate::kdl(text, u64::from(seed)))
        && !new.is_empty()
        && new.len() <= max_size
    {
        data[..new.len()].copy_from_slice(new.as_bytes());
        return new.len();
    }
    fuzzer_mutate(data, size, max_size)
});
