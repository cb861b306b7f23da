package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/yannh/kubeconform/pkg/validator"
)

// conform runs kubeconform as the first user's required check does: strict, no missing schema ignored.
type conform struct{ validator validator.Validator }

func newConform(upstream string) conform {
	folder, err := os.MkdirTemp("", "schemas")
	must(err)
	for _, crd := range crds(upstream) {
		for _, version := range crd.Spec.Versions {
			content, err := json.Marshal(version.Schema.OpenAPIV3Schema)
			must(err)
			var schema map[string]any
			must(json.Unmarshal(content, &schema))
			closed(schema, true)
			save(folder, crd.Spec.Names.Kind, crd.Spec.Group, version.Name, schema)
		}
	}
	builtin(upstream, folder)
	location := folder + "/{{ .Group }}_{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json"
	one, err := validator.New([]string{location}, validator.Opts{Strict: true, KubernetesVersion: "1.36.0"})
	must(err)
	return conform{one}
}

// builtin writes a schema per kind of Kubernetes' own definitions.
func builtin(upstream, folder string) {
	files, _ := filepath.Glob(filepath.Join(upstream, "kubernetes/definitions.strict.*.json"))
	content, err := os.ReadFile(files[0])
	must(err)
	var definitions struct {
		Defs map[string]map[string]any `json:"$defs"`
	}
	must(json.Unmarshal(content, &definitions))
	// Both alternatives of a number or a text also take null, so `oneOf` would refuse null twice.
	for _, name := range []string{"io.k8s.apimachinery.pkg.api.resource.Quantity", "io.k8s.apimachinery.pkg.util.intstr.IntOrString"} {
		definitions.Defs[name] = map[string]any{"type": []string{"string", "number"}}
	}
	shared, err := json.Marshal(map[string]any{"$defs": definitions.Defs})
	must(err)
	must(os.WriteFile(filepath.Join(folder, "definitions.json"), shared, 0o600))
	for name, definition := range definitions.Defs {
		for _, kind := range list(definition, "x-kubernetes-group-version-kind") {
			schema := map[string]any{"$ref": "file://" + folder + "/definitions.json#/$defs/" + name}
			save(folder, text(kind, "kind"), text(kind, "group"), text(kind, "version"), schema)
		}
	}
}

func save(folder, kind, group, version string, schema map[string]any) {
	content, err := json.Marshal(schema)
	must(err)
	if group == "" {
		// kubeconform takes the version of the core group for its name.
		group = version
	}
	name := fmt.Sprintf("%s_%s_%s.json", group, strings.ToLower(kind), version)
	must(os.WriteFile(filepath.Join(folder, name), content, 0o600))
}

// closed refuses keys that a CRD does not have, as kubeconform's own converter does.
func closed(schema map[string]any, root bool) {
	if schema["x-kubernetes-int-or-string"] == true {
		for key := range schema {
			delete(schema, key)
		}
		schema["type"] = []string{"string", "integer"}
		return
	}
	properties, ok := schema["properties"].(map[string]any)
	if ok && schema["additionalProperties"] == nil && schema["x-kubernetes-preserve-unknown-fields"] != true {
		schema["additionalProperties"] = false
	}
	if root && ok {
		properties["apiVersion"], properties["kind"] = map[string]any{"type": "string"}, map[string]any{"type": "string"}
		properties["metadata"] = map[string]any{"type": "object"}
	}
	for key, inner := range schema {
		switch inner := inner.(type) {
		case map[string]any:
			if key == "properties" {
				for _, property := range inner {
					if property, ok := property.(map[string]any); ok {
						closed(property, false)
					}
				}
			} else if key == "items" || key == "additionalProperties" {
				closed(inner, false)
			}
		}
	}
}

func (conform) name() string { return "kubeconform" }

func (c conform) judge(p *platform) []string {
	var refused []string
	for path, objects := range p.files {
		for _, one := range objects {
			if text(one, "kind") == "Kustomization" {
				continue
			}
			for _, problem := range c.one(one) {
				refused = append(refused, path+": "+title(one)+": "+problem)
			}
		}
	}
	return refused
}

func (c conform) one(o object) []string {
	content, err := json.Marshal(o)
	must(err)
	var refused []string
	for _, result := range c.validator.Validate("object", io.NopCloser(bytes.NewReader(content))) {
		if result.Status != validator.Valid {
			refused = append(refused, fmt.Sprint(result.Err))
		}
	}
	return refused
}

func (c conform) bad() error {
	samples := []string{
		"{apiVersion: v1, kind: Namespace, metadata: {name: a, label: {b: c}}}",
		"{apiVersion: ceph.rook.io/v1, kind: CephCluster, metadata: {name: a}, spec: {storage: {useAllNode: false}}}",
		"{apiVersion: example.org/v1, kind: Unknown, metadata: {name: a}}",
	}
	return blind(samples, func(sample string) []string {
		parsed, err := parse(sample)
		must(err)
		return c.one(parsed[0])
	})
}
