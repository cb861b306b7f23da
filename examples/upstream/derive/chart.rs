//! Values of charts: the keys of `values.yaml`, of the chart's schema where it has one, and those
//! that only its templates name.

use super::shape::{Field, Shape, file};
use super::{documents, json_schema};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

pub struct Chart {
    pub name: &'static str,
    version: &'static str,
    archive: &'static str,
    /// Values that become objects of Kubernetes as they are.
    is: &'static [(&'static str, &'static str)],
}

pub const CHARTS: [Chart; 7] = [
    Chart {
        name: "argo-cd",
        version: "10.1.1",
        archive: "argo-cd.tgz",
        is: &[],
    },
    Chart {
        name: "cilium",
        version: "1.19.6",
        archive: "cilium-1.19.6.tgz",
        is: &[],
    },
    Chart {
        name: "rook-ceph",
        version: "1.20.6",
        archive: "rook-ceph.tgz",
        is: &[],
    },
    Chart {
        name: "ceph-csi-drivers",
        version: "1.0.4",
        archive: "ceph-csi-drivers.tgz",
        is: &[],
    },
    Chart {
        name: "rook-ceph-cluster",
        version: "1.20.6",
        archive: "rook-ceph-cluster.tgz",
        is: &[
            ("cephClusterSpec", "CephCluster"),
            ("cephBlockPools", "CephBlockPool"),
            ("cephFileSystems", "CephFilesystem"),
            ("cephObjectStores", "CephObjectStore"),
        ],
    },
    Chart {
        name: "external-secrets",
        version: "2.9.0",
        archive: "external-secrets.tgz",
        is: &[],
    },
    Chart {
        name: "vcluster",
        version: "0.36.1",
        archive: "vcluster.tgz",
        is: &[],
    },
];

/// The chart's own files and those of its dependencies, by path below the chart.
struct Files(BTreeMap<String, String>);

impl Files {
    fn of(upstream: &Path, archive: &str) -> Self {
        let packed = std::fs::File::open(upstream.join("charts").join(archive)).unwrap();
        let mut files = BTreeMap::new();
        for entry in tar::Archive::new(GzDecoder::new(packed)).entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().to_string_lossy().into_owned();
            let mut text = String::new();
            if let Some((_, below)) = path.split_once('/')
                && entry.read_to_string(&mut text).is_ok()
            {
                files.insert(below.to_string(), text);
            }
        }
        Self(files)
    }

    fn get(&self, path: &str) -> Option<&String> {
        self.0.get(path)
    }

    /// The shape of the values of the chart in this folder.
    fn values(&self, folder: &str) -> Shape {
        let defaults = self
            .get(&format!("{folder}values.yaml"))
            .map(|text| documents(text))
            .and_then(|all| all.into_iter().next());
        let schema = self
            .get(&format!("{folder}values.schema.json"))
            .map(|text| serde_json::from_str::<Value>(text).unwrap());
        let mut shape = match (&schema, &defaults) {
            (Some(schema), _) => json_schema::shape(schema),
            (None, Some(defaults)) => of_default(defaults),
            (None, None) => Shape::Object {
                fields: BTreeMap::new(),
                open: false,
            },
        };
        if let (Some(_), Some(defaults)) = (&schema, &defaults) {
            union(&mut shape, &of_default(defaults));
        }
        if let Some(text) = self.get(&format!("{folder}values.yaml")) {
            commented(text, &mut shape);
        }
        for (path, text) in self
            .0
            .iter()
            .filter(|(path, _)| path.starts_with(&format!("{folder}templates/")))
        {
            if !path.contains("/charts/") {
                usages(text, &mut shape);
            }
        }
        if let Shape::Object { fields, open } = &mut shape {
            *open = false;
            fields
                .entry("global".to_string())
                .or_insert_with(|| Shape::Map(Box::new(Shape::Any)).optional());
            let dependencies = self.0.keys().filter_map(|path| {
                path.strip_prefix(&format!("{folder}charts/"))?
                    .strip_suffix("/values.yaml")
            });
            for name in dependencies.filter(|name| !name.contains('/')) {
                fields.insert(
                    name.to_string(),
                    self.values(&format!("{folder}charts/{name}/")).optional(),
                );
            }
        }
        shape
    }
}

pub fn shapes(upstream: &Path, chart: &Chart) -> String {
    let files = Files::of(upstream, chart.archive);
    let mut definitions = BTreeMap::new();
    // A closed schema of the chart is the whole truth, with its definitions.
    let schema = files
        .get("values.schema.json")
        .map(|text| serde_json::from_str::<Value>(text).unwrap());
    match schema.filter(|schema| schema["additionalProperties"] == false) {
        Some(schema) => {
            for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
                definitions.insert(name.clone(), json_schema::shape(definition));
            }
            definitions.insert("values".to_string(), json_schema::shape(&schema));
        }
        None => {
            let mut shape = files.values("");
            let Shape::Object { fields, .. } = &mut shape else {
                panic!("{}: values are no map", chart.name)
            };
            for (key, kind) in chart.is {
                let spec = Shape::Ref(format!("rook:ceph.rook.io/v1/{kind}.spec"));
                let is = match key.ends_with('s') {
                    false => spec,
                    true => {
                        let names = [("name", Shape::Scalar("text")), ("spec", spec)]
                            .map(|(name, shape)| (name.to_string(), shape.optional()));
                        Shape::List(Box::new(Shape::Object {
                            fields: names.into(),
                            open: true,
                        }))
                    }
                };
                fields.insert(key.to_string(), is.optional());
            }
            definitions.insert("values".to_string(), shape);
        }
    }
    for shape in definitions.values_mut() {
        well_known(shape);
    }
    file(
        &format!(
            "# version {}\n# origin chart {}\n",
            chart.version, chart.name
        ),
        definitions,
    )
}

