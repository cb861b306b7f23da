// Prints the arguments of the components of Kubernetes, as `schema/upstream/arguments.txt` has them:
// `go run . 1.36`, with the version of go.mod.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	feature "k8s.io/apiserver/pkg/util/feature"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
)

func main() {
	fmt.Println("kubernetes", os.Args[1])
	show("kube-apiserver", apiserver.NewAPIServerCommand().Flags())
	show("kube-controller-manager", manager.NewControllerManagerCommand().Flags())
	show("kube-proxy", proxy.NewProxyCommand().Flags())
	show("kube-scheduler", scheduler.NewSchedulerCommand().Flags())
	show("kubelet", kubelet())
	gates()
}

// All components share them; a gate that may have one value only is written with it.
func gates() {
	var names []string
	for name, spec := range feature.DefaultMutableFeatureGate.GetAll() {
		text := string(name)
		if spec.LockToDefault {
			text += fmt.Sprintf("=%t", spec.Default)
		}
		if !strings.HasPrefix(text, "All") || strings.Contains(text, "=") {
			names = append(names, text)
		}
	}
	names = append(names, "AllAlpha", "AllBeta")
	slices.Sort(names)
	fmt.Println("feature-gates", strings.Join(slices.Compact(names), " "))
}

// The kubelet reads its flags only when it runs.
func kubelet() *pflag.FlagSet {
	flags := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	options.NewKubeletFlags().AddFlags(flags)
	configuration, err := options.NewKubeletConfiguration()
	if err != nil {
		panic(err)
	}
	options.AddKubeletConfigFlags(flags, configuration)
	options.AddGlobalFlags(flags)
	return flags
}

func show(component string, flags *pflag.FlagSet) {
	var names []string
	flags.VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	slices.Sort(names)
	fmt.Println(component, strings.Join(slices.Compact(names), " "))
}
