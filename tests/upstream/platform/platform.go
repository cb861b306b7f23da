package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"
)

// platform is one compiled description.
type platform struct {
	folder string
	facts  facts
	// files of out/ with objects that Argo CD applies, by path.
	files map[string][]object
}

// facts that no file of out/ says.
type facts struct {
	Prefix      string              `json:"prefix"`
	Repository  string              `json:"repository"`
	Disks       map[string][]string `json:"disks"`
	Filesystems bool                `json:"filesystems"`
}

type object = map[string]any

func load(folder string) (*platform, error) {
	p := &platform{folder: folder, files: map[string][]object{}}
	text, err := os.ReadFile(filepath.Join(folder, "facts.json"))
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &p.facts); err != nil {
		return nil, err
	}
	out := filepath.Join(folder, "out")
	return p, filepath.WalkDir(out, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		name, _ := filepath.Rel(out, path)
		if strings.HasPrefix(name, "talos/") || filepath.Base(name) == "values.yaml" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		objects, err := parse(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.files[name] = objects
		return nil
	})
}

// parse reads documents as Argo CD and kubectl do.
func parse(text string) ([]object, error) {
	return read(text, yaml.YAMLToJSONStrict)
}

// lenient reads what charts render: some write a key twice.
func lenient(text string) ([]object, error) {
	return read(text, yaml.YAMLToJSON)
}

func read(text string, toJSON func([]byte) ([]byte, error)) ([]object, error) {
	var objects []object
	for _, document := range documents(text) {
		content, err := toJSON([]byte(document))
		if err != nil {
			return nil, err
		}
		var one object
		// Whole numbers stay whole, as in the API server.
		if err := utiljson.Unmarshal(content, &one); err != nil {
			return nil, err
		}
		if len(one) > 0 {
			objects = append(objects, one)
		}
	}
	return objects, nil
}

// documents of a stream; each keeps its last line end, which may belong to a text.
func documents(stream string) []string {
	all := strings.Split("\n"+stream, "\n---")
	for at := range all {
		all[at] += "\n"
	}
	return all
}

// get walks keys; nil where there is none.
func get(value any, path ...string) any {
	for _, key := range path {
		inner, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = inner[key]
	}
	return value
}

func text(value any, path ...string) string {
	word, _ := get(value, path...).(string)
	return word
}

func list(value any, path ...string) []any {
	items, _ := get(value, path...).([]any)
	return items
}

func title(o object) string {
	return text(o, "kind") + " " + text(o, "metadata", "namespace") + "/" + text(o, "metadata", "name")
}
