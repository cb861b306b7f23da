//! Helm values: ours, with the description's `values` merged last.

use super::context::{Context, Sink};
use super::overrides;
use crate::parts::Part;
use crate::schema::{Data, Plain};
use crate::yaml::Value;

/// Writes the values of a part to its folder.
pub fn values(context: &Context<'_>, sink: &mut Sink<'_>, part: &Part, ours: Value) {
    let entity = part.entity(context.model);
    write(context, sink, &part.values(), &entity, part, ours);
}

/// The same to a path and for an entity of its own.
pub fn write(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    path: &str,
    entity: &str,
    part: &Part,
    mut ours: Value,
) {
    let Some(chart) = part.chart() else { return };
    for values in context
        .model
        .values
        .iter()
        .filter(|values| values.chart.value == chart)
    {
        let theirs = value(&values.data);
        sink.overrides.extend(overrides::find(
            &format!("values of chart `{chart}`"),
            &ours,
            &theirs,
            overrides::Merge::Helm,
        ));
        ours.merge(theirs);
    }
    sink.yaml(path, entity, &[ours]);
}

/// KDL data as YAML.
fn value(data: &Data) -> Value {
    match data {
        Data::Map(pairs) => Value::Map(
            pairs
                .iter()
                .map(|(key, inner)| (key.value.clone().into(), value(inner)))
                .collect(),
        ),
        Data::List(items) => Value::List(items.iter().map(value).collect()),
        Data::Scalar(scalar) => match &scalar.value {
            Plain::String(text) => Value::Text(text.clone()),
            Plain::Integer(number) => Value::Int(*number),
            Plain::Float(number) => Value::Float(*number),
            Plain::Bool(flag) => Value::Bool(*flag),
            Plain::Null => Value::Null,
        },
    }
}
