SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GOLANGCI_VERSION := v2.15.0
COMPOSE_VERSION  := v2.9.0
CACHE    := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/demarche
GOLANGCI := $(CACHE)/bin/golangci-lint-$(GOLANGCI_VERSION)

# The packages where goroutines meet: tested once more under the race detector, which needs a C compiler.
RACED := ./resolvers/... ./internal/server/... ./internal/store/sqlite/...

# What `demarche version` tells. Without Git they stay empty, and it tells what Go knows. The date is the commit's.
VERSION = $(shell git describe --tags --always --dirty 2>/dev/null)
COMMIT  = $(shell git rev-parse HEAD 2>/dev/null)
DATE    = $(shell git log -1 --format=%cI 2>/dev/null)
CLI    := github.com/demarche-graph/demarche/internal/cli
STAMP   = -X $(CLI).stampedVersion=$(VERSION) -X $(CLI).stampedCommit=$(COMMIT) -X $(CLI).stampedDate=$(DATE)
BINARY := bin/demarche

FUZZTIME := 1m
SOAK     := 1m

# What make generate writes; make check-generated compares it with what was there.
GENERATED := graph/generated schema.graphqls seed/data/reference seed/descriptions.json docs/schema docs/cookbook/answers docs/generated/cookbook.md docs/generated/limits.md

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-18s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## serve the founding case on http://127.0.0.1:8080, from Go alone
	go run . serve

build: ## build bin/demarche, one static binary that knows its version
	CGO_ENABLED=0 go build -trimpath -ldflags '$(STAMP)' -o $(BINARY) .

image: ## build the Docker image demarche:VERSION
	docker build --build-arg VERSION='$(VERSION)' --build-arg COMMIT='$(COMMIT)' --build-arg DATE='$(DATE)' -t demarche:'$(VERSION)' .

check: ## what to run while writing, in seconds: build, lint and all Go tests on the embedded store (-short: no Neo4j)
	go build ./...
	@if [ -x '$(GOLANGCI)' ]; then set -x; '$(GOLANGCI)' run ./...; \
	else go vet ./... && echo 'go vet alone: make lint builds golangci-lint, once, and then it is run here too' >&2; fi
	go test -short ./...

test: test-stores test-web ## all tests: Go on SQLite and a real Neo4j, pages in Chromium

test-stores: ## all Go tests, on SQLite and a real Neo4j (NEO4J_URI, else Docker, else its jars: JDK and Maven)
	@tools/neo4j/neo4j.sh with-test make --no-print-directory test-go

test-go:
	go test -count=1 -timeout 30m ./...
	@if [ "$$(go env CGO_ENABLED)" = 1 ]; then set -x; go test -race -count=1 -timeout 30m $(RACED); \
	else echo "no C compiler: the race detector is left out"; fi

soak: ## 64 clients ask both stores and write to them for SOAK (1m) while Neo4j is restarted (JDK, Maven): no wrong answer, no write lost
	go run ./bench -soak $(SOAK) -actions 3000

long: ## the long forms of tests: more random graphs, more kills, ten minutes of soak, then make fuzz (an hour and more)
	@DEMARCHE_LONG=1 tools/neo4j/neo4j.sh with-test go test -count=1 -timeout 4h ./...
	@$(MAKE) --no-print-directory soak SOAK=10m
	@$(MAKE) --no-print-directory fuzz

fuzz: ## each fuzz target for FUZZTIME (1m)
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | while IFS=: read -r file target; do \
	(set -x; go test -run '^$$' -fuzz "^$${target#func }$$" -fuzztime '$(FUZZTIME)' "$$(dirname "$$file")" </dev/null); done

test-web: build ## the pages, in Node and a headless Chromium, on SQLite and a Neo4j (JDK, Maven); clients of the field against a real server
	cd web && npm ci --no-audit --no-fund && npm run typecheck && npm test

lint: $(GOLANGCI) check-generated check-compose check-deploy ## golangci-lint (gofmt, go vet, the import rules among it), and generated code is fresh
	$(GOLANGCI) run ./...

lint-schema: ## graphql-eslint's rules for the contract (Node 20); tools/schema-lint tells which it does not keep
	cd tools/schema-lint && npm ci --no-audit --no-fund && npm test