/// A default says which keys there are, and whether a value is a map, a list or a switch. Texts and
/// numbers are both taken by templates.
fn of_default(value: &Value) -> Shape {
    match value {
        Value::Null => Shape::Any,
        Value::Bool(_) => Shape::Scalar("bool"),
        Value::Number(_) | Value::String(_) => Shape::Scalar("scalar"),
        Value::Array(_) => Shape::List(Box::new(Shape::Any)),
        Value::Object(map) if map.is_empty() => Shape::Map(Box::new(Shape::Any)),
        Value::Object(map) => Shape::Object {
            fields: map
                .iter()
                .map(|(key, value)| (key.clone(), of_default(value).optional()))
                .collect(),
            open: false,
        },
    }
}

/// Adds the keys of `other` that `shape` lacks.
fn union(shape: &mut Shape, other: &Shape) {
    if let (Shape::Object { fields, .. }, Shape::Object { fields: more, .. }) = (&mut *shape, other)
    {
        for (key, field) in more {
            match fields.get_mut(key) {
                Some(known) => union(&mut known.shape, &field.shape),
                None => drop(fields.insert(key.clone(), field.clone())),
            }
        }
    }
}

/// Learns from defaults that are commented out: `#  hostNamespaceOnly: false` below `socketLB:`.
fn commented(text: &str, shape: &mut Shape) {
    let mut path: Vec<(usize, &str)> = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let body = line.trim_start();
        let (is_comment, body) = match body.strip_prefix('#') {
            Some(rest) => (true, rest.strip_prefix(' ').unwrap_or(rest)),
            None => (false, body),
        };
        let Some((key, rest)) = body.split_once(':') else {
            continue;
        };
        let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_key || !(rest.is_empty() || rest.starts_with(' ')) {
            continue;
        }
        path.retain(|(other, _)| *other < indent);
        if is_comment {
            let keys: Vec<&str> = path.iter().map(|(_, key)| *key).chain([key]).collect();
            learn(shape, &keys, false);
        } else {
            path.push((indent, key));
        }
    }
}

/// Words of a template that pass a map on whole: then it takes keys that no default names. What is
/// given to a helper is read there by names that the defaults have.
const WHOLE: [&str; 10] = [
    "toYaml", "range", "with", "merge", "tpl", "omit", "pick", "keys", "index", "toJson",
];

/// Learns from `.Values.a.b` in a template.
fn usages(template: &str, shape: &mut Shape) {
    // `{{ $config := .Values.operatorConfig }}`: a name for a part of the values.
    let mut template = template.to_string();
    let named = |action: &str| {
        let (name, rest) = action.trim_matches(['-', ' ']).split_once(":=")?;
        let (name, path) = (name.trim(), rest.trim());
        let is_path = path
            .strip_prefix(".Values.")
            .is_some_and(|path| path.chars().all(|c| c.is_ascii_alphanumeric() || c == '.'));
        (name.starts_with('$') && !name.contains(' ') && is_path)
            .then(|| (name.to_string(), path.to_string()))
    };
    let names: Vec<(String, String)> = template
        .split("{{")
        .skip(1)
        .filter_map(|rest| named(rest.split("}}").next()?))
        .collect();
    for (name, path) in names {
        template = template.replace(&format!("{name}."), &format!("{path}."));
    }
    for action in template
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next())
    {
        for rest in action.split(".Values.").skip(1) {
            let path: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "._-".contains(*c))
                .collect();
            let keys: Vec<&str> = path
                .trim_matches(['.', '-'])
                .split('.')
                .filter(|key| !key.is_empty())
                .collect();
            learn(
                shape,
                &keys,
                !action.contains("dict ") && WHOLE.iter().any(|word| action.contains(word)),
            );
        }
    }
}

fn learn(shape: &mut Shape, keys: &[&str], whole: bool) {
    let Shape::Object { fields, open } = shape else {
        return;
    };
    let Some((key, rest)) = keys.split_first() else {
        *open |= whole;
        return;
    };
    let more = || {
        if rest.is_empty() {
            Shape::Any
        } else {
            Shape::Object {
                fields: BTreeMap::new(),
                open: false,
            }
        }
    };
    let field = fields
        .entry(key.to_string())
        .or_insert_with(|| more().optional());
    learn(&mut field.shape, rest, whole);
}

/// Values whose name says which part of a pod they become.
fn well_known(shape: &mut Shape) {
    match shape {
        Shape::List(inner) | Shape::Map(inner) => well_known(inner),
        Shape::Object { fields, .. } => {
            for (key, Field { shape, .. }) in fields.iter_mut() {
                let is = |name: &str| Shape::Ref(format!("kubernetes:{name}"));
                match key.as_str() {
                    "resources" if is_map(shape) => *shape = is("ResourceRequirements"),
                    "affinity" if is_map(shape) => *shape = is("Affinity"),
                    "tolerations" if matches!(shape, Shape::List(_)) => {
                        *shape = Shape::List(Box::new(is("Toleration")))
                    }
                    _ => well_known(shape),
                }
            }
        }
        _ => {}
    }
}

/// A map of which the chart knows nothing more, or the requests and limits of a container.
fn is_map(shape: &Shape) -> bool {
    match shape {
        Shape::Map(inner) => **inner == Shape::Any,
        Shape::Object { fields, .. } => fields.keys().all(|key| {
            [
                "requests",
                "limits",
                "nodeAffinity",
                "podAntiAffinity",
                "podAffinity",
            ]
            .contains(&key.as_str())
        }),
        _ => false,
    }
}
