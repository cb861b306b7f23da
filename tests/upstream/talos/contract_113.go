//go:build !talos114

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/siderolabs/image-factory/pkg/schematic"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

const contract = "1.13"

func ofContract(bool) []generate.Option { return nil }

func validate(whole config.Provider) ([]string, error) {
	return whole.Validate(metal{}, validation.WithLocal(), validation.WithStrict())
}

// installPatch is what Omni adds for the disk of a machine.
func installPatch(one document) []string {
	return []string{fmt.Sprintf("machine: {install: {disk: %q, image: omni.example.org/installer:v1.13.9}}", one.Install.Disk+one.Install.DiskSelector)}
}

// schematics of the Image Factory: its ID of our file must be the one that the file says.
func schematics(out string) {
	files, _ := filepath.Glob(filepath.Join(out, "talos/schematics/*.yaml"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(err, file)
		read, err := schematic.Unmarshal(text)
		check(err, file)
		id, err := read.ID()
		check(err, file)
		if !strings.Contains(string(text), "# id: "+id+"\n") {
			check(fmt.Errorf("the factory's ID is %s", id), file)
		}
	}
}

// bad samples, each of which must be refused.
var bad = []string{
	"machine: {kubelet: {nodeIp: {validSubnets: []}}}",
	"apiVersion: v1alpha1\nkind: KubeProxyConfig\nenabled: false\n",
	"apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n",
	"apiVersion: v1alpha1\nkind: BondConfig\nname: bond9\nlinks: [a, b]\nbondMode: 802.3ad\n",
	"apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: a\nprovisioning: {diskSelector: {match: disk.size > 50GB}, minSize: 1GiB}\n",
	"- op: add\n  path: /machine/sysctls\n  value: {}\n",
}
