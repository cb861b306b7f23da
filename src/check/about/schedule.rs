//! When a CronJob runs.

/// Five fields or a word (github.com/robfig/cron/v3 ParseStandard).
pub fn is_schedule(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "@yearly",
        "@annually",
        "@monthly",
        "@weekly",
        "@daily",
        "@midnight",
        "@hourly",
    ];
    let field = |field: &str| {
        field
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "*/,-?".contains(c))
    };
    let fields = || {
        text.split_whitespace()
            .skip_while(|field| field.starts_with("TZ=") || field.starts_with("CRON_TZ="))
    };
    WORDS.contains(&text)
        || text.starts_with("@every ")
        || (fields().count() == 5
            && fields().all(field)
            && fields()
                .next()
                .is_some_and(|minute| minute.starts_with(|c: char| c.is_ascii_digit() || c == '*')))
}
