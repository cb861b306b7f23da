// Prints the arguments of the components of Kubernetes, as `schema/upstream/arguments.txt` has them:
// `go run . 1.36`, with the version of go.mod.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
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
