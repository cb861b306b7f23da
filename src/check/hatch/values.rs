//! Values of charts.

use super::{Document, Text, data::node_of};
use crate::language::Chart;
use crate::language::types::Release;
use crate::model::{Model, Versions};
use crate::source::Sources;
use crate::source::Spanned;
use crate::upstream::{self, Reader};

/// All of one `values`.
pub type ChartValues<'m> = Document<'m, Chart>;

pub(super) fn read<'m>(model: &'m Model, sources: &'m Sources) -> Vec<ChartValues<'m>> {
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
        let shape = upstream::chart(chart.word()).filter(|_| !values.chart.span.is_empty());
        all.push(match shape {
            Some(shape) => {
                let version = chart_version(&model.versions, chart).map(|version| version.minor());
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

/// The version of a chart that is installed.
fn chart_version(versions: &Versions, chart: Chart) -> Option<&Spanned<Release>> {
    Some(match chart {
        Chart::Argocd => &versions.argocd_chart,
        Chart::Cilium => &versions.decl.cilium,
        Chart::RookCeph | Chart::RookCephCluster => &versions.decl.rook,
        Chart::CephCsiDrivers => &versions.decl.ceph_csi_drivers,
        Chart::ExternalSecrets => &versions.decl.external_secrets,
        Chart::Vcluster => &versions.vcluster,
    })
}
