//! The memory, processors and maker of a machine held against its model.
//!
//! Must not know: how machines were read.

use super::difference::{ROUNDED, differs};
use super::observed::Observed;
use crate::diagnostic::Report;
use crate::language::types::Size;
use crate::model::{Model, Node};
use crate::source::Span;

/// Tells of every difference between a machine and the model of its node.
pub(super) fn hardware(model: &Model, node: &Node, machine: &Observed, report: &mut Report) {
    let Some(hardware) = node.hardware.and_then(|at| model.hardware.get(at)) else {
        return;
    };
    let say = |at: Span, what: &str, own: &str, written: &str| {
        differs(node, at, what, own, written)
            .also(node.decl.model.span, "of this model")
            .help("correct the `model`, or give the machine one of its own")
    };
    if let Some(memory) = machine.memory.filter(|memory| *memory > 0) {
        let written = hardware.memory.bytes();
        if (memory as f64 - written as f64).abs() > written as f64 * ROUNDED {
            let (own, written) = (
                Size(memory).to_string(),
                hardware.memory.written().to_string(),
            );
            report.push(say(hardware.memory.span, "memory", &own, &written));
        }
    }
    let processors = machine.processors.iter().flatten();
    let cores: u64 = processors.clone().map(|processor| processor.cores).sum();
    let cpu = &hardware.cpu;
    if cores > 0 && cores != u64::from(cpu.cores.value) {
        let (own, written) = (cores.to_string(), cpu.cores.value.to_string());
        report.push(say(cpu.cores.span, "number of cores", &own, &written));
    }
    let threads: u64 = processors.clone().map(|processor| processor.threads).sum();
    if let Some(written) = cpu
        .threads
        .filter(|written| threads > 0 && u64::from(written.value) != threads)
    {
        let (own, text) = (threads.to_string(), written.value.to_string());
        report.push(say(written.span, "number of threads", &own, &text));
    }
    let vendor = cpu.vendor.value.word();
    let mut makers = processors.map(|processor| processor.maker.to_lowercase());
    let is_other = |maker: &String| !maker.is_empty() && !maker.contains(vendor);
    if let Some(maker) = makers.find(is_other) {
        report.push(say(
            cpu.vendor.span,
            "maker of the processor",
            &maker,
            vendor,
        ));
    }
    let (Some(written), Some(own)) = (&hardware.vendor, &machine.maker) else {
        return;
    };
    let first = written.split_whitespace().next().unwrap_or_default();
    if !own.to_lowercase().contains(&first.to_lowercase()) {
        report.push(say(written.span, "maker", own, written));
    }
}
