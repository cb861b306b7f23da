package main

import (
	"context"
	"fmt"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// A deed: verb, group, resource, subresource.
type deed [4]string

func (d deed) String() string {
	return strings.Trim(fmt.Sprintf("%s %s/%s %s", d[0], d[1], d[2], d[3]), " ")
}

// What no member may do, anywhere.
var nobody = []deed{
	{"create", "networking.k8s.io", "networkpolicies", ""},
	{"delete", "networking.k8s.io", "networkpolicies", ""},
	{"create", "cilium.io", "ciliumnetworkpolicies", ""},
	{"create", "networking.k8s.io", "ingresses", ""},
	{"create", "gateway.networking.k8s.io", "httproutes", ""},
	{"create", "external-secrets.io", "externalsecrets", ""},
	{"create", "external-secrets.io", "secretstores", ""},
	{"create", "external-secrets.io", "pushsecrets", ""},
	{"create", "rbac.authorization.k8s.io", "roles", ""},
	{"create", "rbac.authorization.k8s.io", "rolebindings", ""},
	{"delete", "rbac.authorization.k8s.io", "rolebindings", ""},
	{"escalate", "rbac.authorization.k8s.io", "roles", ""},
	{"bind", "rbac.authorization.k8s.io", "clusterroles", ""},
	{"update", "", "resourcequotas", ""},
	{"delete", "", "resourcequotas", ""},
	{"delete", "", "limitranges", ""},
	{"patch", "", "namespaces", ""},
	{"delete", "", "namespaces", ""},
	{"create", "", "serviceaccounts", "token"},
	{"impersonate", "", "serviceaccounts", ""},
	{"create", "", "pods", "binding"},
	{"create", "", "pods", "eviction"},
	{"update", "", "pods", "ephemeralcontainers"},
	{"create", "cdi.kubevirt.io", "datavolumes", ""},
	{"delete", "cdi.kubevirt.io", "datavolumes", ""},
	{"create", "snapshot.storage.k8s.io", "volumesnapshots", ""},
	{"create", "k8s.cni.cncf.io", "network-attachment-definitions", ""},
	{"create", "argoproj.io", "applications", ""},
	{"create", "admissionregistration.k8s.io", "validatingadmissionpolicies", ""},
	{"get", "", "nodes", ""},
	{"list", "", "namespaces", ""},
	{"create", "apps", "daemonsets", ""},
	{"create", "ceph.rook.io", "cephblockpools", ""},
}

// Beside VMs a pod would be root on its machine.
var besideVMs = []deed{
	{"create", "", "pods", ""},
	{"create", "", "pods", "exec"},
	{"create", "apps", "deployments", ""},
	{"create", "apps", "statefulsets", ""},
	{"create", "batch", "jobs", ""},
	{"create", "batch", "cronjobs", ""},
	{"get", "", "secrets", ""},
	{"create", "", "secrets", ""},
	{"delete", "", "persistentvolumeclaims", ""},
	{"create", "", "services", ""},
}

// What members see everywhere that is theirs.
var seen = []deed{
	{"list", "", "pods", ""},
	{"get", "", "pods", "log"},
	{"list", "", "events", ""},
	{"list", "", "persistentvolumeclaims", ""},
	{"get", "", "resourcequotas", ""},
	{"list", "networking.k8s.io", "networkpolicies", ""},
	{"list", "cdi.kubevirt.io", "datavolumes", ""},
}

// What an application needs, where no VMs are.
var made = []deed{
	{"create", "apps", "deployments", ""},
	{"patch", "apps", "deployments", "scale"},
	{"create", "", "services", ""},
	{"create", "", "secrets", ""},
	{"get", "", "secrets", ""},
	{"create", "", "persistentvolumeclaims", ""},
	{"create", "", "pods", "exec"},
	{"create", "", "pods", "portforward"},
	{"create", "batch", "jobs", ""},
	{"delete", "", "pods", ""},
}

const rbacGroup = "rbac.authorization.k8s.io"

// rights asks the API server's authorizer for each club, role and namespace, in its own namespaces and in those of another club.
// Control: with the administrator's role bound there, the same deed is allowed.
func rights(p *platform, v *verdict) {
	for at, club := range p.clubs {
		groups := p.groups(club)
		for role, group := range groups {
			for _, namespace := range club.namespaces {
				if !p.binds(namespace) {
					continue
				}
				tries := append([]deed{}, nobody...)
				if club.privileged[namespace] {
					tries = append(tries, besideVMs...)
				}
				if role == "view" {
					tries = append(tries, made[0], made[3], made[4], made[6])
				}
				for _, deed := range tries {
					p.mustNot(v, group, namespace, deed, role)
				}
				for _, deed := range seen {
					v.allow(fmt.Sprintf("%s: %s in %s", role, deed, namespace), p.may(group, namespace, deed, false))
				}
				if role == "edit" && !club.privileged[namespace] {
					for _, deed := range made {
						v.allow(fmt.Sprintf("%s: %s in %s", role, deed, namespace), p.may(group, namespace, deed, false))
					}
				}
			}
			if len(p.clubs) > 1 {
				other := p.clubs[(at+1)%len(p.clubs)]
				if shares(p.groups(other), group) {
					continue
				}
				for _, namespace := range append([]string{"argocd", "rook-ceph", "golden-images", "kube-system"}, other.namespaces...) {
					for _, deed := range append(append([]deed{}, seen...), made...) {
						p.mustNot(v, group, namespace, deed, role)
					}
				}
			}
		}
	}
}

func shares(groups map[string]string, group string) bool {
	for _, one := range groups {
		if one == group {
			return true
		}
	}
	return false
}

func (p *platform) mustNot(v *verdict, group, namespace string, deed deed, role string) {
	what := fmt.Sprintf("%s: %s in %s", role, deed, namespace)
	v.refuse(what, p.may(group, namespace, deed, false), p.may(group, namespace, deed, true))
}

// binds says whether members have rights there at all; vclusters' namespaces have none.
func (p *platform) binds(namespace string) bool {
	for _, object := range p.of("RoleBinding") {
		if object.GetNamespace() == namespace && strings.HasPrefix(object.GetName(), "radier-") {
			return true
		}
	}
	return false
}

// groups of a club by role, as its bindings name them.
func (p *platform) groups(club club) map[string]string {
	all := map[string]string{}
	for _, binding := range p.bindings() {
		if binding.Labels[labelClub] != club.name || len(binding.Subjects) == 0 {
			continue
		}
		for _, role := range []string{"view", "edit"} {
			if strings.HasPrefix(binding.Name, "radier-"+role) {
				all[role] = binding.Subjects[0].Name
			}
		}
	}
	return all
}

func (p *platform) bindings() []*rbacv1.RoleBinding {
	var all []*rbacv1.RoleBinding
	for _, object := range p.of("RoleBinding") {
		binding := &rbacv1.RoleBinding{}
		if convert(object, binding, &verdict{}) {
			all = append(all, binding)
		}
	}
	return all
}

func (p *platform) may(group, namespace string, deed deed, asAdmin bool) bool {
	bindings := p.bindings()
	var roles []*rbacv1.ClusterRole
	for _, object := range p.of("ClusterRole") {
		role := &rbacv1.ClusterRole{}
		if convert(object, role, &verdict{}) {
			roles = append(roles, role)
		}
	}
	if asAdmin {
		everything := rbacv1.PolicyRule{APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{"*"}}
		roles = append(roles, &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "everything"}, Rules: []rbacv1.PolicyRule{everything}})
		bindings = append(bindings, &rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: "control", Namespace: namespace},
			Subjects:   []rbacv1.Subject{{Kind: "Group", APIGroup: rbacGroup, Name: group}},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacGroup, Kind: "ClusterRole", Name: "everything"},
		})
	}
	_, static := validation.NewTestRuleResolver(nil, bindings, roles, nil)
	decision, _, _ := rbac.New(static, static, static, static).Authorize(context.Background(), authorizer.AttributesRecord{
		User: &user.DefaultInfo{Name: member, Groups: []string{group, user.AllAuthenticated}},
		Verb: deed[0], APIGroup: deed[1], Resource: deed[2], Subresource: deed[3],
		APIVersion: "v1", Namespace: namespace, Name: "a", ResourceRequest: true,
	})
	return decision == authorizer.DecisionAllow
}
