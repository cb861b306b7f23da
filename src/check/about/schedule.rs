//! When a CronJob runs.
//!
//! Must not know: what is said of one that is wrong.

/// Whether the API server takes it: a word, or five fields (github.com/robfig/cron/v3
/// ParseStandard). A time zone is not part of it (kubernetes pkg/apis/batch/validation
/// validateScheduleFormat).
pub fn is_schedule(text: &str) -> bool {
    if let Some(word) = text.strip_prefix('@') {
        return WORDS.contains(&word) || word.strip_prefix("every ").is_some_and(is_duration);
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    fields.len() == FIELDS.len()
        && fields
            .iter()
            .zip(FIELDS)
            .all(|(text, field)| field.takes(text))
}

/// What the field `timeZone` says in Kubernetes, and cron says here.
pub fn has_time_zone(text: &str) -> bool {
    text.contains("TZ")
}

const WORDS: [&str; 7] = [
    "yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly",
];

/// Minute, hour, day of the month, month, day of the week. Sunday is 0 only.
const FIELDS: [Field; 5] = [
    Field {
        least: 0,
        most: 59,
        names: &[],
    },
    Field {
        least: 0,
        most: 23,
        names: &[],
    },
    Field {
        least: 1,
        most: 31,
        names: &[],
    },
    Field {
        least: 1,
        most: 12,
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    Field {
        least: 0,
        most: 6,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

#[derive(Clone, Copy)]
struct Field {
    least: usize,
    most: usize,
    /// The first one stands for `least`.
    names: &'static [&'static str],
}

impl Field {
    /// `1,3-5,*/2`: a list of ranges, each with a step. Nothing between two commas is nothing, and
    /// what follows `*-` is not read.
    fn takes(&self, text: &str) -> bool {
        text.split(',')
            .filter(|range| !range.is_empty())
            .all(|range| {
                let (range, step) = range.split_once('/').unwrap_or((range, "1"));
                let (low, high) = range.split_once('-').unwrap_or((range, range));
                step.parse().is_ok_and(|step: usize| step > 0)
                    && (["*", "?"].contains(&low) || self.holds(low, high))
            })
    }

    fn holds(&self, low: &str, high: &str) -> bool {
        match (self.value(low), self.value(high)) {
            (Some(low), Some(high)) => self.least <= low && low <= high && high <= self.most,
            _ => false,
        }
    }

    fn value(&self, text: &str) -> Option<usize> {
        let named = |name: &&str| name.eq_ignore_ascii_case(text);
        match self.names.iter().position(named) {
            Some(at) => Some(self.least + at),
            None => text.parse().ok(),
        }
    }
}

/// `1h30m`, as Go writes it (time.ParseDuration).
fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 7] = ["ns", "us", "µs", "ms", "h", "m", "s"];
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[..text.len() - rest.len()];
    number.parse::<f64>().is_ok()
        && UNITS
            .iter()
            .filter_map(|unit| rest.strip_prefix(unit))
            .any(|rest| rest.is_empty() || is_duration(rest))
}

#[cfg(test)]
mod tests {
    use super::is_schedule;

    #[test]
    fn schedules_that_the_api_server_takes() {
        for right in [
            "@yearly",
            "@annually",
            "@monthly",
            "@weekly",
            "@daily",
            "@midnight",
            "@hourly",
            "@every 1h",
            "@every 1h30m",
            "@every 1.5s",
            "@every 90ms",
            "*/5 * * * MON-FRI",
            "0 3 * * *",
            "? 0-6/2 1,15 jan-DEC 0",
            "59 23 31 12 6",
            "*/61 * * * *",
            "5/15 * * * *",
            "1,,2 * * * *",
            "*-5 * * * *",
        ] {
            assert!(is_schedule(right), "{right}");
        }
    }

    #[test]
    fn schedules_that_it_refuses() {
        for wrong in [
            "",
            "daily",
            "@nightly",
            "@every",
            "@every banana",
            "@every 5",
            "@every h",
            "@every .h",
            "0 3 * *",
            "0 3 * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * 32 * *",
            "* * * 13 *",
            "* * * * 7",
            "* * * mon *",
            "5-1 * * * *",
            "*/0 * * * *",
            "*/2/2 * * * *",
            "1-2-3 * * * *",
            "CRON_TZ=UTC 0 3 * * *",
            "TZ=UTC 0 3 * * *",
        ] {
            assert!(!is_schedule(wrong), "{wrong}");
        }
    }
}
