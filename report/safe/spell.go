package safe

import (
	"github.com/timhook/timhook/internal/secret"
)

// ownSpellings are the ways in which the formats of this package spell a text, beside those in which anybody may.
func ownSpellings() []func(string) string {
	printf := func(s string) string { return PrintfFormat([]byte(s)) }
	return []func(string) string{
		Visible, GitHubData, GitHubProperty, printf,
		func(s string) string { return insideQuotes(printf(s)) },
		func(s string) string { return Inert(secret.JSON(s, false)) },
		func(s string) string { return Inert(secret.JSON(s, true)) },
	}
}
