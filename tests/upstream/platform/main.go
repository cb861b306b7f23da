// Command platform judges compiled platforms by upstream's own code: the API server's validation of built-in kinds and
// custom resources, Helm with the real charts, Argo CD's rules, readers of YAML, kubeconform.
//
//	platform -upstream ../../../shared/upstream FOLDER...
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// A judge looks at one platform and says what it refuses.
type judge interface {
	name() string
	// bad samples must be refused, or the judge is blind.
	bad() error
	judge(p *platform) []string
}

func main() {
	upstream := flag.String("upstream", "../../../shared/upstream", "CRDs, definitions and charts")
	corpus := flag.String("corpus", "", "folder with corpus.yaml and corpus.json")
	kubelet := flag.String("kubelet", "", "only write the shape of the kubelet's configuration to this file")
	shapes := flag.String("shapes", "", "folder of the shapes, to see that the kubelet's is fresh")
	flag.Parse()
	if *kubelet != "" {
		must(os.WriteFile(*kubelet, []byte(kubeletShape()), 0o644))
		return
	}
	judges := []judge{newReaders(*corpus)}
	if _, err := os.Stat(*upstream); err == nil {
		objects := newObjects(*upstream)
		helm := newHelm(*upstream, objects)
		judges = append(judges, objects, helm, argocd{helm}, newConform(*upstream))
	} else {
		judges = append(judges, argocd{})
		fmt.Printf("skipped: %s is not here: no CRDs, definitions and charts to judge by\n", *upstream)
	}
	refusals := 0
	if *shapes != "" {
		if err := kubeletFresh(filepath.Join(*shapes, "kubelet.txt")); err != nil {
			fmt.Printf("refused: %v\n", err)
			refusals++
		}
	}
	for _, judge := range judges {
		if err := judge.bad(); err != nil {
			fmt.Printf("blind: %s: %v\n", judge.name(), err)
			refusals++
		}
	}
	for _, folder := range flag.Args() {
		platform, err := load(folder)
		if err != nil {
			fmt.Printf("refused: %s: %v\n", folder, err)
			refusals++
			continue
		}
		for _, judge := range judges {
			for _, refusal := range judge.judge(platform) {
				fmt.Printf("refused: %s: %s: %s\n", filepath.Base(filepath.Clean(folder)), judge.name(), refusal)
				refusals++
			}
		}
	}
	for _, judge := range judges {
		fmt.Printf("judge %s: done\n", judge.name())
	}
	if refusals > 0 {
		fmt.Printf("%d refusals\n", refusals)
		os.Exit(1)
	}
	fmt.Printf("%d platforms accepted\n", flag.NArg())
}

// blind says which of the samples a judge let pass.
func blind(samples []string, judge func(sample string) []string) error {
	var passed []string
	for _, sample := range samples {
		if len(judge(sample)) == 0 {
			passed = append(passed, sample)
		}
	}
	sort.Strings(passed)
	if len(passed) > 0 {
		return fmt.Errorf("accepted:\n%s", strings.Join(passed, "\n---\n"))
	}
	return nil
}
