// Package cli is the command line. Each command is a file: it declares its flags and help, reads them, calls the package
// that does the work, and prints what came of it. The package wires stores, curated files and the server together, and
// holds none of their logic.
//
// Run takes the arguments and returns the exit code, so that a test can run any command within its process:
//
//	var out, errs bytes.Buffer
//	code := cli.Run(ctx, []string{"validate", "--format", "json", "./my-dataset"}, &out, &errs)
//
// The exit code is 0 when it is done, 1 when it could not be done now (a store that cannot be reached), 2 when the command
// or its input is wrong. Which of these an error means is decided in Run alone, by its sentinel; its text is never looked
// at. Results go to stdout, progress and errors to stderr.
//
// Every flag is a variable of the environment too (fromEnvironment), and every command that needs a store finds it in the
// same way (chooseStore): the flag --store, then DEMARCHE_STORE, then NEO4J_URI, then a SQLite file of Demarche's own.
//
// To add a command, write a file with a function that returns a *cobra.Command, and name it in command (cli.go). A format
// of event data needs none: import.go makes a command of each row of imports.Formats.
package cli
