// Package longtest sizes tests. A long form is the same test with a larger number: `make long` asks for it through DEMARCHE_LONG=1.
package longtest

import "os"

// Or returns the number for an everyday run, or the one for a long run.
func Or(everyday, long int) int {
	if os.Getenv("DEMARCHE_LONG") == "1" {
		return long
	}
	return everyday
}
