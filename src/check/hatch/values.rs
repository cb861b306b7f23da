//! Values of charts.

use super::data::node_of;
use super::document::{Document, Text};
use crate::diagnostic::Unread;
use crate::language::Chart;
use crate::model::Model;
use crate::parts::Parts;
use crate::source::Sources;
use crate::upstream::{self, Reader};

/// All of one `values`.
pub type ChartValues<'m> = Document<'m, Chart>;

pub(super) fn read<'m>(
    model: &'m Model,
    parts: &Parts,
    sources: &'m Sources,
    unread: &Unread,
) -> Vec<ChartValues<'m>> {
    let mut all = Vec::new();
    for values in &model.values {
        let chart = values.chart.value;
        let document = ChartValues::new(
            chart,
            node_of(&values.data),
            Text::File {
                file: values.chart.span.file,
                text: sources
                    .get(values.chart.span.file)
                    .map_or("", |source| source.text.as_str()),
            },
        );
        // A chart that could not be read is told already.
        let shape = upstream::chart(chart.word()).filter(|_| !unread.is(values.chart.span));
        all.push(match shape {
            Some(shape) => {
                let part = parts.of_chart(chart);
                let version = part.and_then(|part| part.chart_version(&model.versions));
                let version = version.map(|version| version.minor());
                document.judged(
                    shape,
                    Reader::Values,
                    format!("chart `{chart}`"),
                    version,
                    &format!("chart-{chart}"),
                )
            }
            None => document,
        });
    }
    all
}
