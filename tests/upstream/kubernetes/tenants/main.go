// Judges the borders of clubs by the API server's own code (version of go.mod): deeds that must be refused in each club's
// namespaces, deeds that must be allowed, and for each refusal its control: the same deed with that one protection taken out is
// allowed, so that the judge is seen to bite. `go run . FOLDER...`, each an `out/`, or what holds one.
package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/klog/v2"
)

// What a platform is made of, as far as clubs meet it.
type platform struct {
	name    string
	objects []*unstructured.Unstructured
	clubs   []club
}

// A club, by the label of its namespaces.
type club struct {
	name       string
	namespaces []string
	// Where its VMs are: Pod Security is privileged there.
	privileged map[string]bool
}

// A deed and what came of it.
type verdict struct {
	refused, allowed, controls int
	wrong                      []string
}

func (v *verdict) fail(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

// refuse notes a deed that must be refused, and its control, which must be allowed.
func (v *verdict) refuse(what string, isAllowed, controlIsAllowed bool) {
	if isAllowed {
		v.fail("allowed: %s", what)
	} else {
		v.refused++
	}
	if controlIsAllowed {
		v.controls++
	} else {
		v.fail("does not bite: %s is refused without its protection too", what)
	}
}

func (v *verdict) allow(what string, isAllowed bool) {
	if isAllowed {
		v.allowed++
	} else {
		v.fail("refused: %s", what)
	}
}

func main() {
	// What the admission plugins say of their start is no verdict.
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	total := verdict{}
	clubs := 0
	for _, folder := range os.Args[1:] {
		if _, err := os.Stat(filepath.Join(folder, "out")); err == nil {
			folder = filepath.Join(folder, "out")
		}
		platform, err := load(folder)
		if err != nil {
			total.fail("%s: %v", folder, err)
			continue
		}
		clubs += len(platform.clubs)
		one := verdict{}
		policies(platform, &one)
		rights(platform, &one)
		services(folder, &one)
		for _, wrong := range one.wrong {
			total.fail("%s: %s", folder, wrong)
		}
		total.refused += one.refused
		total.allowed += one.allowed
		total.controls += one.controls
	}
	fmt.Printf("tenants: %d platforms, %d clubs: %d deeds refused, each with its control (%d), %d allowed\n",
		len(os.Args)-1, clubs, total.refused, total.controls, total.allowed)
	if len(total.wrong) > 0 {
		fmt.Println(strings.Join(total.wrong, "\n"))
		os.Exit(1)
	}
}

func load(folder string) (*platform, error) {
	all := &platform{name: folder}
	for _, part := range []string{"clubs", "platform/tenant-isolation"} {
		err := filepath.WalkDir(filepath.Join(folder, part), func(path string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") || entry.Name() == "values.yaml" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return all.read(text)
		})
		if err != nil {
			return nil, err
		}
	}
	all.find()
	return all, nil
}

func (p *platform) read(text []byte) error {
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		object := map[string]any{}
		if err := decoder.Decode(&object); err != nil {
			if err.Error() == "EOF" {
				return nil
			}
			return err
		}
		if len(object) > 0 {
			p.objects = append(p.objects, &unstructured.Unstructured{Object: object})
		}
	}
}

const labelClub = "radier.dev/club"

func (p *platform) find() {
	at := map[string]int{}
	for _, object := range p.of("Namespace") {
		name := object.GetLabels()[labelClub]
		if name == "" {
			continue
		}
		if _, known := at[name]; !known {
			at[name] = len(p.clubs)
			p.clubs = append(p.clubs, club{name: name, privileged: map[string]bool{}})
		}
		one := &p.clubs[at[name]]
		one.namespaces = append(one.namespaces, object.GetName())
		one.privileged[object.GetName()] = object.GetLabels()["pod-security.kubernetes.io/enforce"] == "privileged"
	}
}

func (p *platform) of(kind string) []*unstructured.Unstructured {
	var all []*unstructured.Unstructured
	for _, object := range p.objects {
		if object.GetKind() == kind {
			all = append(all, object)
		}
	}
	return all
}
