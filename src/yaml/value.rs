//! A YAML value with ordered keys, and the short way to build one.

/// A key of a map. Nearly all are words of the emitters, which need no copy.
pub type Key = std::borrow::Cow<'static, str>;

/// What can be written as YAML. Keys keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(Key, Value)>),
}

impl Value {
    /// An empty map.
    pub fn new() -> Self {
        Value::Map(Vec::new())
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Sets a key of a map, adding it at the end when it is new. Anything but a map becomes one.
    pub fn set(&mut self, key: &str, value: impl IntoValue) {
        let Some(value) = value.into_value() else {
            return;
        };
        if !matches!(self, Value::Map(_)) {
            *self = Value::new();
        }
        let Value::Map(pairs) = self else { return };
        match pairs.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => pairs.push((Key::Owned(key.to_string()), value)),
        }
    }

    /// The map under a key, made when it is not there.
    pub fn entry(&mut self, key: &str) -> &mut Value {
        if !matches!(self, Value::Map(_)) {
            *self = Value::new();
        }
        let Value::Map(pairs) = self else { return self };
        let at = pairs
            .iter()
            .position(|(name, _)| name == key)
            .unwrap_or_else(|| {
                pairs.push((Key::Owned(key.to_string()), Value::new()));
                pairs.len() - 1
            });
        &mut pairs[at].1
    }

    /// Merges `other` over this value as Helm merges values: maps by key, anything else is
    /// replaced.
    pub fn merge(&mut self, other: Value) {
        match (self, other) {
            (Value::Map(mine), Value::Map(theirs)) => {
                for (key, value) in theirs {
                    match mine.iter_mut().find(|(name, _)| *name == key) {
                        Some((_, old)) => old.merge(value),
                        None => mine.push((key, value)),
                    }
                }
            }
            (mine, theirs) => *mine = theirs,
        }
    }

    /// True for a map or a list without content.
    pub fn is_empty(&self) -> bool {
        matches!(self, Value::Map(pairs) if pairs.is_empty())
            || matches!(self, Value::List(items) if items.is_empty())
    }
}

impl Default for Value {
    fn default() -> Self {
        Value::new()
    }
}

/// What may stand as a value in [`map!`]. `None` leaves the key out.
pub trait IntoValue {
    fn into_value(self) -> Option<Value>;
}

impl IntoValue for Value {
    fn into_value(self) -> Option<Value> {
        Some(self)
    }
}
impl IntoValue for &str {
    fn into_value(self) -> Option<Value> {
        Some(Value::Text(self.to_string()))
    }
}
impl IntoValue for String {
    fn into_value(self) -> Option<Value> {
        Some(Value::Text(self))
    }
}
impl IntoValue for &String {
    fn into_value(self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}
impl IntoValue for bool {
    fn into_value(self) -> Option<Value> {
        Some(Value::Bool(self))
    }
}
impl IntoValue for i32 {
    fn into_value(self) -> Option<Value> {
        Some(Value::Int(self.into()))
    }
}
impl IntoValue for u32 {
    fn into_value(self) -> Option<Value> {
        Some(Value::Int(self.into()))
    }
}
impl IntoValue for i64 {
    fn into_value(self) -> Option<Value> {
        Some(Value::Int(self))
    }
}
impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<Value> {
        self.and_then(IntoValue::into_value)
    }
}
impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Option<Value> {
        Some(Value::List(
            self.into_iter().filter_map(IntoValue::into_value).collect(),
        ))
    }
}

/// `map! { "key" => value, ... }`: an ordered map; a `None` leaves its key out.
macro_rules! map {
    ($($key:expr => $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut pairs: Vec<($crate::yaml::ValueKey, $crate::yaml::Value)> = Vec::new();
        $(
            if let Some(value) = $crate::yaml::IntoValue::into_value($value) {
                pairs.push(($crate::yaml::ValueKey::from($key), value));
            }
        )*
        $crate::yaml::Value::Map(pairs)
    }};
}

/// `list![a, b]`: a list; a `None` is left out.
macro_rules! list {
    ($($value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut items: Vec<$crate::yaml::Value> = Vec::new();
        $( items.extend($crate::yaml::IntoValue::into_value($value)); )*
        $crate::yaml::Value::List(items)
    }};
}

pub(crate) use {list, map};
