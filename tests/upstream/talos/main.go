// Command talos judges the machine configuration of compiled platforms by Talos' own code: the base configuration of the
// contract, all patches in the order of the runbook or of Omni, loaded again and validated for metal. A warning is a refusal.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
	"gopkg.in/yaml.v3"
)

// metal is the mode of a machine that Talos installs itself on.
type metal struct{}

func (metal) String() string        { return "metal" }
func (metal) RequiresInstall() bool { return true }
func (metal) InContainer() bool     { return false }

// facts of a platform that no file of out/ says.
type facts struct {
	Contract   string `json:"contract"`
	Kubernetes string `json:"kubernetes"`
	Cluster    string `json:"cluster"`
	Endpoint   string `json:"endpoint"`
	Omni       bool   `json:"omni"`
}

// target is one machine and the patches that reach it, in order.
type target struct {
	name    string
	kind    machine.Type
	patches []string
}

func main() {
	badSamples()
	machines, refusals := 0, 0
	for _, folder := range os.Args[1:] {
		var facts facts
		text, err := os.ReadFile(filepath.Join(folder, "facts.json"))
		check(err, folder)
		check(json.Unmarshal(text, &facts), folder)
		if facts.Contract != contract {
			continue
		}
		out := filepath.Join(folder, "out")
		targets := fromRunbook(out)
		if facts.Omni {
			targets = fromOmni(out)
		}
		if len(targets) == 0 {
			check(fmt.Errorf("no machine found"), folder)
		}
		bases := map[machine.Type]config.Provider{}
		for _, target := range targets {
			if bases[target.kind] == nil {
				bases[target.kind] = base(facts, target.kind)
			}
			if err := judge(bases[target.kind], target.patches); err != nil {
				fmt.Printf("refused: %s %s: %v\n", folder, target.name, err)
				refusals++
			}
			machines++
		}
		schematics(out)
	}
	if refusals > 0 {
		fmt.Printf("talos %s: %d refusals\n", contract, refusals)
		os.Exit(1)
	}
	fmt.Printf("talos %s: %d machines accepted\n", contract, machines)
}

func check(err error, where string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "refused: %s: %v\n", where, err)
		os.Exit(1)
	}
}

// base is what `talosctl gen config` writes before any patch, with throw-away secrets.
func base(facts facts, kind machine.Type) config.Provider {
	version, err := config.ParseContractFromVersion("v" + facts.Contract)
	check(err, facts.Contract)
	options := append([]generate.Option{generate.WithVersionContract(version), generate.WithSecretsBundle(bundle(version))}, ofContract(facts.Omni)...)
	input, err := generate.NewInput(facts.Cluster, facts.Endpoint, facts.Kubernetes, options...)
	check(err, "generate")
	provider, err := input.Config(kind)
	check(err, "generate")
	return provider
}

// throwAway secrets, made once: keys take longer than everything else.
var throwAway *secrets.Bundle

func bundle(version *config.VersionContract) *secrets.Bundle {
	if throwAway == nil {
		var err error
		throwAway, err = secrets.NewBundle(secrets.NewFixedClock(time.Unix(1_700_000_000, 0)), version)
		check(err, "secrets")
	}
	return throwAway
}

// judge applies patches (files as `@path`, or YAML) and validates what comes out.
func judge(base config.Provider, patches []string) error {
	loaded, err := configpatcher.LoadPatches(patches)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	output, err := configpatcher.Apply(configpatcher.WithConfig(base), loaded)
	if err != nil {
		return fmt.Errorf("patch: %w", err)
	}
	text, err := output.Bytes()
	if err != nil {
		return err
	}
	whole, err := configloader.NewFromBytes(text)
	if err != nil {
		return fmt.Errorf("reload: %w", err)
	}
	warnings, err := validate(whole)
	if err != nil {
		return err
	}
	if len(warnings) > 0 {
		return fmt.Errorf("warnings: %s", strings.Join(warnings, "; "))
	}
	return nil
}

var (
	genConfig = regexp.MustCompile(`(?m)^talosctl gen config .*--output-types (controlplane|worker) .*$`)
	patchFlag = regexp.MustCompile(`--config-patch @(\S+)`)
)

// fromRunbook reads the commands that a person would run.
func fromRunbook(out string) []target {
	text, err := os.ReadFile(filepath.Join(out, "runbooks/bootstrap.md"))
	check(err, out)
	var targets []target
	for _, command := range genConfig.FindAllStringSubmatch(string(text), -1) {
		one := target{name: command[1], kind: machine.TypeWorker}
		if command[1] == "controlplane" {
			one.kind = machine.TypeControlPlane
		}
		for _, patch := range patchFlag.FindAllStringSubmatch(command[0], -1) {
			one.patches = append(one.patches, "@"+filepath.Join(out, patch[1]))
			one.name = patch[1]
		}
		targets = append(targets, one)
	}
	return targets
}

// document of Omni's cluster template, as far as patches are concerned.
type document struct {
	Kind     string   `yaml:"kind"`
	Name     string   `yaml:"name"`
	Machines []string `yaml:"machines"`
	Install  struct {
		Disk         string `yaml:"disk"`
		DiskSelector string `yaml:"diskSelector"`
	} `yaml:"install"`
	Patches []struct {
		ID   string `yaml:"idOverride"`
		File string `yaml:"file"`
	} `yaml:"patches"`
}

// fromOmni reads the template, and orders patches as Omni does: the cluster's, the machine set's, the machine's, each by
// ID; the disk comes from the template itself.
func fromOmni(out string) []target {
	file, err := os.Open(filepath.Join(out, "talos/cluster-template.yaml"))
	check(err, out)
	defer file.Close()
	var documents []document
	for decoder := yaml.NewDecoder(file); ; {
		var one document
		if decoder.Decode(&one) != nil {
			break
		}
		documents = append(documents, one)
	}
	files := func(one document) []string {
		patches := slices.Clone(one.Patches)
		slices.SortStableFunc(patches, func(a, b struct {
			ID   string `yaml:"idOverride"`
			File string `yaml:"file"`
		}) int {
			return strings.Compare(a.ID, b.ID)
		})
		var names []string
		for _, patch := range patches {
			names = append(names, "@"+filepath.Join(out, "talos", patch.File))
		}
		return names
	}
	byName := map[string]document{}
	var ofCluster []string
	for _, one := range documents {
		switch one.Kind {
		case "Cluster":
			ofCluster = files(one)
		case "Machine":
			byName[one.Name] = one
		}
	}
	var targets []target
	for _, set := range documents {
		if set.Kind != "ControlPlane" && set.Kind != "Workers" {
			continue
		}
		kind := machine.TypeWorker
		if set.Kind == "ControlPlane" {
			kind = machine.TypeControlPlane
		}
		for _, name := range set.Machines {
			one := byName[name]
			patches := slices.Concat(installPatch(one), ofCluster, files(set), files(one))
			targets = append(targets, target{name: name, kind: kind, patches: patches})
		}
	}
	return targets
}
