//! Times each pass by itself: `cargo bench --bench passes`.

mod generate;

use divan::Bencher;
use divan::counter::BytesCount;
use radier::diagnostic::Report;
use radier::language::Infra;
use radier::model::Model;
use radier::parts::{self, Parts};
use radier::source::{FileId, Files, ReadError, Sources};
use radier::{capacity, check, emit, model, schema, syntax};

fn main() {
    divan::main();
}

const SIZES: [&str; 2] = ["M", "L"];

fn text(size: &str) -> String {
    generate::SIZES
        .iter()
        .find(|known| known.name == size)
        .map(|size| generate::platform(*size))
        .unwrap()
}

struct Nothing;

impl Files for Nothing {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Err(ReadError::Missing)
    }
}

fn decoded(text: &str) -> (Infra, schema::Lost) {
    schema::root([(FileId(0), text)].into_iter(), &mut Report::default())
}

fn linked(text: &str) -> (Model, Sources) {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let (infra, lost) = decoded(text);
    (
        model::link(infra, lost, &mut sources, &Nothing, &mut Report::default()),
        sources,
    )
}

/// Text -> tree.
#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, size: &str) {
    let text = text(size);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| syntax::parse(&text, FileId(0), &mut Report::default()));
}

/// Text -> declared structs.
#[divan::bench(args = SIZES)]
fn decode(bencher: Bencher<'_, '_>, size: &str) {
    let text = text(size);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| decoded(&text));
}

/// Structs -> model.
#[divan::bench(args = SIZES)]
fn link(bencher: Bencher<'_, '_>, size: &str) {
    let text = text(size);
    bencher
        .with_inputs(|| decoded(&text))
        .bench_local_values(|(infra, lost)| {
            model::link(
                infra,
                lost,
                &mut Sources::default(),
                &Nothing,
                &mut Report::default(),
            )
        });
}

/// Model -> ledgers.
#[divan::bench(args = SIZES)]
fn ledgers(bencher: Bencher<'_, '_>, size: &str) {
    let (model, _) = linked(&text(size));
    let parts = Parts::new(parts::ALL, &model);
    bencher.bench_local(|| {
        (
            capacity::nodes(&model, &parts),
            capacity::classes(&model).len(),
        )
    });
}

/// Model -> findings: all rules.
#[divan::bench(args = SIZES)]
fn rules(bencher: Bencher<'_, '_>, size: &str) {
    let (model, sources) = linked(&text(size));
    let parts = Parts::new(parts::ALL, &model);
    bencher.bench_local(|| check::run(&model, &parts, &sources, None, &mut Report::default()));
}

/// Model -> texts of files.
#[divan::bench(args = SIZES, sample_count = 10)]
fn emit_all(bencher: Bencher<'_, '_>, size: &str) {
    let (model, _) = linked(&text(size));
    let parts = Parts::new(parts::ALL, &model);
    bencher.bench_local(|| {
        emit::all(&model, &parts, &mut |artifact| {
            drop(divan::black_box(artifact))
        })
    });
}
