//! Accepted findings and where they hold.

use crate::language;
use crate::source::Span;
use std::fmt;

/// An `allow` with the part of the description that it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    pub decl: language::Allow,
    /// The object it stands in; the whole description at the top.
    pub scope: Option<Span>,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let date = Self {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        };
        let leap = date.year.is_multiple_of(4)
            && (!date.year.is_multiple_of(100) || date.year.is_multiple_of(400));
        let days = match date.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=days).contains(&date.day).then_some(date)
    }
}

impl Date {
    /// The day that holds a number of seconds since 1970 (civil-from-days, proleptic Gregorian
    /// calendar).
    pub fn from_unix(seconds: u64) -> Self {
        let days = (seconds / 86_400) as i64 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: year as u16,
            month: month as u8,
            day: day as u8,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// All accepted findings of a description.
pub(super) fn collect(infra: &language::Infra) -> Vec<Allow> {
    let scoped = |list: &[language::Allow], scope: Option<Span>| -> Vec<Allow> {
        list.iter()
            .map(|decl| Allow {
                decl: decl.clone(),
                scope,
            })
            .collect()
    };
    let mut all = scoped(&infra.allow, None);
    infra
        .node
        .iter()
        .for_each(|node| all.extend(scoped(&node.allow, Some(node.whole.span))));
    infra
        .storage
        .iter()
        .for_each(|storage| all.extend(scoped(&storage.allow, Some(storage.whole.span))));
    infra
        .image
        .iter()
        .for_each(|image| all.extend(scoped(&image.allow, Some(image.whole.span))));
    for club in &infra.club {
        all.extend(scoped(&club.allow, Some(club.whole.span)));
        club.vm
            .iter()
            .for_each(|vm| all.extend(scoped(&vm.allow, Some(vm.whole.span))));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_real_days_only() {
        assert_eq!(
            Date::parse("2027-03-31"),
            Some(Date {
                year: 2027,
                month: 3,
                day: 31
            })
        );
        for wrong in [
            "2027-02-29",
            "2027-13-01",
            "27-03-31",
            "2027/03/31",
            "2027-3-31",
            "soon",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Date::from_unix(1_795_305_600).to_string(), "2026-11-22");
        assert_eq!(Date::from_unix(951_782_400).to_string(), "2000-02-29");
    }
}
