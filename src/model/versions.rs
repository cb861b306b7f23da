//! All versions, defaults filled.

use crate::language::types::Release;
use crate::language::{self, ARGOCD, ArgocdVersion, TALOS, VCLUSTER, VclusterVersion};
use crate::schema;
use crate::source::Spanned;

/// Versions of everything that is installed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {
    pub talos: Spanned<Release>,
    /// Minor that the cluster was created with.
    pub contract: Spanned<Release>,
    pub vcluster: Spanned<Release>,
    /// Kubernetes inside vclusters.
    pub vcluster_kubernetes: Spanned<Release>,
    pub argocd: Spanned<Release>,
    pub argocd_chart: Spanned<Release>,
    /// The versions that are one word.
    pub decl: language::Versions,
}

impl Versions {
    /// With the versions that were tested in the place of what is not said.
    pub fn new(decl: Option<language::Versions>) -> Self {
        let decl = decl.unwrap_or_else(schema::empty);
        let talos = decl.talos.as_ref();
        let contract = talos.and_then(|talos| talos.contract.clone());
        let contract = contract.map(|contract| contract.map(|minor| minor.0));
        let talos = talos.map_or_else(|| release(TALOS), |talos| talos.version.clone());
        let vcluster = decl.vcluster.as_ref();
        let inner = vcluster.map_or_else(
            || schema::empty::<VclusterVersion>().kubernetes,
            |vcluster| vcluster.kubernetes.clone(),
        );
        let vcluster = vcluster.map_or_else(|| release(VCLUSTER), |line| line.version.clone());
        let argocd = decl.argocd.as_ref();
        let chart = argocd.map_or_else(
            || schema::empty::<ArgocdVersion>().chart,
            |argocd| argocd.chart.clone(),
        );
        let argocd = argocd.map_or_else(|| release(ARGOCD), |line| line.version.clone());
        Self {
            contract: contract.unwrap_or_else(|| minor(&talos)),
            talos,
            vcluster,
            vcluster_kubernetes: inner,
            argocd,
            argocd_chart: chart,
            decl,
        }
    }

    /// Kubernetes settings are documents of their own (contract 1.14 and later), not fields of the
    /// main one.
    pub fn is_multi_document(&self) -> bool {
        self.contract.minor() >= (1, 14)
    }
}

/// A known-good version; the texts given are constants of the language.
fn release(text: &str) -> Spanned<Release> {
    Spanned::new(Release::new(text).unwrap_or_default(), Default::default())
}

fn minor(talos: &Spanned<Release>) -> Spanned<Release> {
    Spanned::new(
        Release::new(&talos.minor_text()).unwrap_or_default(),
        talos.span,
    )
}
