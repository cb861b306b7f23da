// Asks kube-scheduler itself (version of go.mod), with the configuration that a platform compiles to, whether VMs find
// room: platforms of `examples/judge/near.rs`, each started in several orders, and then each machine lost in turn.
// "Fits" must be true in every order, a refusal in all of them; a warning may be about one that is not tried here.
// `go run ./scheduler FOLDER...`.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"k8s.io/klog/v2"
)

// A platform as `near.json` has it: bytes, and thousandths of a CPU.
type platform struct {
	Nodes                                      []node
	Pods                                       []pod
	ControlPlane                               string
	FitsNowhere, Refused, StartOrder, NodeLoss bool
}

type node struct {
	Name                                       string
	Memory, Millicpu, FreeMemory, FreeMillicpu int64
}

type pod struct {
	Name             string
	VM               bool
	Memory, Millicpu int64
	Nodes            []string
	// Kept apart from others with the same word.
	Spread string `json:"-"`
}

// How often what Radier says is true.
type verdicts struct {
	fits, falseFits, warned, falseWarned, refused, falseRefused int
}

func (v *verdicts) count(is, warning bool, pending int) {
	switch {
	case is && warning:
		v.warned++
		v.falseWarned += wrong(pending == 0)
	case is:
		v.refused++
		v.falseRefused += wrong(pending == 0)
	default:
		v.fits++
		v.falseFits += wrong(pending > 0)
	}
}

func wrong(is bool) int {
	if is {
		return 1
	}
	return 0
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	var start, loss verdicts
	failed := false
	for _, folder := range os.Args[1:] {
		one, err := read(folder)
		if err == nil {
			err = one.judge(folder, &start, &loss)
		}
		if err != nil {
			fmt.Println(folder+":", err)
			failed = true
		}
	}
	if len(os.Args) > 1 {
		if err := spreads(os.Args[1]); err != nil {
			fmt.Println(err)
			failed = true
		}
	}
	for at, v := range []*verdicts{&start, &loss} {
		fmt.Printf("scheduler, %s: %d fit (%d false), %d warnings (%d not seen), %d refused (%d false)\n",
			[]string{"start", "loss of a machine"}[at], v.fits, v.falseFits, v.warned, v.falseWarned, v.refused, v.falseRefused)
		failed = failed || v.falseFits > 0 || v.falseRefused*50 > v.refused
	}
	if failed {
		os.Exit(1)
	}
}

// spreads says whether VMs that should be apart are, although one machine is much fuller and the fuller is preferred.
// Control: without the word they are together there.
func spreads(folder string) error {
	one, err := read(folder)
	if err != nil {
		return err
	}
	const gib = 1 << 30
	one.Nodes = []node{
		{Name: "full", Memory: 100 * gib, Millicpu: 32000, FreeMemory: 40 * gib, FreeMillicpu: 32000},
		{Name: "empty", Memory: 100 * gib, Millicpu: 32000, FreeMemory: 99 * gib, FreeMillicpu: 32000},
	}
	for word, want := range map[string]int{"web": 2, "": 1} {
		at, err := one.schedule([]pod{
			{Name: "web-1", VM: true, Memory: 4 * gib, Millicpu: 100, Spread: word},
			{Name: "web-2", VM: true, Memory: 4 * gib, Millicpu: 100, Spread: word},
		}, nil, "")
		if err != nil {
			return err
		}
		if machines := map[string]bool{at["web-1"]: true, at["web-2"]: true}; len(machines) != want {
			return fmt.Errorf("two VMs with spread=%q are on %d machines, not on %d: %v", word, len(machines), want, at)
		}
	}
	return nil
}

func read(folder string) (*platform, error) {
	text, err := os.ReadFile(filepath.Join(folder, "near.json"))
	if err != nil {
		return nil, err
	}
	one := &platform{}
	return one, json.Unmarshal(text, one)
}

func (p *platform) judge(folder string, start, loss *verdicts) error {
	if p.FitsNowhere {
		// That VM is left out of the sums: another finding is about it.
		return nil
	}
	pendingAtStart, pendingAfter := 0, 0
	for _, order := range p.orders() {
		at, err := p.schedule(order, nil, "")
		if err != nil {
			return err
		}
		waiting := pending(order, at)
		pendingAtStart += wrong(len(waiting) > 0)
		if len(waiting) > 0 {
			if !p.Refused && !p.StartOrder {
				fmt.Printf("%s: said to fit, and %v is Pending\n", folder, waiting)
			}
			continue
		}
		for _, lost := range p.Nodes {
			var moving []pod
			stays := map[string]string{}
			for _, one := range order {
				switch {
				case at[one.Name] != lost.Name:
					stays[one.Name] = at[one.Name]
				case !slices.Equal(one.Nodes, []string{lost.Name}):
					moving = append(moving, one)
				}
			}
			at, err := p.schedule(moving, stays, lost.Name)
			if err != nil {
				return err
			}
			if waiting := pending(moving, at); len(waiting) > 0 {
				pendingAfter++
				if !p.NodeLoss && !p.StartOrder && !p.Refused {
					fmt.Printf("%s: said to survive the loss of %s, and %v is Pending\n", folder, lost.Name, waiting)
				}
			}
		}
	}
	start.count(p.Refused || p.StartOrder, p.StartOrder, pendingAtStart)
	// What does not fit at the start is not asked what it survives.
	if !p.Refused && !p.StartOrder {
		loss.count(p.NodeLoss, true, pendingAfter)
	}
	return nil
}

// orders are those in which pods come: the platform's first, then VMs by name, by size both ways, and some at random.
func (p *platform) orders() [][]pod {
	var first, vms []pod
	for _, one := range p.Pods {
		if one.VM {
			vms = append(vms, one)
		} else {
			first = append(first, one)
		}
	}
	bySize := slices.Clone(vms)
	slices.SortStableFunc(bySize, func(a, b pod) int { return int(a.Memory/1024 - b.Memory/1024) })
	falling := slices.Clone(bySize)
	slices.Reverse(falling)
	all := [][]pod{vms, bySize, falling}
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		one := slices.Clone(vms)
		random.Shuffle(len(one), func(a, b int) { one[a], one[b] = one[b], one[a] })
		all = append(all, one)
	}
	for at := range all {
		all[at] = slices.Concat(first, all[at])
	}
	return all
}

// pending are those of the VMs that have no machine.
func pending(pods []pod, at map[string]string) []string {
	var waiting []string
	for _, one := range pods {
		if one.VM && at[one.Name] == "" {
			waiting = append(waiting, one.Name)
		}
	}
	return waiting
}
