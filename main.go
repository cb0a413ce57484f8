// Command demarche serves, loads and checks a knowledge graph of diplomatic relations.
package main

import (
	"context"
	"os"

	"github.com/demarche-graph/demarche/internal/cli"
)

func main() { os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) }
