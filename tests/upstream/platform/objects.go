package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	names "k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// objects judges single objects as the API server does.
type objects struct {
	custom  map[string]custom
	builtin runtime.Decoder
}

// custom is one version of a CRD.
type custom struct {
	schema    *structuralschema.Structural
	validator validation.SchemaValidator
	rules     *cel.Validator
}

var crdFiles = []string{
	"argocd/*.yaml", "externalsecrets/*.yaml", "rook/crds.*.yaml", "crds/*.yaml.gz",
}

func newObjects(upstream string) *objects {
	o := &objects{
		custom:  map[string]custom{},
		builtin: serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer(),
	}
	for _, crd := range crds(upstream) {
		for _, version := range crd.Spec.Versions {
			var internal apiextensions.CustomResourceValidation
			must(apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(version.Schema, &internal, nil))
			structural, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
			must(err)
			validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
			must(err)
			key := crd.Spec.Group + "/" + version.Name + " " + crd.Spec.Names.Kind
			o.custom[key] = custom{structural, validator, cel.NewValidator(structural, true, celconfig.PerCallLimit)}
		}
	}
	return o
}

// crds reads every definition of a custom resource.
func crds(upstream string) []apiextensionsv1.CustomResourceDefinition {
	var all []apiextensionsv1.CustomResourceDefinition
	for _, pattern := range crdFiles {
		files, _ := filepath.Glob(filepath.Join(upstream, pattern))
		for _, file := range files {
			content, err := os.ReadFile(file)
			must(err)
			if strings.HasSuffix(file, ".gz") {
				reader, err := gzip.NewReader(bytes.NewReader(content))
				must(err)
				content, err = io.ReadAll(reader)
				must(err)
			}
			for _, document := range documents(string(content)) {
				var crd apiextensionsv1.CustomResourceDefinition
				must(yaml.Unmarshal([]byte(document), &crd))
				if crd.Kind == "CustomResourceDefinition" {
					all = append(all, crd)
				}
			}
		}
	}
	return all
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (*objects) name() string { return "objects" }

func (j *objects) judge(p *platform) []string {
	var refused []string
	for path, objects := range p.files {
		for _, one := range objects {
			if text(one, "kind") == "Kustomization" {
				continue
			}
			for _, problem := range j.one(one) {
				refused = append(refused, path+": "+title(one)+": "+problem)
			}
		}
	}
	return refused
}

// one object: metadata, then the schema of its kind.
func (j *objects) one(o object) []string {
	refused := metadata(o)
	if custom, ok := j.custom[text(o, "apiVersion")+" "+text(o, "kind")]; ok {
		refused = append(refused, custom.judge(o)...)
		return append(refused, quantities("", o)...)
	}
	content, err := json.Marshal(o)
	must(err)
	typed, _, err := j.builtin.Decode(content, nil, nil)
	if err != nil {
		return append(refused, err.Error())
	}
	again, err := json.Marshal(typed)
	must(err)
	var back object
	must(utiljson.Unmarshal(again, &back))
	return append(refused, changed("", o, back)...)
}

func metadata(o object) []string {
	content, err := json.Marshal(o["metadata"])
	must(err)
	var meta metav1.ObjectMeta
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&meta); err != nil {
		return []string{"metadata: " + err.Error()}
	}
	var refused []string
	checkName := names.IsDNS1123Subdomain
	if strings.HasPrefix(text(o, "apiVersion"), "rbac.") {
		// Roles may have any path segment as name.
		checkName = func(name string) []string {
			if strings.ContainsAny(name, "/%") {
				return []string{"no path segment"}
			}
			return nil
		}
	}
	for _, problem := range checkName(meta.Name) {
		refused = append(refused, "name "+meta.Name+": "+problem)
	}
	for _, problem := range metavalidation.ValidateLabels(meta.Labels, field.NewPath("metadata", "labels")) {
		refused = append(refused, problem.Error())
	}
	return refused
}

func (c custom) judge(o object) []string {
	var refused []string
	copied := runtime.DeepCopyJSON(o)
	unknown := pruning.PruneWithOptions(copied, c.schema, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		refused = append(refused, "unknown field "+path)
	}
	defaulting.Default(copied, c.schema)
	for _, problem := range validation.ValidateCustomResource(nil, copied, c.validator) {
		refused = append(refused, problem.Error())
	}
	problems, _ := c.rules.Validate(context.Background(), nil, c.schema, copied, nil, celconfig.RuntimeCELCostBudget)
	for _, problem := range problems {
		refused = append(refused, problem.Error())
	}
	return refused
}

