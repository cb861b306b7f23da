package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/plugin/pkg/admission/network/denyserviceexternalips"
)

// services tries to take an address, with the admission plugins that the control planes get. Control: without them.
func services(folder string, v *verdict) {
	text, err := os.ReadFile(filepath.Join(folder, "talos/controlplane.yaml"))
	if err != nil {
		v.fail("%v", err)
		return
	}
	named := strings.Contains(string(text), "enable-admission-plugins: "+denyserviceexternalips.PluginName)
	if !named {
		v.fail("%s is not among the admission plugins of the control planes", denyserviceexternalips.PluginName)
		return
	}
	v.refuse("a Service that takes the address of the API", takes(true, v), takes(false, v))
}

func takes(protected bool, v *verdict) bool {
	if !protected {
		return true
	}
	plugins := admission.NewPlugins()
	denyserviceexternalips.Register(plugins)
	plugin, err := plugins.NewFromPlugins([]string{denyserviceexternalips.PluginName}, noConfig{}, admission.PluginInitializers{}, admission.Decorators{})
	if err != nil {
		v.fail("%v", err)
		return true
	}
	service := &core.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: "club-a"},
		Spec:       core.ServiceSpec{ExternalIPs: []string{"10.0.0.10"}},
	}
	attributes := admission.NewAttributesRecord(service, nil, schema.GroupVersionKind{Version: "v1", Kind: "Service"}, "club-a", "a",
		core.Resource("services").WithVersion("v1"), "", admission.Create, nil, false, &user.DefaultInfo{Name: member})
	return plugin.(admission.ValidationInterface).Validate(context.Background(), attributes, nil) == nil
}

type noConfig struct{}

func (noConfig) ConfigFor(string) (io.Reader, error) { return nil, nil }
