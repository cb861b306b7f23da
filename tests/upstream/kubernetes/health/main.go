// Runs the health scripts that a platform gives Argo CD, in the interpreter that Argo CD uses (gopher-lua), on states that
// objects are in: what gates a wave and what does not. `go run ./health FOLDER...`, each with an `out/`.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"sigs.k8s.io/yaml"
)

const (
	application = "resource.customizations.health.argoproj.io_Application"
	dataVolume  = "resource.customizations.health.cdi.kubevirt.io_DataVolume"
	vm          = "resource.customizations.health.kubevirt.io_VirtualMachine"
)

// A state of an object, in YAML, and what Argo CD must make of it.
var states = []struct{ script, object, status string }{
	// The platform's own wait until they are applied and well.
	{application, "{metadata: {name: a}}", "Progressing"},
	{application, "{metadata: {name: a}, status: {health: {status: Healthy}, sync: {status: OutOfSync}}}", "Progressing"},
	{application, "{metadata: {name: a}, status: {health: {status: Healthy}, operationState: {phase: Running}}}", "Progressing"},
	{application, "{metadata: {name: a}, status: {health: {status: Healthy}, sync: {status: Synced}, operationState: {phase: Running}}}", "Progressing"},
	{application, "{metadata: {name: a}, status: {health: {status: Healthy}, operationState: {phase: Succeeded}}}", "Healthy"},
	{application, "{metadata: {name: a}, status: {health: {status: Degraded}, operationState: {phase: Failed}}}", "Degraded"},
	// Argo CD was made anew: everything is there, and nothing is applied.
	{application, "{metadata: {name: a}, status: {health: {status: Healthy}, sync: {status: Synced}}}", "Healthy"},
	// Those of tenants hold nothing back, whatever hangs in them.
	{application, "{metadata: {name: a, labels: {radier.dev/gates: 'false'}}, status: {health: {status: Progressing}, operationState: {phase: Running}}}", "Healthy"},
	{application, "{metadata: {name: a, labels: {radier.dev/gates: 'true'}}, status: {health: {status: Progressing}, operationState: {phase: Succeeded}}}", "Progressing"},
	{dataVolume, "{status: {phase: Succeeded}}", "Healthy"},
	{dataVolume, "{status: {phase: ImportInProgress}}", "Progressing"},
	{dataVolume, "{status: {phase: Failed}}", "Degraded"},
	{vm, "{status: {printableStatus: Running}}", "Healthy"},
	{vm, "{status: {printableStatus: ErrorUnschedulable}}", "Degraded"},
	{vm, "{status: {printableStatus: Starting}}", "Progressing"},
}

func main() {
	judged, failed := 0, false
	for _, folder := range os.Args[1:] {
		settings, err := read(filepath.Join(folder, "out/platform/argocd/values.yaml"))
		if err != nil {
			fmt.Println(err)
			failed = true
			continue
		}
		for _, state := range states {
			script, is := settings[state.script]
			if !is {
				continue
			}
			judged++
			if status, err := run(script, state.object); err != nil || status != state.status {
				fmt.Printf("%s: %s of %s is %q, not %q (%v)\n", folder, state.script, state.object, status, state.status, err)
				failed = true
			}
		}
	}
	fmt.Printf("health: %d states of %d platforms\n", judged, len(os.Args)-1)
	if failed || judged == 0 {
		os.Exit(1)
	}
}

func read(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var values struct {
		Configs struct{ CM map[string]any }
	}
	if err := yaml.Unmarshal(text, &values); err != nil {
		return nil, err
	}
	scripts := map[string]string{}
	for key, value := range values.Configs.CM {
		if script, is := value.(string); is && strings.HasPrefix(key, "resource.customizations.health.") {
			scripts[key] = script
		}
	}
	return scripts, nil
}

func run(script, object string) (string, error) {
	var value any
	if err := yaml.Unmarshal([]byte(object), &value); err != nil {
		return "", err
	}
	state := lua.NewState()
	defer state.Close()
	state.SetGlobal("obj", asLua(state, value))
	if err := state.DoString(script); err != nil {
		return "", err
	}
	table, is := state.Get(-1).(*lua.LTable)
	if !is {
		return "", fmt.Errorf("the script returns no table")
	}
	return state.GetField(table, "status").String(), nil
}

func asLua(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case map[string]any:
		table := state.NewTable()
		for key, inner := range value {
			table.RawSetString(key, asLua(state, inner))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, inner := range value {
			table.Append(asLua(state, inner))
		}
		return table
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case string:
		return lua.LString(value)
	default:
		return lua.LNil
	}
}
