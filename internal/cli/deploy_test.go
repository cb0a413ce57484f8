package cli

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

const root = "../../"

func fileAt(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(root + path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	variables = regexp.MustCompile(`DEMARCHE_[A-Z_]+`)
	longFlags = regexp.MustCompile(`demarche serve((?: +--[a-z-]+(?:[= ][^ -][^ ]*)?)+)`)
	flagNames = regexp.MustCompile(`--([a-z-]+)`)
)

// Every flag and variable that the examples for operators use exists, so that no example rots.
func TestExamplesUseFlagsThatExist(t *testing.T) {
	cmd := serveCommand()
	cmd.Flags().String("config", "", "") // the root's
	known := map[string]bool{}
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known[variable(f.Name)] = true })
	used := 0
	for _, file := range []string{"Dockerfile", "docker-compose.yml", "deploy/demarche.service", "deploy/demarche.env",
		"deploy/kubernetes.yaml", "docs/operations.md", "README.md"} {
		text := fileAt(t, file)
		for _, name := range variables.FindAllString(text, -1) {
			if name = strings.TrimSuffix(name, "_"); name == "DEMARCHE" || name == "DEMARCHE_LONG" {
				continue
			}
			used++
			if !known[name] {
				t.Errorf("%s: no flag stands behind %s", file, name)
			}
		}
		for _, m := range longFlags.FindAllStringSubmatch(text, -1) {
			for _, flag := range flagNames.FindAllStringSubmatch(m[1], -1) {
				used++
				if cmd.Flags().Lookup(flag[1]) == nil {
					t.Errorf("%s: serve has no flag --%s", file, flag[1])
				}
			}
		}
	}
	if used < 10 {
		t.Errorf("only %d uses were found", used)
	}
	if err := fromFile(root+"deploy/demarche.yaml", cmd.Flags(), cmd.Flags()); err != nil {
		t.Error(err)
	}
}

// parse reads YAML as JSON would be read.
func parse(t *testing.T, file string) (all []map[string]any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(fileAt(t, file)))
	for {
		var one map[string]any
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// at goes down into a value by keys and positions.
func at[T any](t *testing.T, in any, path ...any) (out T) {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := in.(map[string]any)
			in = m[step]
		case int:
			list, _ := in.([]any)
			if step >= len(list) {
				t.Fatalf("%v ends before", path)
			}
			in = list[step]
		}
	}
	out, ok := in.(T)
	if !ok {
		text, _ := json.Marshal(in)
		t.Fatalf("%v is %s", path, text)
	}
	return out
}

// The manifests fit together: who is sent to a port finds it, and a server that stops has the time that its requests may take.
func TestKubernetesFits(t *testing.T) {
	all := parse(t, "deploy/kubernetes.yaml")
	byKind := map[string]map[string]any{}
	for _, o := range all {
		byKind[at[string](t, o, "kind")] = o
	}
	pod := at[map[string]any](t, byKind["Deployment"], "spec", "template", "spec")
	container := at[map[string]any](t, pod, "containers", 0)
	ports := map[string]int{}
	for _, p := range at[[]any](t, container, "ports") {
		ports[at[string](t, p, "name")] = at[int](t, p, "containerPort")
	}
	env := map[string]string{}
	for _, e := range at[[]any](t, container, "env") {
		value, _ := e.(map[string]any)["value"].(string)
		env[at[string](t, e, "name")] = value
	}
	for port, name := range map[string]string{"http": "DEMARCHE_ADDR", "metrics": "DEMARCHE_METRICS"} {
		if want := env[name]; !strings.HasSuffix(want, ":"+strconv.Itoa(ports[port])) || ports[port] == 0 {
			t.Errorf("%s is %q, and port %s is %d", name, want, port, ports[port])
		}
	}
	labels := at[map[string]any](t, byKind["Deployment"], "spec", "template", "metadata", "labels")
	for kind, path := range map[string][]any{"Deployment": {"spec", "selector", "matchLabels"}, "Service": {"spec", "selector"},
		"PodDisruptionBudget": {"spec", "selector", "matchLabels"}, "NetworkPolicy": {"spec", "podSelector", "matchLabels"}} {
		for key, want := range at[map[string]any](t, byKind[kind], path...) {
			if labels[key] != want {
				t.Errorf("%s selects %s=%v", kind, key, want)
			}
		}
	}
	for _, p := range []string{"startupProbe", "livenessProbe", "readinessProbe"} {
		if port := at[string](t, container, p, "httpGet", "port"); port != "http" {
			t.Errorf("%s asks port %s", p, port)
		}
		if path := at[string](t, container, p, "httpGet", "path"); path != "/healthz" && path != "/readyz" {
			t.Errorf("%s asks %s", p, path)
		}
	}
	for i, rule := range at[[]any](t, byKind["NetworkPolicy"], "spec", "ingress") {
		if name := at[string](t, rule, "ports", 0, "port"); ports[name] == 0 {
			t.Errorf("rule %d lets in to %s, which is no port", i, name)
		}
	}
	if at[bool](t, container, "securityContext", "readOnlyRootFilesystem") {
		mount, volume := at[map[string]any](t, container, "volumeMounts", 0), at[map[string]any](t, pod, "volumes", 0)
		if mount["mountPath"] != "/tmp" || mount["name"] != volume["name"] || volume["emptyDir"] == nil {
			t.Errorf("an import finds no folder for temporary files: %v, %v", mount, volume)
		}
	}
	seconds := at[int](t, pod, "terminationGracePeriodSeconds") - at[int](t, container, "lifecycle", "preStop", "sleep", "seconds")
	longer(t, "kubernetes.yaml", time.Duration(seconds)*time.Second, env["DEMARCHE_TIMEOUT"])
}

