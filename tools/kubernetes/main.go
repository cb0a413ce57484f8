// Command kubernetes checks manifests against the types of the Kubernetes API: each object is of a known kind, and has no field
// that the kind lacks and no value of another type. It is a module of its own, so that Demarche does not depend on Kubernetes.
//
//	go run . ../../deploy/kubernetes.yaml
package main

import (
	"bytes"
	"fmt"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

// kinds are those that our manifests use. Another one needs a row.
var kinds = map[string]func() any{
	"apps/v1 Deployment":                 func() any { return &appsv1.Deployment{} },
	"v1 Service":                         func() any { return &corev1.Service{} },
	"policy/v1 PodDisruptionBudget":      func() any { return &policyv1.PodDisruptionBudget{} },
	"networking.k8s.io/v1 NetworkPolicy": func() any { return &networkingv1.NetworkPolicy{} },
}

func main() {
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			os.Exit(1)
		}
	}
}

func check(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for i, document := range bytes.Split(text, []byte("\n---\n")) {
		var object struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal(document, &object); err != nil {
			return fmt.Errorf("object %d: %w", i+1, err)
		}
		kind := object.APIVersion + " " + object.Kind
		into, known := kinds[kind]
		if !known {
			return fmt.Errorf("object %d: unknown kind %q", i+1, kind)
		}
		if err := yaml.UnmarshalStrict(document, into()); err != nil {
			return fmt.Errorf("object %d, %s: %w", i+1, kind, err)
		}
	}
	return nil
}
