//! Templates beside the description (cloud-init), rendered with facts of the VM. Strict: an undefined name is an
//! error, never an empty text.

use crate::language;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, context};

/// What a template may name.
pub struct Facts<'a> {
    pub platform: &'a language::Platform,
    pub club: &'a language::Club,
    pub vm: &'a language::Vm,
}

/// What templates may use.
pub(super) const NAMES: [&str; 6] = ["vm.name", "vm.cpu", "vm.memory", "club.name", "platform.name", "platform.domain"];

/// Renders a template, or says what is wrong with it and on which of its lines.
pub(super) fn render(source: &str, facts: &Facts<'_>) -> Result<String, (Option<usize>, String)> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A syntax of this flag always builds.
    if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
        environment.set_syntax(syntax);
    }
    let result = environment.render_str(
        source,
        context! {
            vm => context! { name => facts.vm.name.to_string(), cpu => facts.vm.cpu.value, memory => facts.vm.memory.written() },
            club => context! { name => facts.club.name.to_string() },
            platform => context! {
                name => facts.platform.name.to_string(),
                domain => facts.platform.domain.as_ref().map(|domain| domain.to_string()).unwrap_or_default(),
            },
        },
    );
    result.map_err(|error| {
        let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_string);
        (error.line(), reason)
    })
}
