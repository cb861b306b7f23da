package main

import (
	"fmt"

	"github.com/siderolabs/talos/pkg/machinery/config/machine"
)

// badSamples sees that this judge would notice: each sample is refused, and nothing at all is accepted.
func badSamples() {
	facts := facts{Contract: contract, Kubernetes: "1.36.4", Cluster: "bad", Endpoint: "https://10.0.0.10:6443"}
	worker := base(facts, machine.TypeWorker)
	install := installPatch(document{Install: struct {
		Disk         string `yaml:"disk"`
		DiskSelector string `yaml:"diskSelector"`
	}{Disk: "/dev/disk/by-id/x"}})
	check(judge(worker, install), "a plain worker")
	for _, sample := range bad {
		if judge(worker, append(append([]string{}, install...), sample)) == nil {
			check(fmt.Errorf("accepted"), "bad sample: "+sample)
		}
	}
	fmt.Printf("talos %s: %d bad samples refused\n", contract, len(bad))
}
