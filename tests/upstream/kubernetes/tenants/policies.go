package main

import (
	"context"
	"fmt"

	admissionv1 "k8s.io/api/admission/v1"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	apiservercel "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/cel/environment"
)

type m = map[string]any

// Something that somebody tries to make in a namespace of a club.
type attempt struct {
	what     string
	resource string
	object   m
	by       string
}

func pod(spec m) m {
	spec["containers"] = []any{m{"name": "a", "image": "a"}}
	return m{"apiVersion": "v1", "kind": "Pod", "metadata": m{"name": "a"}, "spec": spec}
}

func vm(domain m, more m) m {
	spec := m{"domain": domain}
	for key, value := range more {
		spec[key] = value
	}
	return m{
		"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine", "metadata": m{"name": "a"},
		"spec": m{"runStrategy": "Always", "template": m{"spec": spec}},
	}
}

func vmi(domain m) m {
	return m{
		"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachineInstance", "metadata": m{"name": "a"},
		"spec": m{"domain": domain},
	}
}

func tolerations(of ...m) m {
	var all []any
	for _, one := range of {
		all = append(all, one)
	}
	return m{"tolerations": all}
}

const member = "student"

var (
	everything   = m{"operator": "Exists"}
	controlPlane = m{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists", "effect": "NoSchedule"}
	notReady     = m{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"}
	small        = m{"memory": m{"guest": "240Gi"}, "resources": m{"requests": m{"memory": "1Mi"}}}
	shifty       = m{"memory": m{"guest": "8Gi"}, "resources": m{"overcommitGuestOverhead": true}}
	unguested    = m{"resources": m{"requests": m{"memory": "1Mi"}}}
	honest       = m{"memory": m{"guest": "8Gi"}, "resources": m{"requests": m{"memory": "8Gi"}}}
	bare         = m{"memory": m{"guest": "8Gi"}, "resources": m{}}
)

var refused = []attempt{
	{"a pod that names its machine", "pods", pod(m{"nodeName": "cp-1"}), member},
	{"a pod that bears every taint", "pods", pod(tolerations(everything)), member},
	{"a pod on control planes", "pods", pod(tolerations(notReady, controlPlane)), member},
	{"a VM that asks for 1Mi and has 240Gi", "virtualmachines", vm(small, nil), member},
	{"a VM that asks for 1Mi and says nothing of its guest", "virtualmachines", vm(unguested, nil), member},
	{"a VM whose overhead does not count", "virtualmachines", vm(shifty, nil), member},
	{"a VM that bears every taint", "virtualmachines", vm(bare, tolerations(everything)), member},
	{"a running VM that asks for 1Mi and has 240Gi", "virtualmachineinstances", vmi(small), member},
	{"a running VM whose overhead does not count", "virtualmachineinstances", vmi(shifty), member},
}

var allowed = []attempt{
	{"a plain pod", "pods", pod(m{}), member},
	{"a pod with the tolerations that Kubernetes adds", "pods", pod(tolerations(notReady)), member},
	{"a VM that asks for what its guest has", "virtualmachines", vm(honest, nil), member},
	{"a VM that says nothing", "virtualmachines", vm(bare, nil), member},
	{"a running VM", "virtualmachineinstances", vmi(bare), member},
	{"CDI's pod on the machine of a volume", "pods", pod(m{"nodeName": "worker-1"}), "system:serviceaccount:cdi:cdi-sa"},
}

// policies tries each attempt in each club against the policies of the platform, then without the one validation that refused it.
func policies(p *platform, v *verdict) {
	for _, club := range p.clubs {
		for _, namespace := range club.namespaces {
			for _, attempt := range refused {
				by := p.refusals(attempt, namespace, v)
				what := fmt.Sprintf("%s in %s", attempt.what, namespace)
				v.refuse(what, len(by) == 0, len(by) == 1)
			}
			for _, attempt := range allowed {
				if attempt.by != member && !p.has("kubevirt.io:") {
					continue
				}
				v.allow(fmt.Sprintf("%s in %s", attempt.what, namespace), len(p.refusals(attempt, namespace, v)) == 0)
			}
		}
	}
	// What Radier writes itself passes.
	for _, object := range p.of("VirtualMachine") {
		own := attempt{"", "virtualmachines", object.Object, "system:serviceaccount:argocd:argocd-application-controller"}
		v.allow(object.GetNamespace()+"/"+object.GetName(), len(p.refusals(own, object.GetNamespace(), v)) == 0)
	}
}

// has says whether a binding names a ClusterRole with this prefix: its part is installed.
func (p *platform) has(prefix string) bool {
	for _, binding := range p.of("RoleBinding") {
		name, _, _ := unstructured.NestedString(binding.Object, "roleRef", "name")
		if len(name) > len(prefix) && name[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

// refusals lists the validations that refuse an attempt: with each of them taken out, the others remain.
func (p *platform) refusals(attempt attempt, namespace string, v *verdict) []string {
	var by []string
	for _, binding := range p.of("ValidatingAdmissionPolicyBinding") {
		var bound admissionregistrationv1.ValidatingAdmissionPolicyBinding
		if !convert(binding, &bound, v) || !p.reaches(bound, namespace) {
			continue
		}
		for _, object := range p.of("ValidatingAdmissionPolicy") {
			if object.GetName() != bound.Spec.PolicyName {
				continue
			}
			var policy admissionregistrationv1.ValidatingAdmissionPolicy
			if convert(object, &policy, v) && isAbout(policy, attempt.resource) {
				by = append(by, evaluate(policy, attempt, namespace, v)...)
			}
		}
	}
	return by
}

func convert(object *unstructured.Unstructured, into any, v *verdict) bool {
	err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, into, true)
	if err != nil {
		v.fail("%s: %v", object.GetName(), err)
	}
	return err == nil
}

func (p *platform) reaches(bound admissionregistrationv1.ValidatingAdmissionPolicyBinding, namespace string) bool {
	selector, err := metav1.LabelSelectorAsSelector(bound.Spec.MatchResources.NamespaceSelector)
	if err != nil || bound.Spec.ValidationActions[0] != admissionregistrationv1.Deny {
		return false
	}
	for _, object := range p.of("Namespace") {
		if object.GetName() == namespace {
			return selector.Matches(labels.Set(object.GetLabels()))
		}
	}
	return false
}

func isAbout(policy admissionregistrationv1.ValidatingAdmissionPolicy, resource string) bool {
	for _, rule := range policy.Spec.MatchConstraints.ResourceRules {
		for _, one := range rule.Resources {
			if one == resource {
				return true
			}
		}
	}
	return false
}

var compiler = plugincel.NewConditionCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))

// evaluate lists the expressions that are false, or cannot be evaluated (failurePolicy Fail).
func evaluate(policy admissionregistrationv1.ValidatingAdmissionPolicy, attempt attempt, namespace string, v *verdict) []string {
	var conditions, validations []plugincel.ExpressionAccessor
	for _, condition := range policy.Spec.MatchConditions {
		conditions = append(conditions, &validating.ValidationCondition{Expression: condition.Expression})
	}
	for _, validation := range policy.Spec.Validations {
		validations = append(validations, &validating.ValidationCondition{Expression: validation.Expression})
	}
	for _, result := range run(conditions, attempt, namespace) {
		if result.Error == nil && result.EvalResult.Value() == false {
			return nil
		}
	}
	var by []string
	for at, result := range run(validations, attempt, namespace) {
		if result.Error != nil {
			v.fail("%s: %v", policy.Spec.Validations[at].Expression, result.Error)
		} else if result.EvalResult.Value() != true {
			by = append(by, fmt.Sprintf("%s/%d", policy.Name, at))
		}
	}
	return by
}

func run(expressions []plugincel.ExpressionAccessor, attempt attempt, namespace string) []plugincel.EvaluationResult {
	if len(expressions) == 0 {
		return nil
	}
	object := &unstructured.Unstructured{Object: attempt.object}
	kind := object.GroupVersionKind()
	resource := schema.GroupVersionResource{Group: kind.Group, Version: kind.Version, Resource: attempt.resource}
	by := &user.DefaultInfo{Name: attempt.by}
	attributes := admission.NewAttributesRecord(object, nil, kind, namespace, object.GetName(), resource, "", admission.Create, nil, false, by)
	versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedKind: kind, VersionedObject: object}
	request := &admissionv1.AdmissionRequest{
		Operation: admissionv1.Create, Namespace: namespace,
		UserInfo: authenticationv1.UserInfo{Username: attempt.by},
	}
	place := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	evaluator := compiler.CompileCondition(expressions, plugincel.OptionalVariableDeclarations{}, environment.StoredExpressions)
	results, _, err := evaluator.ForInput(context.Background(), versioned, request, plugincel.OptionalVariableBindings{}, place, apiservercel.RuntimeCELCostBudget)
	if err != nil {
		return []plugincel.EvaluationResult{{Error: err}}
	}
	return results
}
