package main

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// argocd judges what Argo CD would find: every path of a source, one owner for every object, and projects that permit
// exactly what their Applications do.
type argocd struct {
	// helm knows where charts put objects; nil without charts.
	helm *helm
}

func (argocd) name() string { return "argocd" }

func (a argocd) judge(p *platform) []string {
	var refused []string
	projects := map[string]object{}
	// Repositories and destinations that Applications use, by project.
	used := map[string]map[string]bool{}
	owners := map[string][]string{}
	for _, objects := range p.files {
		for _, one := range objects {
			if text(one, "kind") == "AppProject" {
				projects[text(one, "metadata", "name")] = one
			}
		}
	}
	if a.helm != nil {
		for _, release := range releases(p) {
			for _, one := range a.helm.rendered(p, release) {
				if namespace := text(one, "metadata", "namespace"); namespace != "" {
					use(used, "platform", "to "+inCluster+" "+namespace)
				}
			}
		}
	}
	for _, file := range sortedFiles(p) {
		for _, one := range p.files[file] {
			spec := one["spec"]
			switch text(one, "kind") {
			case "Application":
			case "ApplicationSet":
				spec = get(spec, "template", "spec")
			default:
				continue
			}
			name := title(one)
			project := text(spec, "project")
			if projects[project] == nil {
				refused = append(refused, name+": no project "+project)
				continue
			}
			destination, _ := get(spec, "destination").(map[string]any)
			if destination["server"] == nil && destination["name"] == nil {
				refused = append(refused, name+": no destination")
			}
			use(used, project, "to "+where(destination))
			sources := list(spec, "sources")
			if source := get(spec, "source"); source != nil {
				sources = append(sources, source)
			}
			for _, source := range sources {
				use(used, project, "from "+text(source, "repoURL"))
				folder := strings.TrimPrefix(text(source, "path"), p.facts.Prefix+"/")
				for _, values := range list(source, "helm", "valueFiles") {
					file := strings.TrimPrefix(values.(string), "$values/"+p.facts.Prefix+"/")
					if !exists(p, file) {
						refused = append(refused, name+": no values "+file)
					}
				}
				if folder == "" || strings.Contains(folder, "{{") {
					continue
				}
				found := false
				for file, objects := range p.files {
					if path.Dir(file) != folder {
						continue
					}
					found = true
					for _, inner := range objects {
						id := text(inner, "apiVersion") + " " + title(inner)
						if text(inner, "kind") != "Kustomization" {
							owners[id] = append(owners[id], name)
						}
						if namespace := text(inner, "metadata", "namespace"); namespace != "" {
							use(used, project, "to "+where(map[string]any{"server": destination["server"], "name": destination["name"], "namespace": namespace}))
						}
					}
				}
				if !found {
					refused = append(refused, name+": nothing at "+folder)
				}
			}
		}
	}
	for id, names := range owners {
		if len(names) > 1 {
			refused = append(refused, id+" has several owners: "+strings.Join(names, ", "))
		}
	}
	for name, wanted := range used {
		refused = append(refused, permits(name, projects[name], wanted, a.helm != nil)...)
	}
	return refused
}

// permits compares what a project allows with what is used: neither less nor more.
func permits(name string, project object, used map[string]bool, all bool) []string {
	allowed := map[string]bool{}
	for _, repository := range list(project, "spec", "sourceRepos") {
		allowed["from "+repository.(string)] = true
	}
	for _, destination := range list(project, "spec", "destinations") {
		allowed["to "+where(destination.(map[string]any))] = true
	}
	var refused []string
	for one := range used {
		if !allowed[one] && !strings.Contains(one, "{{") {
			refused = append(refused, "project "+name+" does not permit "+one)
		}
	}
	for one := range allowed {
		// Registered vclusters are reached by name, through the ApplicationSet.
		if all && !used[one] && !strings.HasPrefix(one, "to vc-") {
			refused = append(refused, "project "+name+" permits "+one+", which nothing uses")
		}
	}
	return refused
}

const inCluster = "https://kubernetes.default.svc"

func use(used map[string]map[string]bool, project, what string) {
	if used[project] == nil {
		used[project] = map[string]bool{}
	}
	used[project][what] = true
}

func where(destination map[string]any) string {
	server := text(destination, "server")
	if server == "" {
		server = text(destination, "name")
	}
	return server + " " + text(destination, "namespace")
}

func sortedFiles(p *platform) []string {
	var names []string
	for name := range p.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (argocd) bad() error {
	// Without releases, no chart is asked for.
	a := argocd{helm: &helm{}}
	app := "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, namespace: argocd}, spec: {project: p, source: {repoURL: r, path: out/x}, destination: {server: s, namespace: n}}}\n"
	project := func(spec string) string {
		return "{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: p, namespace: argocd}, spec: " + spec + "}\n"
	}
	right := "{sourceRepos: [r], destinations: [{server: s, namespace: n}]}"
	samples := []string{
		// No project, a project that permits too little, one that permits too much, nothing at the path.
		app,
		app + "---\n" + project("{sourceRepos: [q], destinations: [{server: s, namespace: n}]}"),
		app + "---\n" + project("{sourceRepos: [r], destinations: [{server: s, namespace: '*'}]}"),
		strings.ReplaceAll(app, "out/x", "out/y") + "---\n" + project(right),
		app + "---\n" + strings.ReplaceAll(app, "name: a,", "name: b,") + "---\n" + project(right),
	}
	judge := func(sample string) []string {
		objects, err := parse(sample)
		must(err)
		files := map[string][]object{"argocd/apps/a.yaml": objects, "x/a.yaml": {{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "c"}}}}
		return a.judge(&platform{facts: facts{Prefix: "out"}, files: files})
	}
	if refused := judge(app + "---\n" + project(right)); len(refused) > 0 {
		return blind([]string{"a right sample is refused: " + refused[0]}, func(string) []string { return nil })
	}
	return blind(samples, judge)
}

// exists says whether out/ has a file that is no object, such as values.
func exists(p *platform, file string) bool {
	_, err := os.Stat(filepath.Join(p.folder, "out", file))
	return err == nil
}
