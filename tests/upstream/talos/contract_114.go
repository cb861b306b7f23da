//go:build talos114

package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

const contract = "1.14"

// Omni's base has no document that installs; ours writes its own where there is no Omni.
func ofContract(bool) []generate.Option {
	return []generate.Option{generate.WithSkipUnattendedInstallConfig(true)}
}

func validate(whole config.Provider) ([]string, error) {
	return whole.ValidateAsClient(metal{}, validation.WithLocal(), validation.WithStrict())
}

// installPatch is what Omni adds for the disk of a machine.
func installPatch(one document) []string {
	match := one.Install.DiskSelector
	if match == "" {
		match = fmt.Sprintf("%q in disk.symlinks", one.Install.Disk)
	}
	return []string{fmt.Sprintf("apiVersion: v1alpha1\nkind: UnattendedInstallConfig\ninstaller: {image: omni.example.org/installer:v1.14.1}\nprovisioning: {diskSelector: {match: %q}, wipe: true}\n", match)}
}

// The judge of 1.13 looks at schematics; they have no contract.
func schematics(string) {}

// bad samples, each of which must be refused.
var bad = []string{
	"machine: {kubelet: {image: x}}",
	"apiVersion: v1alpha1\nkind: SysctlConfg\nparams: {}\n",
	"apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n",
	"apiVersion: v1alpha1\nkind: KubeProxyConfig\nenabled: false\n",
}
