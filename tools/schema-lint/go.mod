// No Go is here. A module of its own keeps the Go tools out of node_modules, where a package of npm has some.
module github.com/demarche-graph/demarche/tools/schema-lint

go 1.26
