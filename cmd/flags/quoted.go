package flags

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

var (
	plainName = pattern.Of(`^[A-Za-z][A-Za-z._/*-]{0,39}$`)
	plainFlag = pattern.Of(`^-(-[A-Za-z][a-z-]{0,39}|[A-Za-z0-9][a-z-]{0,39})$`)
)

// Quoted is an argument for a message that refuses it. The blank of -H 'X-Key: value' makes two arguments where the
// quotes are forgotten, so an argument that does not look like a name may be a secret.
func Quoted(argument string) string {
	if IsName(argument) {
		return fmt.Sprintf("%q", argument)
	}
	return fmt.Sprintf("(%d bytes, not shown since it may be a secret)", len(argument))
}

// IsName reports whether an argument looks like the name of a callback or of a case.
func IsName(argument string) bool {
	return plainName().MatchString(strings.NewReplacer("C2C", "CC", "c2c", "cc").Replace(argument))
}

// quotedFlag is a flag that there is not, without the value that is glued to it.
func quotedFlag(dashed string, known []string) string {
	dashed, _, _ = strings.Cut(dashed, "=")
	if plainFlag().MatchString(dashed) {
		return dashed
	}
	longest := dashed[:min(2, len(dashed))]
	for _, name := range known {
		if name = "--" + name; len(name) > len(longest) && strings.HasPrefix(dashed, name) {
			longest = name
		}
	}
	return longest + "…"
}
