package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/demarche-graph/demarche/internal/server"
)

// `make build` and the Dockerfile set these with -ldflags "-X …"; they are empty in a build by go alone.
var stampedVersion, stampedCommit, stampedDate string

// build says which build of Demarche this is.
type build struct {
	Version string `json:"version"` // the tag of a release, or a tag and the number of commits since
	Commit  string `json:"commit"`
	Date    string `json:"date"` // the date of the commit, so that building it again gives the same
	Go      string `json:"go"`
	Schema  string `json:"schema"` // see server.SchemaVersion
}

func versionCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which build this is",
		Long: `Version says which version and commit this binary was built from, when that commit was made, with which Go, and
which GraphQL schema it serves: the beginning of the SHA-256 of schema.graphqls. What the build does not know is "unknown".`,
		Example: "  demarche version\n  demarche version --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return thisBuild().print(cmd.OutOrStdout(), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

func thisBuild() build {
	info, _ := debug.ReadBuildInfo()
	return buildOf(build{Version: stampedVersion, Commit: stampedCommit, Date: stampedDate}, info)
}

// buildOf takes what was not set from what Go wrote into the binary, which is nothing when it was built without Git.
func buildOf(stamped build, info *debug.BuildInfo) build {
	b := stamped
	if info != nil {
		set := map[string]string{}
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		commit := set["vcs.revision"]
		if commit != "" && set["vcs.modified"] == "true" {
			commit += "-dirty"
		}
		b.Version = cmp.Or(b.Version, info.Main.Version)
		b.Commit = cmp.Or(b.Commit, commit)
		b.Date = cmp.Or(b.Date, set["vcs.time"])
	}
	const unknown = "unknown"
	b.Version, b.Commit, b.Date = cmp.Or(b.Version, unknown), cmp.Or(b.Commit, unknown), cmp.Or(b.Date, unknown)
	b.Go, b.Schema = runtime.Version(), server.SchemaVersion()
	return b
}

func (b build) print(w io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(b)
	}
	_, err := fmt.Fprint(w, b)
	return err
}

// String returns a line for each field.
func (b build) String() string {
	return fmt.Sprintf("demarche %s\ncommit %s\ndate %s\ngo %s\nschema %s\n", b.Version, b.Commit, b.Date, b.Go, b.Schema)
}
