//! All integration tests, in one binary.

mod breaking;
mod cascades;
mod cli;
mod contrib;
mod coverage;
mod crash;
mod emitted;
mod fix;
mod format;
mod formats;
mod generated;
mod kdl;
mod messages;
mod names;
mod platforms;
mod readme;
mod remembering;
mod robustness;
mod rules;
mod seeded;
mod support;
mod tidy;
mod ui;
mod upstream;
mod yaml;
mod yaml_corpus;
