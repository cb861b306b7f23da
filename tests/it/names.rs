//! Derived names are data: a change here is a migration of running platforms.

use crate::platforms;
use crate::support::{golden, root};

#[test]
fn derived_names_are_frozen() {
    let platform = platforms::all().into_iter().find(|platform| platform.name == "laboratory").unwrap();
    let model = platform.model_of(&platform.text());
    let names = model.names();
    let mut text = String::new();
    for club in &model.clubs {
        text.push_str(&format!("club {} -> {} {}\n", club.decl.name, names.club(club), names.club_namespace(club, "x")));
    }
    for vcluster in &model.vclusters {
        text.push_str(&format!("vcluster {} -> {} {}\n", vcluster.decl.name, names.vcluster(vcluster), names.vcluster_host(vcluster)));
    }
    for vm in &model.vms {
        let mac: Vec<String> = names.vm_mac(vm, "bench").iter().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!(
            "vm {} -> {} {} {} {}\n",
            vm.decl.name,
            names.vm_path(vm),
            names.data_volume(vm, "root"),
            names.vm_uuid(vm),
            mac.join(":")
        ));
    }
    for pool in model.pools() {
        text.push_str(&format!("pool {} -> {}\n", pool.name, names.storage_class(pool)));
    }
    for image in &model.images {
        text.push_str(&format!("image {} -> {}\n", image.decl.name, names.image(image)));
    }
    text.push_str(&format!("omni -> {}\n", names.omni_patch(500, "w1")));
    golden(&root().join("tests/names.txt"), &text);
}
