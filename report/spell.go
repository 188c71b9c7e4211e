package report

import "github.com/timhook/timhook/internal/secret"

// ownSpellings are the ways in which the formats of this package spell a text, beside those in which anybody may.
func ownSpellings() []func(string) string {
	printf := func(s string) string { return printfFormat([]byte(s)) }
	return []func(string) string{
		Visible, data, property, printf,
		func(s string) string { return insideQuotes(printf(s)) },
		func(s string) string { return inert(secret.JSON(s, false)) },
		func(s string) string { return inert(secret.JSON(s, true)) },
	}
}