generate: ## write anew what is generated: the schema's enums, gqlgen's code, the reference dataset, schemas for curators, the cookbook's answers and page
	go run ./tools/vocabulary
	go run ./tools/gqlgen
	go run ./tools/reference
	go generate ./...
	go test -count=1 -run 'DescriptionsAreThoseOfTheAPI' ./seed -update
	go test -count=1 -run 'PublishedSchemasAreFresh' ./seed -update # embeds what the line above wrote
	go test -count=1 -run 'Answers/SQLite|Page' ./docs/cookbook -update
	go test -count=1 -run 'PageOfLimits' ./docs -update
	go test -count=1 -run 'OperationsPage' ./internal/cli -update # the tables of docs/operations.md

check-generated: ## fail when something generated is stale; what is written is then the fresh form
	@before=$$(mktemp -d); trap 'rm -rf "$$before"' EXIT; cp -R $(GENERATED) "$$before"; \
	$(MAKE) --no-print-directory generate; stale=; \
	for made in $(GENERATED); do diff -r "$$before/$$(basename "$$made")" "$$made" >&2 || stale+=" $$made"; done; \
	[ -z "$$stale" ] || { echo "stale:$$stale. Read what changed, then commit what 'make generate' wrote" >&2; exit 1; }

check-compose: ## docker-compose.yml is what Docker takes: asked of Docker, else of the library that it uses
	@if docker compose version >/dev/null 2>&1; then NEO4J_PASSWORD=of-this-check docker compose config --quiet; \
	else set_to=$$(mktemp -d)/compose.yml; sed 's/$${NEO4J_PASSWORD:?[^}]*}/of-this-check/' docker-compose.yml >"$$set_to"; \
	GOFLAGS= go run github.com/compose-spec/compose-go/v2/cmd@$(COMPOSE_VERSION) "$$set_to" >/dev/null; fi # the library looks up no variables

check-deploy: ## deploy/: the systemd unit by systemd, where there is one, the manifests by the types of the Kubernetes API; images have digests
	@tools/pin-images.sh --check
	@if command -v systemd-analyze >/dev/null; then unit=$$(mktemp -d)/demarche.service; \
	sed 's|/usr/local/bin/demarche|/bin/true|' deploy/demarche.service >"$$unit"; systemd-analyze verify "$$unit"; fi
	cd tools/kubernetes && GOFLAGS= go run . ../../deploy/kubernetes.yaml

pin-images: ## the digests of the base images in Dockerfile and docker-compose.yml, asked of their registry (Docker with buildx)
	@tools/pin-images.sh

neo4j: ## a local Neo4j in the foreground from its jars, without Docker (JDK and Maven)
	@tools/neo4j/neo4j.sh run

bench: ## Demarche beside @neo4j/graphql and raw Cypher: bench/README.md (JDK, Maven, Node 20; some 10 minutes)
	go run ./bench $(BENCHFLAGS)

plans: ## docs/generated/plans.md: the statements and plans of each root field, over the data of the bench
	go run ./bench -plans docs/generated/plans.md $(BENCHFLAGS)

bench-go: ## Go benchmarks, on SQLite and a real Neo4j
	@tools/neo4j/neo4j.sh with-test go test -run '^$$' -bench . -benchmem -timeout 60m ./...

bench-guard: ## what a request allocates and sends, beside an earlier commit (tools/bench-guard.base), on SQLite and a real Neo4j
	@tools/neo4j/neo4j.sh with-test tools/bench-guard.sh $(BASE)

web: ## build the embedded files of explorer and playground (Node 20)
	cd web && npm ci --no-audit --no-fund && npm run build

clean: ## remove what was built; caches outside the source tree stay
	rm -rf bin web/node_modules tools/schema-lint/node_modules

$(GOLANGCI):
	@echo "building golangci-lint $(GOLANGCI_VERSION), once: some minutes"
	@mkdir -p $(@D)/new && GOFLAGS= GOBIN=$(@D)/new go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv $(@D)/new/golangci-lint $@ && rmdir $(@D)/new

.PHONY: help run build image check test soak long fuzz test-stores test-go test-web lint lint-schema generate check-generated check-compose check-deploy pin-images neo4j bench plans bench-go bench-guard web clean
