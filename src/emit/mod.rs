//! `Model` -> artifacts, into a sink, one at a time. One folder or file per target. Runs only on a
//! description without errors, and cannot fail.
//!
//! Must not know: the disk, the terminal.

mod app;
mod argocd;
mod artifact;
mod cdi;
mod ceph;
mod cilium;
mod context;
mod docs;
mod external_secrets;
mod extra;
mod factory;
mod helm;
mod k8s;
mod kubevirt;
mod multus;
mod omni;
mod overrides;
mod plain;
mod prose;
mod readme;
mod runbooks;
mod talos;
mod tenancy;
mod tenant_isolation;
mod vcluster;

pub use factory::{Schematic, schematic};
pub use k8s::holds_data;
pub use overrides::Override;
pub use prose::BROKEN;

use self::app::App;
use self::context::{Context, Sink};
use crate::capacity;
use crate::model::Model;
use crate::output::Artifact;
use crate::parts::{self, Part, Parts};

/// Folders and files of `out/`, but for its lock.
pub const FOLDERS: [&str; 8] = [
    talos::FOLDER,
    app::FOLDER,
    parts::PLATFORM,
    tenancy::FOLDER,
    runbooks::FOLDER,
    docs::FOLDER,
    extra::FOLDER,
    readme::FILE,
];

/// What writes the files of a part that needs more than its declaration says.
struct Emitter {
    part: &'static Part,
    emit: fn(&Context<'_>, &mut Sink<'_>),
    /// Applications besides that of the part itself.
    apps: fn(&Model) -> Vec<App>,
}

const fn emitter(part: &'static Part, emit: fn(&Context<'_>, &mut Sink<'_>)) -> Emitter {
    Emitter {
        part,
        emit,
        apps: |_| Vec::new(),
    }
}

static EMITTERS: [Emitter; 13] = [
    emitter(&parts::cilium::PART, cilium::emit),
    emitter(&parts::argocd::PART, argocd::emit),
    emitter(&parts::rook_ceph::PART, ceph::operator::emit),
    emitter(&parts::ceph_csi_drivers::PART, ceph::drivers::emit),
    emitter(&parts::rook_ceph_cluster::PART, ceph::storage),
    emitter(&parts::storage::PART, ceph::classes::emit),
    emitter(&parts::cdi::PART, cdi::emit),
    emitter(&parts::images::PART, cdi::images),
    Emitter {
        apps: kubevirt::apps,
        ..emitter(&parts::kubevirt::PART, kubevirt::emit)
    },
    emitter(&parts::multus::PART, multus::emit),
    emitter(&parts::external_secrets::PART, external_secrets::emit),
    emitter(&parts::tenant_isolation::PART, tenant_isolation::emit),
    Emitter {
        apps: vcluster::apps,
        ..emitter(&parts::vcluster::PART, vcluster::emit)
    },
];

/// Emits everything. Returns what escape hatches change, by chart, then patch.
pub fn all(model: &Model, parts: &Parts, put: &mut dyn FnMut(Artifact)) -> Vec<Override> {
    let plain = |part: &&'static Part| {
        EMITTERS
            .iter()
            .all(|emitter| emitter.part.name != part.name)
    };
    let emitters = || EMITTERS.iter().filter(|emitter| parts.has(emitter.part));
    let mut apps: Vec<App> = parts
        .installed()
        .filter_map(|part| App::of(part, model))
        .collect();
    apps.extend(emitters().flat_map(|emitter| (emitter.apps)(model)));
    apps.extend(tenancy::apps(model));
    apps.extend(extra::apps(model));
    apps.sort_by(|a, b| (a.wave, &a.name).cmp(&(b.wave, &b.name)));
    let mut context = Context {
        model,
        parts,
        apps,
        nodes: capacity::nodes(model, parts),
        classes: capacity::classes(model),
        facts: ().into(),
    };
    // Converted once: templates share it.
    context.facts = minijinja::value::Serde(prose::facts(&context)).into();
    let mut sink = Sink {
        put,
        overrides: Vec::new(),
    };
    talos::emit(&context, &mut sink);
    factory::emit(&context, &mut sink);
    omni::emit(&context, &mut sink);
    emitters().for_each(|emitter| (emitter.emit)(&context, &mut sink));
    let plain = parts.installed().filter(plain);
    plain.for_each(|part| plain::emit(&context, &mut sink, part));
    tenancy::emit(&context, &mut sink);
    extra::emit(&context, &mut sink);
    runbooks::emit(&context, &mut sink);
    docs::emit(&context, &mut sink);
    readme::emit(&context, &mut sink);
    sink.overrides
}
