//! Templates beside the description (cloud-init), rendered with facts of the VM. Strict: an
//! undefined name is an error, never an empty text. Bounded: whoever writes one may be a stranger,
//! so it can neither run for ever nor fill the memory.

use crate::language;
use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, context};

/// What a template may name.
pub struct Facts<'a> {
    pub platform: &'a language::Platform,
    pub club: &'a language::Club,
    pub vm: &'a language::Vm,
}

/// What templates may use.
pub(super) const NAMES: [&str; 6] = [
    "vm.name",
    "vm.cpu",
    "vm.memory",
    "club.name",
    "platform.name",
    "platform.domain",
];

/// Bytes of one template. The objects that hold what becomes of it have 1 MiB at most
/// (kubernetes.io, Secret).
const MAX_BYTES: usize = 1 << 20;
/// Words and signs between two braces. What is nested in them takes stack when it is read.
const MAX_TOKENS: usize = 256;
/// `elif` of one template: each is nested in the one before.
const MAX_ELIF: usize = 100;
/// Work of one template: steps, and 64 bytes that are made or read (minijinja 3.1 vm/fuel.rs). A
/// usual one takes less than 500.
const MAX_FUEL: u64 = 100_000;
/// Work of all templates of a description, and so much more for each.
const ALL_FUEL: u64 = 4_000_000;
const FUEL_EACH: u64 = 500;

/// Why a template was not rendered.
#[derive(Debug, PartialEq)]
pub(super) enum Refused {
    /// It is wrong: the line, from 1, and why.
    Wrong(Option<usize>, String),
    /// It is more than a template may be: the line, from 1, and what is too much.
    TooMuch(Option<usize>, String),
}

/// Work that templates may still do.
pub(super) struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Budget(ALL_FUEL)
    }
}

/// Renders a template, or says what is wrong with it and on which of its lines.
pub(super) fn render(
    source: &str,
    facts: &Facts<'_>,
    budget: &mut Budget,
) -> Result<String, Refused> {
    // A syntax of this flag always builds.
    let syntax = SyntaxConfig::builder()
        .keep_trailing_newline(true)
        .build()
        .unwrap_or_default();
    bounds(source, &syntax)?;
    let fuel = MAX_FUEL.min(budget.0 + FUEL_EACH);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax);
    environment.set_fuel(Some(fuel));
    let facts = context_of(facts);
    let rendered = environment
        .template_from_str(source)
        .and_then(|template| template.render_captured(facts));
    match rendered {
        Ok(captured) => {
            let used = captured.state().fuel_levels().map_or(0, |(used, _)| used);
            budget.0 = budget.0.saturating_sub(used.saturating_sub(FUEL_EACH));
            Ok(captured.into_output())
        }
        Err(error) if error.kind() == ErrorKind::OutOfFuel => {
            budget.0 = budget.0.saturating_sub(fuel);
            Err(Refused::TooMuch(
                error.line(),
                "it takes more work than a template may".to_string(),
            ))
        }
        Err(error) => {
            let reason = error
                .detail()
                .map_or_else(|| error.kind().to_string(), str::to_string);
            Err(Refused::Wrong(error.line(), reason))
        }
    }
}

/// What a template may use.
fn context_of(facts: &Facts<'_>) -> minijinja::Value {
    let domain = facts
        .platform
        .domain
        .as_ref()
        .map(|domain| domain.to_string())
        .unwrap_or_default();
    context! {
            vm => context! {
                name => facts.vm.name.to_string(),
                cpu => facts.vm.cpu.value,
                memory => facts.vm.memory.written(),
            },
            club => context! { name => facts.club.name.to_string() },
            platform => context! {
                name => facts.platform.name.to_string(),
                domain => domain,
            },
    }
}

/// What takes stack when a template is read is counted first, with minijinja's own eyes.
fn bounds(source: &str, syntax: &SyntaxConfig) -> Result<(), Refused> {
    if source.len() > MAX_BYTES {
        let line = memchr::memchr_iter(b'\n', &source.as_bytes()[..MAX_BYTES]).count() + 1;
        return Err(Refused::TooMuch(
            Some(line),
            "it has more than 1 MiB up to here".to_string(),
        ));
    }
    let (mut tokens, mut elifs) = (0, 0);
    // A mistake ends the reading, and is told when it is rendered.
    for (token, span) in tokenize(source, false, syntax.clone()).map_while(Result::ok) {
        tokens += 1;
        match token {
            Token::TemplateData(_) | Token::VariableStart | Token::BlockStart => tokens = 0,
            Token::Ident("elif") => elifs += 1,
            _ => {}
        }
        let line = || {
            Some(
                memchr::memchr_iter(
                    b'\n',
                    &source.as_bytes()[..source.len().min(span.start_offset as usize)],
                )
                .count()
                    + 1,
            )
        };
        if tokens > MAX_TOKENS {
            return Err(Refused::TooMuch(
                line(),
                format!("more than {MAX_TOKENS} words and signs stand between two braces"),
            ));
        }
        if elifs > MAX_ELIF {
            return Err(Refused::TooMuch(
                line(),
                format!("it has more than {MAX_ELIF} `elif`"),
            ));
        }
    }
    Ok(())
}
