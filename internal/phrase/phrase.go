// Package phrase writes a list of names as a sentence does.
package phrase

import "strings"

// And is "a, b and c".
func And(names []string) string { return list(names, " and ") }

// Or is "a, b or c".
func Or(names []string) string { return list(names, " or ") }

func list(names []string, last string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n], ", ") + last + names[n]
}
