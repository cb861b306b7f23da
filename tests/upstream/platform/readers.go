package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	yamlv3 "gopkg.in/yaml.v3"
	"sigs.k8s.io/yaml"
)

// readers compares every YAML file, as sigs.k8s.io/yaml (kubectl, Helm, Argo CD) and yaml.v3 (Talos, Omni) read it, with
// the values that were meant. readers.py does the same with PyYAML.
type readers struct{ corpus string }

func newReaders(corpus string) readers { return readers{corpus} }

func (readers) name() string { return "readers" }

func (readers) judge(p *platform) []string {
	content, err := os.ReadFile(filepath.Join(p.folder, "meant.json"))
	must(err)
	var meant map[string][]any
	must(json.Unmarshal(content, &meant))
	var refused []string
	for path, documents := range meant {
		content, err := os.ReadFile(filepath.Join(p.folder, "out", path))
		must(err)
		for _, problem := range compare(string(content), documents) {
			refused = append(refused, path+": "+problem)
		}
	}
	return refused
}

func compare(content string, meant []any) []string {
	var refused []string
	for name, read := range map[string]func(string) ([]any, error){"sigs.k8s.io/yaml": sigs, "yaml.v3": v3} {
		documents, err := read(content)
		if err != nil {
			refused = append(refused, name+": "+err.Error())
		} else if len(documents) != len(meant) {
			refused = append(refused, fmt.Sprintf("%s: %d documents, meant %d", name, len(documents), len(meant)))
		} else {
			for at := range documents {
				if !reflect.DeepEqual(documents[at], meant[at]) {
					refused = append(refused, fmt.Sprintf("%s: reads %v, meant %v", name, documents[at], meant[at]))
				}
			}
		}
	}
	return refused
}

func sigs(content string) ([]any, error) {
	var all []any
	for _, document := range documents(content) {
		text, err := yaml.YAMLToJSONStrict([]byte(document))
		if err != nil {
			return nil, err
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			return nil, err
		}
		if value != nil {
			all = append(all, value)
		}
	}
	return all, nil
}

func v3(content string) ([]any, error) {
	var all []any
	for decoder := yamlv3.NewDecoder(bytes.NewReader([]byte(content))); ; {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		var plain any
		must(json.Unmarshal(text, &plain))
		all = append(all, plain)
	}
}

// bad also looks at the corpus of texts that readers take for something else.
func (r readers) bad() error {
	if r.corpus != "" {
		content, err := os.ReadFile(filepath.Join(r.corpus, "corpus.yaml"))
		must(err)
		text, err := os.ReadFile(filepath.Join(r.corpus, "corpus.json"))
		must(err)
		var meant []any
		must(json.Unmarshal(text, &meant))
		if len(meant) < 400 {
			return fmt.Errorf("a corpus of %d only", len(meant))
		}
		if refused := compare(string(content), meant); len(refused) > 0 {
			return errors.New(strings.Join(refused, "\n"))
		}
	}
	return blind([]string{"a: no", "a: 0o14", "a: 1\na: 2", "on: 1", "a: 1_000"}, func(sample string) []string {
		return compare(sample, []any{map[string]any{"a": strings.TrimPrefix(sample, "a: ")}})
	})
}