// longer holds that a supervisor waits longer than a request may take, with what the server adds.
func longer(t *testing.T, file string, stops time.Duration, timeout string) {
	t.Helper()
	most, err := time.ParseDuration(timeout)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if stops <= most+5*time.Second {
		t.Errorf("%s: it is killed after %s, though a request may take %s", file, stops, most)
	}
}

func TestComposeAndUnitFit(t *testing.T) {
	compose := parse(t, "docker-compose.yml")[0]
	server := at[map[string]any](t, compose, "services", "server")
	stops, err := time.ParseDuration(at[string](t, server, "stop_grace_period"))
	if err != nil {
		t.Fatal(err)
	}
	longer(t, "docker-compose.yml", stops, at[string](t, server, "environment", "DEMARCHE_TIMEOUT"))
	for _, name := range []string{"server", "neo4j"} {
		service := at[map[string]any](t, compose, "services", name)
		if drop := at[[]any](t, service, "cap_drop"); !slices.Contains(drop, any("ALL")) {
			t.Errorf("%s keeps %v", name, drop)
		}
		if service["read_only"] == true && !strings.HasPrefix(at[string](t, service, "tmpfs", 0), "/tmp") {
			t.Errorf("%s finds no folder for temporary files", name)
		}
		_ = at[string](t, service, "mem_limit")
		_ = at[string](t, service, "logging", "options", "max-size")
	}
	if text := fileAt(t, "docker-compose.yml"); strings.Count(text, "${NEO4J_PASSWORD:?") != strings.Count(text, "${NEO4J_PASSWORD") {
		t.Error("a password is made up where none is set")
	}
	tested := regexp.MustCompile(`<version>(5\.[0-9.]+)</version>`).FindStringSubmatch(fileAt(t, "tools/neo4j/pom.xml"))
	if image := at[string](t, compose, "services", "neo4j", "image"); len(tested) != 2 || !strings.HasPrefix(image, "neo4j:"+tested[1]) {
		t.Errorf("%s is not what is tested: %v", image, tested)
	}
	unit := fileAt(t, "deploy/demarche.service")
	stop := regexp.MustCompile(`TimeoutStopSec=(\S+)`).FindStringSubmatch(unit)
	if len(stop) != 2 {
		t.Fatal("the unit has no TimeoutStopSec")
	}
	if stops, err = time.ParseDuration(stop[1]); err != nil {
		t.Fatal(err)
	}
	settings := parse(t, "deploy/demarche.yaml")[0]
	longer(t, "demarche.service", stops, at[string](t, settings, "timeout"))
}
