package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

// helm renders the real charts with our values, and judges what comes out, and whether it is what we meant.
type helm struct {
	upstream string
	objects  *objects
	// Objects by chart and content of the values: each distinct values file is rendered once.
	seen map[string][]object
	// Why a release could not be rendered.
	failed map[string]error
}

func newHelm(upstream string, objects *objects) *helm {
	return &helm{upstream: upstream, objects: objects, seen: map[string][]object{}, failed: map[string]error{}}
}

func (*helm) name() string { return "helm" }

// release is a chart that an Application installs.
type release struct {
	chart, name, namespace, values string
}

func releases(p *platform) []release {
	var all []release
	for _, file := range sortedFiles(p) {
		for _, one := range p.files[file] {
			if text(one, "kind") != "Application" {
				continue
			}
			for _, source := range list(one, "spec", "sources") {
				if name := text(source, "chart"); name != "" {
					values := strings.TrimPrefix(list(source, "helm", "valueFiles")[0].(string), "$values/"+p.facts.Prefix+"/")
					all = append(all, release{name, text(source, "helm", "releaseName"), text(one, "spec", "destination", "namespace"), values})
				}
			}
		}
	}
	return all
}

func (h *helm) judge(p *platform) []string {
	var refused []string
	var rendered []object
	for _, release := range releases(p) {
		_, known := h.seen[h.key(p, release)]
		objects := h.rendered(p, release)
		if err := h.failed[h.key(p, release)]; err != nil {
			refused = append(refused, release.values+": "+err.Error())
		}
		rendered = append(rendered, objects...)
		if known {
			continue
		}
		for _, one := range objects {
			for _, problem := range h.objects.one(one) {
				// What upstream writes less tidily than we do is not ours to judge.
				if !strings.Contains(problem, "becomes") && !strings.Contains(problem, "is dropped") && !strings.Contains(problem, "is written") {
					refused = append(refused, release.chart+": "+title(one)+": "+problem)
				}
			}
		}
	}
	return append(refused, intent(p, rendered)...)
}

// key tells renders apart.
func (h *helm) key(p *platform, release release) string {
	values, _ := os.ReadFile(filepath.Join(p.folder, "out", release.values))
	return fmt.Sprintf("%s %s %s %x", release.chart, release.name, release.namespace, sha256.Sum256(values))
}

// rendered objects of a release; nothing when it cannot be rendered.
func (h *helm) rendered(p *platform, release release) []object {
	key := h.key(p, release)
	if _, known := h.seen[key]; !known {
		values, err := os.ReadFile(filepath.Join(p.folder, "out", release.values))
		if err == nil {
			h.seen[key], err = h.render(release, string(values))
		}
		h.failed[key] = err
	}
	return h.seen[key]
}

func (h *helm) render(release release, values string) ([]object, error) {
	archives, _ := filepath.Glob(filepath.Join(h.upstream, "charts", release.chart+"*.tgz"))
	// `rook-ceph` is also the start of `rook-ceph-cluster`.
	slices.SortFunc(archives, func(a, b string) int { return len(a) - len(b) })
	if len(archives) == 0 {
		return nil, fmt.Errorf("no chart %s", release.chart)
	}
	loaded, err := loader.Load(archives[0])
	if err != nil {
		return nil, err
	}
	return render(loaded, release, values)
}

func render(loaded *chart.Chart, release release, values string) ([]object, error) {
	read, err := common.ReadValues([]byte(values))
	if err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(loaded, read); err != nil {
		return nil, err
	}
	capabilities := common.DefaultCapabilities.Copy()
	capabilities.KubeVersion = common.KubeVersion{Version: "v1.36.4", Major: "1", Minor: "36"}
	options := common.ReleaseOptions{Name: release.name, Namespace: release.namespace, IsInstall: true, Revision: 1}
	all, err := commonutil.ToRenderValues(loaded, read, options, capabilities)
	if err != nil {
		return nil, err
	}
	files, err := engine.Render(loaded, all)
	if err != nil {
		return nil, err
	}
	var objects []object
	for name, content := range files {
		if path.Ext(name) != ".yaml" {
			continue
		}
		parsed, err := lenient(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		objects = append(objects, parsed...)
	}
	return objects, nil
}

// bad: values that a chart refuses, and renders that are not what was meant.
func (h *helm) bad() error {
	if _, err := h.render(release{"vcluster", "a", "vc-a", ""}, "controlPlane: {statefulset: {}}\n"); err == nil {
		return fmt.Errorf("vcluster accepted an unknown key")
	}
	samples := []string{
		"{kind: CephCluster, metadata: {name: a}, spec: {storage: {useAllDevices: true}}}",
		"{kind: CephCluster, metadata: {name: a}, spec: {storage: {useAllDevices: false, nodes: [{name: n, devices: [{name: /dev/sdb}]}]}}}",
		"{kind: CephFilesystem, metadata: {name: a}}",
		"{kind: CephObjectStore, metadata: {name: a}}",
		"{kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{image: quay.io/a/b}]}}}}",
		"{kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{image: 'quay.io/a/b:latest'}]}}}}",
		"{kind: Secret, metadata: {name: a}, stringData: {password: changeme}}",
		"{kind: StorageClass, metadata: {name: a, annotations: {storageclass.kubernetes.io/is-default-class: 'true'}}}\n---\n{kind: StorageClass, metadata: {name: b, annotations: {storageclass.kubernetes.io/is-default-class: 'true'}}}",
	}
	return blind(samples, func(sample string) []string {
		parsed, err := parse(sample)
		must(err)
		return intent(&platform{files: map[string][]object{}}, parsed)
	})
}
