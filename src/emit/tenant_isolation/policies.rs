//! What is refused in namespaces of clubs, by the API server itself: no operator has to run for it.
//! Namespaces are found by their label, which only the platform writes.

use crate::emit::context::Context;
use crate::emit::k8s::Object;
use crate::model::constants::LABEL_CLUB;
use crate::parts::tenant_isolation::{PODS, VMIS, VMS};
use crate::yaml::{Value, list, map};
use std::collections::BTreeSet;

const API: &str = "admissionregistration.k8s.io/v1";

/// An expression that must hold, and what people read when it does not.
type Rule = (&'static str, &'static str);

/// A pod that names its machine passes by the scheduler, and all that it keeps free.
const NO_NODE: Rule = (
    "request.operation != 'CREATE' || !has(object.spec.nodeName) || object.spec.nodeName == ''",
    "the scheduler chooses the machine: leave nodeName out",
);
/// One without a key bears everything.
const NO_CONTROL_PLANE: Rule = (
    "!has(object.spec.tolerations) || object.spec.tolerations.all(t, has(t.key) && t.key != '' && \
     t.key != 'node-role.kubernetes.io/control-plane')",
    "pods of clubs do not run on control planes: name the key of each toleration, and not that one",
);

pub(super) fn policies(context: &Context<'_>) -> Vec<Value> {
    let pods = [NO_NODE, NO_CONTROL_PLANE]
        .map(|(expression, message)| validation(expression.to_string(), message));
    let mut all = policy(PODS, rule("", "v1", "pods"), others(context), pods.to_vec());
    // What a VM is made of is judged where it is written, and again as it runs: replica sets and
    // pools make running ones too.
    for (name, resource, spec) in [
        (VMS, "virtualmachines", "object.spec.template.spec"),
        (VMIS, "virtualmachineinstances", "object.spec"),
    ] {
        let machines = rule("kubevirt.io", "*", resource);
        all.extend(policy(name, machines, None, of_vm(spec)));
    }
    all
}

/// Parts of the platform make pods there too, for volumes on the machine that was chosen (cdi
/// v1.66.0 pkg/controller/common/util.go): what they make follows from a VM, which is judged
/// itself.
fn others(context: &Context<'_>) -> Option<Value> {
    let parts = context.parts.installed();
    let offers = parts.filter_map(|part| part.tenants.as_ref());
    let accounts: BTreeSet<String> = offers
        .flat_map(|offer| offer.visitors)
        .map(|namespace| {
            let prefix = format!("system:serviceaccount:{namespace}:");
            format!("!request.userInfo.username.startsWith('{prefix}')")
        })
        .collect();
    let all: Vec<String> = accounts.into_iter().collect();
    let condition = map! { "name" => "not-by-the-platform", "expression" => all.join(" && ") };
    (!all.is_empty()).then(|| list![condition])
}

/// What holds for a VM whose guest is described at this path.
fn of_vm(spec: &str) -> Vec<Value> {
    let resources = format!("{spec}.domain.resources");
    vec![
        whole_memory(&resources, &format!("{spec}.domain.memory")),
        validation(
            format!(
                "!has({resources}) || !has({resources}.overcommitGuestOverhead) || \
                 !{resources}.overcommitGuestOverhead"
            ),
            "what KubeVirt needs around a guest counts: leave overcommitGuestOverhead out",
        ),
        validation(
            NO_CONTROL_PLANE.0.replace("object.spec", spec),
            NO_CONTROL_PLANE.1,
        ),
    ]
}

/// One that asks for less than its guest has passes the quota and fills the machine.
fn whole_memory(resources: &str, memory: &str) -> Value {
    let asked = format!("quantity(string({resources}.requests.memory))");
    let guest = format!("quantity(string({memory}.guest))");
    validation(
        format!(
            "!has({resources}) || !has({resources}.requests) || !has({resources}.requests.memory) \
             || (has({memory}) && has({memory}.guest) && {asked}.compareTo({guest}) >= 0)"
        ),
        "a VM asks for as much memory as its guest has: leave requests.memory out",
    )
}

fn validation(expression: String, message: &str) -> Value {
    map! { "expression" => expression, "message" => message }
}

fn rule(group: &str, version: &str, resource: &str) -> Value {
    map! {
        "apiGroups" => list![group],
        "apiVersions" => list![version],
        "operations" => list!["CREATE", "UPDATE"],
        "resources" => list![resource],
    }
}

/// A policy, and where it holds.
fn policy(
    name: &str,
    rule: Value,
    conditions: Option<Value>,
    validations: Vec<Value>,
) -> Vec<Value> {
    let spec = map! {
        "failurePolicy" => "Fail",
        "matchConstraints" => map! { "resourceRules" => list![rule] },
        "matchConditions" => conditions,
        "validations" => validations,
    };
    let clubs = map! { "matchExpressions" => list![
        map! { "key" => LABEL_CLUB, "operator" => "Exists" },
    ] };
    let binding = map! {
        "policyName" => name,
        "validationActions" => list!["Deny"],
        "matchResources" => map! { "namespaceSelector" => clubs },
    };
    vec![
        Object::new(API, "ValidatingAdmissionPolicy")
            .named(name)
            .with("spec", spec)
            .value(),
        Object::new(API, "ValidatingAdmissionPolicyBinding")
            .named(name)
            .with("spec", binding)
            .value(),
    ]
}
