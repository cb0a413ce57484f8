// Package cli is the command line. Each command is a file: it declares its flags and help, reads the flags, calls the
// package that does the work, and prints the result. The package connects stores, curated files and the server, and holds
// none of their logic.
//
// Run takes the arguments and returns the exit code, so that a test can run any command within its process:
//
//	var out, errs bytes.Buffer
//	code := cli.Run(ctx, []string{"validate", "--format", "json", "./my-dataset"}, &out, &errs)
//
// The exit code is 0 when the command succeeded, 1 when it could not be done now (a store cannot be reached), 2 when the
// command or its input is wrong. Only Run decides which of these an error means, by its sentinel and never by its text.
// Results go to stdout, progress and errors to stderr.
//
// Every flag can also be set by an environment variable (fromEnvironment). Every command that needs a store finds it in the
// same way (chooseStore): by the flag --store, then DEMARCHE_STORE, then NEO4J_URI, else in a SQLite file of Demarche's own.
//
// To add a command, write a file with a function that returns a *cobra.Command, and name it in command (cli.go). A format
// of event data needs none: import.go makes a command of each row of imports.Formats.
package cli
