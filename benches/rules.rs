//! The ten rules that take longest: `cargo bench --bench rules` (M and L; `-- XL` for more). A rule
//! that adds up or places things pays for what others then find done.

mod generate;

use radier::check::{self, Context};
use radier::diagnostic::{Report, Unread};
use radier::language::Infra;
use radier::model::{self, Model};
use radier::parts::{self, Parts};
use radier::schema;
use radier::source::{FileId, Files, ReadError, Sources};
use std::time::{Duration, Instant};

const RUNS: usize = 11;
const SHOWN: usize = 10;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    for size in generate::SIZES {
        let is_wanted = if wanted.is_empty() {
            matches!(size.name, "M" | "L")
        } else {
            wanted.iter().any(|name| name == size.name)
        };
        if is_wanted {
            measure(size);
        }
    }
}

fn measure(size: generate::Size) {
    let text = generate::platform(size);
    let (model, sources) = linked(&text);
    let unread = Unread::default();
    let mut context = Vec::new();
    let mut times: Vec<(&str, Vec<Duration>)> = check::rules()
        .iter()
        .map(|rule| (rule.id, Vec::new()))
        .collect();
    for _ in 0..RUNS {
        // Anew each time: a rule may leave in it what the next ones find.
        let start = Instant::now();
        let parts = Parts::new(parts::ALL, &model);
        let cx = Context::new(&model, &parts, &sources, &unread);
        context.push(start.elapsed());
        for (rule, (_, times)) in check::rules().into_iter().zip(&mut times) {
            let checks = rule.check.functions();
            if !checks.is_empty() {
                let start = Instant::now();
                for check in checks {
                    check(&cx, &mut Report::default());
                }
                times.push(start.elapsed());
            }
        }
    }
    times.retain(|(_, times)| !times.is_empty());
    times.sort_by_key(|(_, times)| std::cmp::Reverse(median(times)));
    let sum: Duration = times.iter().map(|(_, times)| median(times)).sum();
    println!(
        "\n{}: {} nodes, {} clubs, {} VMs; microseconds, minimum and median of {RUNS}\n",
        size.name, size.nodes, size.clubs, size.vms
    );
    row("ledgers and hatches", &context);
    for (id, times) in &times[..SHOWN] {
        row(id, times);
    }
    println!(
        "{:<34} {:>17}",
        format!("all {} rules, one after the other", times.len()),
        sum.as_micros()
    );
}

fn row(name: &str, times: &[Duration]) {
    println!(
        "{name:<34} {:>8} {:>8}",
        times.iter().min().map_or(0, Duration::as_micros),
        median(times).as_micros()
    );
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[times.len() / 2]
}

struct Nothing;

impl Files for Nothing {
    fn read(&self, _: &str) -> Result<String, ReadError> {
        Err(ReadError::Missing)
    }
}

fn linked(text: &str) -> (Model, Sources) {
    let mut sources = Sources::default();
    sources.add("infra.kdl", text);
    let (infra, lost): (Infra, _) =
        schema::root([(FileId(0), text)].into_iter(), &mut Report::default());
    (
        model::link(infra, lost, &mut sources, &Nothing, &mut Report::default()),
        sources,
    )
}
