package cli

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/demarche-graph/demarche/graph"
	"github.com/demarche-graph/demarche/seed"
)

// The part of SARIF 2.1.0 (OASIS, docs.oasis-open.org/sarif/sarif/v2.1.0) that GitHub's code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		FullDescription  sarifText `json:"fullDescription"`
		Help             sarifText `json:"help"`
		Default          sarifConf `json:"defaultConfiguration"`
	}
	sarifConf struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
)

// sarif makes a log with one run of problems. Columns count characters, as YAML's positions do.
func sarif(problems seed.Problems) sarifLog {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "demarche", Version: mainVersion(), InformationURI: "https://github.com/demarche-graph/demarche",
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	indexes := map[graph.Rule]int{}
	for i, r := range seed.RuleDocs {
		indexes[r.Rule] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules,
			sarifRule{r.Rule.String(), sarifText{r.Says}, sarifText{r.Says + ". " + r.Help}, sarifText{r.Help}, sarifConf{string(r.Rule.Level())}})
	}
	for _, p := range problems {
		at := sarifPhysical{sarifArtifact{fileURI(p.At.File)}, sarifRegion{p.At.Line, p.At.Column}}
		run.Results = append(run.Results, sarifResult{
			p.Rule().String(), indexes[p.Rule()], string(p.Level()), sarifText{p.Message()}, []sarifLocation{{at}},
		})
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

// fileURI makes a URI relative to the working directory, which is the repository's root in CI. A file outside of it gets an
// absolute URI.
func fileURI(file string) string {
	if filepath.IsAbs(file) {
		if dir, err := os.Getwd(); err == nil {
			if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
				file = rel
			}
		}
	}
	slashed := filepath.ToSlash(filepath.Clean(file))
	if !filepath.IsAbs(file) {
		return (&url.URL{Path: slashed}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(slashed, "/")}).String()
}

// mainVersion returns the version of this build, never "", which SARIF forbids.
func mainVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}
