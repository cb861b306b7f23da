package main

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// intent compares what charts rendered with what the description meant: its disks and no others, nothing that nobody
// asked for, images with a version, no default password, one default StorageClass.
func intent(p *platform, rendered []object) []string {
	var refused []string
	refuse := func(o object, problem string) { refused = append(refused, title(o)+": "+problem) }
	defaults := 0
	for _, objects := range p.files {
		for _, one := range objects {
			if isDefaultClass(one) {
				defaults++
			}
		}
	}
	for _, one := range rendered {
		switch text(one, "kind") {
		case "CephCluster":
			disks(p, one, refuse)
		case "CephFilesystem":
			if !p.facts.Filesystems {
				refuse(one, "nobody asked for a filesystem")
			}
		case "CephObjectStore":
			refuse(one, "nobody asked for an object store")
		case "Secret":
			for key, value := range contents(one) {
				if value != "" && strings.Contains(strings.ToLower(key), "password") {
					refuse(one, "a password in "+key)
				}
			}
		}
		if isDefaultClass(one) {
			defaults++
		}
		for _, image := range images(one) {
			last := image[strings.LastIndex(image, "/")+1:]
			if !strings.ContainsAny(last, ":@") || strings.HasSuffix(last, ":latest") || strings.HasSuffix(last, ":") {
				refuse(one, "image without a version: "+image)
			}
		}
	}
	if defaults > 1 {
		refused = append(refused, fmt.Sprintf("%d default StorageClasses", defaults))
	}
	return refused
}

func disks(p *platform, cluster object, refuse func(object, string)) {
	storage := get(cluster, "spec", "storage")
	if get(storage, "useAllDevices") != false || get(storage, "useAllNodes") != false {
		refuse(cluster, "takes disks that nobody named")
	}
	meant := map[string]bool{}
	for node, paths := range p.facts.Disks {
		for _, path := range paths {
			meant[node+" "+path] = true
		}
	}
	for _, node := range list(storage, "nodes") {
		if get(node, "useAllDevices") == true {
			refuse(cluster, "takes all disks of "+text(node, "name"))
		}
		for _, device := range list(node, "devices") {
			name := text(node, "name") + " " + text(device, "name")
			if !meant[name] {
				refuse(cluster, "takes "+name)
			}
			delete(meant, name)
		}
	}
	for name := range meant {
		refuse(cluster, "does not take "+name)
	}
}

func isDefaultClass(o object) bool {
	annotations, _ := get(o, "metadata", "annotations").(map[string]any)
	return text(o, "kind") == "StorageClass" && annotations["storageclass.kubernetes.io/is-default-class"] == "true"
}

func contents(secret object) map[string]string {
	all := map[string]string{}
	for key, value := range asMap(secret["stringData"]) {
		all[key] = fmt.Sprint(value)
	}
	for key, value := range asMap(secret["data"]) {
		decoded, _ := base64.StdEncoding.DecodeString(fmt.Sprint(value))
		all[key] = string(decoded)
	}
	return all
}

func asMap(value any) map[string]any {
	inner, _ := value.(map[string]any)
	return inner
}

// images of all containers, wherever they stand.
func images(value any) []string {
	var all []string
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key == "containers" || key == "initContainers" {
				for _, container := range list(value, key) {
					all = append(all, text(container, "image"))
				}
			}
			all = append(all, images(inner)...)
		}
	case []any:
		for _, inner := range value {
			all = append(all, images(inner)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
