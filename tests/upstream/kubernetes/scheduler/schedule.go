package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
	"k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/profile"
	"sigs.k8s.io/yaml"
)

// schedule lets the scheduler place pods one after another, where others stand already, and says on which machine each
// is; those without one are left out.
func (p *platform) schedule(order []pod, stays map[string]string, lost string) (map[string]string, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := fake.NewClientset()
	bound := make(chan string, 1)
	client.PrependReactor("create", "pods", func(action clienttesting.Action) (bool, runtime.Object, error) {
		if action.GetSubresource() != "binding" {
			return false, nil, nil
		}
		binding := action.(clienttesting.CreateAction).GetObject().(*v1.Binding)
		bound <- binding.Target.Name
		return true, binding, nil
	})
	profiles, err := p.profiles()
	if err != nil {
		return nil, err
	}
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: client.EventsV1()})
	defer broadcaster.Shutdown()
	informers := scheduler.NewInformerFactory(client, 0)
	sched, err := scheduler.New(ctx, client, informers, nil, profile.NewRecorderFactory(broadcaster), scheduler.WithProfiles(profiles...))
	if err != nil {
		return nil, err
	}
	sched.FailureHandler = func(_ context.Context, _ framework.Framework, _ *framework.QueuedPodInfo, status *fwk.Status, _ *fwk.NominatingInfo, _ time.Time) {
		bound <- ""
	}
	logger := klog.Background()
	at := map[string]string{}
	for _, node := range p.Nodes {
		if node.Name == lost {
			continue
		}
		sched.Cache.AddNode(logger, node.object())
		daemons := pod{Name: "daemons-" + node.Name, Memory: node.Memory - node.FreeMemory, Millicpu: node.Millicpu - node.FreeMillicpu}
		if err := sched.Cache.AddPod(logger, daemons.object(node.Name)); err != nil {
			return nil, err
		}
	}
	for _, one := range p.Pods {
		if node := stays[one.Name]; node != "" {
			at[one.Name] = node
			if err := sched.Cache.AddPod(logger, one.object(node)); err != nil {
				return nil, err
			}
		}
	}
	for _, one := range order {
		object := one.object("")
		if err := informers.Core().V1().Pods().Informer().GetIndexer().Add(object); err != nil {
			return nil, err
		}
		sched.SchedulingQueue.Add(ctx, object)
		sched.ScheduleOne(ctx)
		select {
		case node := <-bound:
			if node != "" {
				at[one.Name] = node
			}
		case <-time.After(10 * time.Second):
			return nil, fmt.Errorf("kube-scheduler said nothing of %s", one.Name)
		}
	}
	return at, nil
}

// profiles are those of the configuration in the control planes' patch. Talos adds the kind and more.
func (p *platform) profiles() ([]config.KubeSchedulerProfile, error) {
	first, _, _ := strings.Cut(p.ControlPlane, "\n---")
	var patch struct {
		Cluster struct {
			Scheduler struct {
				Config map[string]any
			}
		}
	}
	if err := yaml.Unmarshal([]byte(first), &patch); err != nil {
		return nil, err
	}
	if patch.Cluster.Scheduler.Config == nil {
		return nil, fmt.Errorf("no configuration of the scheduler in %s", p.ControlPlane)
	}
	text, err := yaml.Marshal(patch.Cluster.Scheduler.Config)
	if err != nil {
		return nil, err
	}
	object, _, err := scheme.Codecs.UniversalDecoder().Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	return object.(*config.KubeSchedulerConfiguration).Profiles, nil
}

func (n node) object() *v1.Node {
	all := v1.ResourceList{
		v1.ResourceMemory: *resource.NewQuantity(n.Memory, resource.BinarySI),
		v1.ResourceCPU:    *resource.NewMilliQuantity(n.Millicpu, resource.DecimalSI),
		v1.ResourcePods:   *resource.NewQuantity(200, resource.DecimalSI),
	}
	return &v1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: map[string]string{v1.LabelHostname: n.Name}},
		Status:     v1.NodeStatus{Capacity: all, Allocatable: all},
	}
}

func (p pod) object(node string) *v1.Pod {
	spec := v1.PodSpec{
		NodeName:      node,
		SchedulerName: v1.DefaultSchedulerName,
		Containers: []v1.Container{{
			Name: "compute",
			Resources: v1.ResourceRequirements{Requests: v1.ResourceList{
				v1.ResourceMemory: *resource.NewQuantity(p.Memory, resource.BinarySI),
				v1.ResourceCPU:    *resource.NewMilliQuantity(p.Millicpu, resource.DecimalSI),
			}},
		}},
	}
	if len(p.Nodes) > 0 {
		names := v1.NodeSelectorRequirement{Key: v1.LabelHostname, Operator: v1.NodeSelectorOpIn, Values: p.Nodes}
		spec.Affinity = &v1.Affinity{NodeAffinity: &v1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &v1.NodeSelector{
			NodeSelectorTerms: []v1.NodeSelectorTerm{{MatchExpressions: []v1.NodeSelectorRequirement{names}}},
		}}}
	}
	meta := metav1.ObjectMeta{Name: p.Name, Namespace: "club-a", UID: types.UID(p.Name)}
	if p.Spread != "" {
		// As `spread=` is written (emit/kubevirt/vm.rs).
		meta.Labels = map[string]string{"spread": p.Spread}
		term := v1.PodAffinityTerm{TopologyKey: v1.LabelHostname, LabelSelector: &metav1.LabelSelector{MatchLabels: meta.Labels}}
		spec.Affinity = &v1.Affinity{PodAntiAffinity: &v1.PodAntiAffinity{
			PreferredDuringSchedulingIgnoredDuringExecution: []v1.WeightedPodAffinityTerm{{Weight: 100, PodAffinityTerm: term}},
		}}
	}
	return &v1.Pod{ObjectMeta: meta, Spec: spec}
}
