package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubelet "k8s.io/kubelet/config/v1beta1"
)

// kubeletShape is schema/upstream/kubelet.txt: the fields of the kubelet's configuration, of which there is no schema.
func kubeletShape() string {
	out := &strings.Builder{}
	out.WriteString("# Derived by `platform -kubelet FILE` of tests/upstream; docs/upstream.md\n# version 1.36\n# origin k8s.io/kubelet config/v1beta1 types.go\n")
	shape(out, "KubeletConfiguration", reflect.TypeOf(kubelet.KubeletConfiguration{}), 0)
	return out.String()
}

func shape(out *strings.Builder, name string, kind reflect.Type, depth int) {
	head, inner := head(kind)
	fmt.Fprintf(out, "%s%s %s\n", strings.Repeat(" ", depth), name, head)
	if inner == nil {
		return
	}
	names := map[string]reflect.Type{}
	fields(inner, names)
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	for _, name := range sorted {
		shape(out, name, names[name], depth+1)
	}
}

// fields by their name in YAML; an embedded struct gives its own.
func fields(kind reflect.Type, names map[string]reflect.Type) {
	for at := range kind.NumField() {
		field := kind.Field(at)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case strings.Contains(options, "inline"):
			fields(field.Type, names)
		case name != "" && name != "-":
			names[name] = field.Type
		}
	}
}

// head of a type as the shapes write it, and the struct whose fields follow.
func head(kind reflect.Type) (string, reflect.Type) {
	switch kind {
	case reflect.TypeOf(metav1.Duration{}):
		return "text", nil
	case reflect.TypeOf(resource.Quantity{}):
		return "quantity", nil
	}
	switch kind.Kind() {
	case reflect.Pointer:
		return head(kind.Elem())
	case reflect.String:
		return "text", nil
	case reflect.Bool:
		return "bool", nil
	case reflect.Float32, reflect.Float64:
		return "number", nil
	case reflect.Slice:
		word, inner := head(kind.Elem())
		return "[" + word + "]", inner
	case reflect.Map:
		word, inner := head(kind.Elem())
		return "{" + word + "}", inner
	case reflect.Struct:
		return "object", kind
	}
	if kind.Kind() >= reflect.Int && kind.Kind() <= reflect.Uint64 {
		return "int", nil
	}
	return "any", nil
}

// kubeletFresh sees that the committed file is what upstream's types say.
func kubeletFresh(file string) error {
	content, err := os.ReadFile(file)
	if err == nil && string(content) != kubeletShape() {
		err = fmt.Errorf("%s is stale: run `platform -kubelet %s`", file, file)
	}
	return err
}
