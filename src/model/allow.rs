//! Accepted findings and where they hold.

use crate::language;
use crate::source::Span;
use jiff::civil::Date;

/// An `allow` with the part of the description that it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    pub decl: language::Allow,
    /// The object it stands in; the whole description at the top.
    pub scope: Option<Span>,
}

/// Reads a day, `YYYY-MM-DD` and nothing else.
pub fn day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
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

#[test]
fn reads_real_days_only() {
    assert_eq!(day("2027-03-31"), Some(jiff::civil::date(2027, 3, 31)));
    for wrong in [
        "2027-02-29",
        "2027-13-01",
        "27-03-31",
        "2027/03/31",
        "2027-3-31",
        "20270331",
        "2027-03-31T00:00",
        "soon",
    ] {
        assert_eq!(day(wrong), None, "{wrong}");
    }
}
