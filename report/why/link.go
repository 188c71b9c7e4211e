package why

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/internal/secret"
)

// LinkTemplate makes the address of a page about one exchange, such as its lines in a log, from what the exchange has:
// https://logs.example/trace/{header:X-Trace-Id}.
type LinkTemplate struct{ pieces []linkPiece }

// linkPiece is a text of the template, or the value that takes its place.
type linkPiece struct {
	text   string
	value  string // callback, case, time or header field; empty: the text stands as it is
	header string
}

// The parts of a template. No value may decide where the link leads, so none stands in front of the path, and what a
// reader of Markdown or HTML could take for the end of the link is no part of it.
var (
	linkHost   = pattern.Of(`^https?://[0-9A-Za-z.:\[\]-]+([/?#]|$)`)
	linkText   = pattern.Of(`^[!#$%&*+,./0-9:;=?@A-Z\[\]_a-z~-]*$`)
	linkHeader = pattern.Of("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
)

// ParseLinkTemplate reads a template. Its values are {header:NAME}, of the answer, {callback}, {case} and {time}.
func ParseLinkTemplate(text string) (*LinkTemplate, error) {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		return nil, fmt.Errorf("got %q, want an address that begins with https:// or http://", secret.Pasted(text))
	}
	t := &LinkTemplate{}
	for rest := text; rest != ""; {
		literal, behind, found := strings.Cut(rest, "{")
		if !linkText().MatchString(literal) {
			return nil, errors.New("want an address as a browser has it: other characters, such as blanks, quotes " +
				"and brackets, as %20")
		}
		t.pieces, rest = append(t.pieces, linkPiece{text: literal}), ""
		if !found {
			break
		}
		name, after, closed := strings.Cut(behind, "}")
		if !closed {
			return nil, errors.New("a { has no }")
		}
		piece, err := linkPieceOf(name)
		if err != nil {
			return nil, err
		}
		t.pieces, rest = append(t.pieces, piece), after
	}
	switch first := t.pieces[0].text; {
	case !linkHost().MatchString(first), len(t.pieces) > 1 && !strings.ContainsAny(first[len("https://"):], "/?#"):
		return nil, errors.New("want a host without a user or a password, and values only behind it, such as " +
			"https://logs.example/{header:X-Trace-Id}")
	case new(secret.Policy).URL(text, "") != text:
		return nil, errors.New("it holds what looks like a secret, and a link stands in every report")
	}
	return t, nil
}

func linkPieceOf(name string) (linkPiece, error) {
	if header, isHeader := strings.CutPrefix(name, "header:"); isHeader && linkHeader().MatchString(header) {
		return linkPiece{value: "header field", header: header}, nil
	}
	switch name {
	case "callback", "case", "time":
		return linkPiece{value: name}, nil
	}
	return linkPiece{}, fmt.Errorf("got {%s}, want {header:NAME}, {callback}, {case} or {time}", secret.Pasted(name))
}

// longestLinked is how long a value in a link may be; identifiers are shorter.
const longestLinked = 512

// Link is the address for an exchange of a case, with each value escaped for any place in a URL. Where a value is not
// there, the link is empty and lacks names it. What told names is not there: it is masked.
func (t *LinkTemplate) Link(c Case, x Exchange, told secret.Names) (link, lacks string) {
	var b strings.Builder
	for _, p := range t.pieces {
		value := ""
		switch p.value {
		case "":
			b.WriteString(p.text)
			continue
		case "callback":
			value = c.Callback
		case "case":
			value = c.Name
		case "time":
			if !x.Start.IsZero() {
				value = x.Start.UTC().Format(time.RFC3339Nano)
			}
		case "header field":
			if value = x.Answer.field(p.header); told.Has(p.header) || value == secret.Mask {
				value = ""
			}
		}
		if value == "" || len(value) > longestLinked {
			return "", strings.TrimSpace(p.value + " " + p.header)
		}
		b.WriteString(strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
	}
	return b.String(), ""
}

// field is the first header field with this name.
func (a Answer) field(name string) string {
	for _, f := range a.Header {
		if strings.EqualFold(f[0], name) {
			return f[1]
		}
	}
	return ""
}

// Fails reports whether something is wrong with the answer.
func (x Exchange) Fails() bool {
	for _, f := range x.Found {
		if f.Outcome != "info" {
			return true
		}
	}
	return x.Outcome == "fail" || x.Outcome == "warn"
}
