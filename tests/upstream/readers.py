"""PyYAML reads every YAML file of compiled platforms as it was meant: `readers.py FOLDER...`; each has out/ and meant.json."""

import json
import pathlib
import sys

import yaml


def plain(value):
    """Dates become what nothing of ours is, so that one is noticed."""
    return json.loads(json.dumps(value, default=lambda other: f"{type(other).__name__}: {other}"))


def documents(text):
    return [plain(value) for value in yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) if value is not None]


def differences(text, meant):
    try:
        read = documents(text)
    except yaml.YAMLError as error:
        return [str(error)]
    if len(read) != len(meant):
        return [f"{len(read)} documents, meant {len(meant)}"]
    return [f"reads {ours}, meant {theirs}" for ours, theirs in zip(read, meant) if ours != theirs]


def main(folders):
    bad = ["a: no", "a: 1:20", "a: 2026-11-22", "a: 1_000", "on: 1"]
    for sample in bad:
        if not differences(sample, [{"a": sample.removeprefix("a: ")}]):
            sys.exit(f"blind: accepted {sample!r}")
    refusals = files = 0
    for folder in map(pathlib.Path, folders):
        corpus = folder / "corpus.yaml"
        sources = [(corpus, json.loads((folder / "corpus.json").read_text()))] if corpus.exists() else []
        if (folder / "meant.json").exists():
            meant = json.loads((folder / "meant.json").read_text())
            sources += [(folder / "out" / path, values) for path, values in meant.items()]
        for path, values in sources:
            files += 1
            for difference in differences(path.read_text(encoding="utf-8"), values):
                print(f"refused: {path}: {difference}")
                refusals += 1
    if refusals:
        sys.exit(f"{refusals} refusals")
    print(f"PyYAML: {files} files read as meant, {len(bad)} bad samples refused")


main(sys.argv[1:])
