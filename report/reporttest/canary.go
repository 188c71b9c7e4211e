package reporttest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// Canaries are tokens, from an ordinary one to one that is spelt in another way everywhere.
func Canaries() []string {
	return []string{"k7Qd2mXz9TnB4vRw", "k7Q d2m", "k7\"Qd<2&m'X+z%9=é/你\\T:n,B\n4v\u202eRw", "%41%42%43?a=b"}
}

// Piece is a part of the token that is left in a text, long enough to be recognized; empty, where none is.
func Piece(text, token string) string {
	for i := 0; i+shortestPiece <= len(token); i++ {
		if strings.Contains(text, token[i:i+shortestPiece]) {
			return token[i : i+shortestPiece]
		}
	}
	return ""
}

const shortestPiece = 6

// Spelt is every spelling of the token of which a piece is left in a text.
func Spelt(text, token string) []string {
	var list []string
	for _, s := range Spellings() {
		if p := Piece(text, s.Of(token)); p != "" {
			list = append(list, fmt.Sprintf("%s: %q", s.Name, p))
		}
	}
	return list
}

type Spelling struct {
	Name string
	Of   func(string) string
}

// Spellings are written here a second time, by other means where there are any.
func Spellings() []Spelling {
	inJSON := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			return err.Error()
		}
		return string(b[1 : len(b)-1])
	}
	return []Spelling{
		{"raw", func(s string) string { return s }},
		{"JSON", inJSON},
		{"JSON in JSON", func(s string) string { return inJSON(inJSON(s)) }},
		{"visible", safe.Visible},
		{"query", url.QueryEscape},
		{"path", url.PathEscape},
		{"query in JSON", func(s string) string { return inJSON(url.QueryEscape(s)) }},
		{"HTML", html.EscapeString},
		{"HTML in JSON", func(s string) string { return inJSON(html.EscapeString(s)) }},
		{"Go", func(s string) string { q := fmt.Sprintf("%q", s); return q[1 : len(q)-1] }},
		{"base64", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
		{
			"base64 behind a byte",
			func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte("x" + s))[2:] },
		},
		{
			"base64 behind two bytes",
			func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte("xy" + s))[3:] },
		},
	}
}
