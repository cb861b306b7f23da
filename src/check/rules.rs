//! All rules, by area.

use super::Rule;

/// Declares the modules of all rules and the list of them. The module of `disk/unstable-name` is
/// `disk::unstable_name`; a test sees that no file is forgotten.
macro_rules! rules {
    ($( $area:ident { $($rule:ident),* $(,)? } )*) => {
        $( pub mod $area { $(pub mod $rule;)* } )*
        /// Every rule.
        pub static ALL: &[&Rule] = &[ $( $(&$area::$rule::RULE),* ),* ];
    };
}

rules! {
    access { everybody, incomplete, too_wide }
    allow { expired, not_allowed, unknown_rule, unused, wrong_date }
    capacity { cpu_overpromised, machine_too_small, memory_overpromised, no_size, node_loss, vms_do_not_fit }
    club { quota_exceeded, source_of_platform, source_too_wide }
    cluster { contradiction, endpoint, load_balancers_without_cilium }
    disk {
        declared_twice, ephemeral_takes_all, install_missing, install_too_small, install_twice, partition, removable,
        small_for_ceph, too_small, two_uses, unstable_name, volumes_too_large, wrong_media,
    }
    encryption { cannot_unlock, no_fallback, static_key, unknown_volume }
    image { no_checksum, no_source, not_pinned }
    input { unreadable }
    language { given_twice, missing, no_effect, unknown_word, wrong_value }
    manifests {
        accepted_but_wrong, broken_application, floating_image, invalid, missing_key, no_namespace, no_such_kind, refused,
        second_default, secret, taken, undoes_protection, unknown_key, unknown_kind, unknown_namespace, wipes_disk, wrong_name, wrong_value,
    }
    name { collision, declared_twice, invalid, reserved, too_long }
    network {
        bond_links, bond_of_one, bridge_loop, bridge_taken, duplicate_address, first_boot, interface_name, mtu, no_address, no_bridge, outside_subnet,
        overlap, pods_too_small, pool_overlap, services_too_small, two_default_routes, vip_taken, vlan_tag, vlan_taken,
    }
    node {
        clashing_extensions, duplicate_mac, duplicate_name, duplicate_uuid, etcd_on_hdd, even_control_planes, kernel_argument,
        no_control_plane, no_uuid, one_rack, place_taken, reserved_label, sysctl_key, too_few_threads, too_many_control_planes,
        too_many_hugepages, unknown_extension, weak_uuid, wrong_microcode,
    }
    output { edited, extra, foreign, missing, not_a_file, stale, unfinished, written }
    patch {
        api_server_argument, applied_twice, breaks_machine, control_plane_only, deprecated, invalid, kubelet, matches_nothing, network_plugin,
        refused_by_omni, replaced, secret, undoes_protection, unknown_key, unknown_kind, unknown_link, unknown_target,
        wrong_address, wrong_name, wrong_value,
    }
    reference { ambiguous, file, unknown, wrong_kind }
    secret { in_file, likely }
    storage {
        cannot_heal, disk_in_no_pool, missing, monitors, no_default, no_disk_of_class, no_rack, no_spare_host, overpromised, redundancy, single_copy, slow_coding, thin_coding,
        tainted_node, too_few_hosts, two_backends, two_defaults, unbalanced_hosts, unequal_disks, volume_too_large,
    }
    syntax {
        bare_keyword, hidden_character, invalid, missing_quotes, missing_value, stray_brace, too_deep,
        too_large, unclosed, wrong_escape,
    }
    values { given_twice, needs_license, no_chart, no_prometheus, refused, undoes_protection, unknown_key, wrong_value }
    vcluster { too_small }
    version { compiler_too_old, incompatible, not_known_yet, vcluster_skew }
    vm {
        cloud_init, disk_smaller_than_image, firmware, fits_nowhere, global_mac, reserved_mac, not_migratable, nothing_to_boot,
        nowhere_to_run, template,
    }
}