// changed says which of our values upstream's types write otherwise: quantities that are not canonical, values dropped.
func changed(path string, ours, theirs any) []string {
	switch ours := ours.(type) {
	case map[string]any:
		theirs, ok := theirs.(map[string]any)
		if !ok && len(ours) > 0 {
			return []string{path + " is dropped"}
		}
		var all []string
		for key, value := range ours {
			if inner, ok := value.(map[string]any); ok && len(inner) == 0 {
				continue
			}
			if items, ok := value.([]any); ok && len(items) == 0 {
				continue
			}
			if other, ok := theirs[key]; ok || value != nil && !reflect.ValueOf(value).IsZero() {
				all = append(all, changed(path+"."+key, value, other)...)
			}
		}
		return all
	case []any:
		theirs, _ := theirs.([]any)
		if len(theirs) != len(ours) {
			return []string{path + " is dropped"}
		}
		var all []string
		for at := range ours {
			all = append(all, changed(fmt.Sprintf("%s[%d]", path, at), ours[at], theirs[at])...)
		}
		return all
	case nil:
		return nil
	}
	if !reflect.DeepEqual(ours, theirs) && fmt.Sprint(ours) != fmt.Sprint(theirs) {
		return []string{fmt.Sprintf("%s: %v becomes %v", path, ours, theirs)}
	}
	return nil
}

// quantities of custom resources, by the names under which they stand, must be canonical.
func quantities(path string, value any) []string {
	var refused []string
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key == "requests" || key == "limits" || key == "hard" || key == "capacity" {
				if amounts, ok := inner.(map[string]any); ok {
					for name, amount := range amounts {
						refused = append(refused, canonical(path+"."+key+"."+name, amount)...)
					}
					continue
				}
			}
			refused = append(refused, quantities(path+"."+key, inner)...)
		}
	case []any:
		for at, inner := range value {
			refused = append(refused, quantities(fmt.Sprintf("%s[%d]", path, at), inner)...)
		}
	}
	return refused
}

func canonical(path string, amount any) []string {
	word, ok := amount.(string)
	if !ok {
		return nil
	}
	parsed, err := resource.ParseQuantity(word)
	if err != nil {
		return []string{path + ": " + err.Error()}
	}
	if parsed.String() != word {
		return []string{fmt.Sprintf("%s: %s is written %s", path, word, parsed.String())}
	}
	return nil
}

func (j *objects) bad() error {
	samples := []string{
		// A wave outside of the annotations.
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, argocd.argoproj.io/sync-wave: '1'}, spec: {project: p, destination: {}}}",
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}, spec: {project: p, destination: {projekt: p}}}",
		"{apiVersion: kubevirt.io/v1, kind: VirtualMachine, metadata: {name: a}, spec: {runStrategy: Always, template: {spec: {hostnme: a, domain: {devices: {}}}}}}",
		"{apiVersion: cdi.kubevirt.io/v1beta1, kind: DataVolume, metadata: {name: a}, spec: {storage: {resources: {requests: {storage: 20GB}}}}}",
		"{apiVersion: ceph.rook.io/v1, kind: CephCluster, metadata: {name: a}, spec: {storage: {useAllNode: false}}}",
		// A rule of the CRD in CEL: either replicas or an autoscaler's name.
		"{apiVersion: ceph.rook.io/v1, kind: CephBlockPoolRadosNamespace, metadata: {name: a}, spec: {blockPoolName: p, mirroring: {mode: wrong}}}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: a, label: {b: c}}}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: A_b}}",
		"{apiVersion: v1, kind: ResourceQuota, metadata: {name: a}, spec: {hard: {requests.memory: 8192Mi}}}",
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {b: 'c d'}}}",
		"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replica: 1}}",
		"{apiVersion: example.org/v1, kind: Unknown, metadata: {name: a}}",
	}
	return blind(samples, func(sample string) []string {
		parsed, err := parse(sample)
		must(err)
		return j.one(parsed[0])
	})
}
