package verify

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture"
)

// pasted checks the signature in a text: a URL, a request line, a query, a line of a log that holds one of them, or an
// object that a framework has merged the query into. Several lines are checked one by one.
func pasted(a *cli.App, token, text string, c clock) error {
	lines := signedLines(text)
	right, wrong := 0, 0
	var ended error
	for _, line := range lines {
		front := ""
		if len(lines) > 1 {
			front = fmt.Sprintf("line %d: ", line.number)
		}
		s, err := signedIn(line.text)
		if err != nil {
			return err
		}
		for _, note := range s.notes {
			a.Note("note: %s%s", front, safe.Visible(note))
		}
		if why := s.hidden(); why != "" {
			ended = cli.ErrNothing("%s%s", front, why)
			continue
		}
		ok, bad := signature(token, s.query, c.at(s.at, s.query), signer.Diagnose)
		if bad != "" {
			wrong++
			fmt.Fprintf(a.Out, "FAIL  %s%s\n", front, safe.Visible(bad))
			continue
		}
		right++
		fmt.Fprintf(a.Out, "OK  %s%s\n", front, ok)
	}
	switch {
	case wrong > 0:
		return &cli.Exit{Code: cli.ExitBroken}
	case right == 0:
		return ended
	}
	return nil
}

// signed is what a text holds of a request.
type signed struct {
	query url.Values
	at    time.Time // when the request came, as a line of a log says; zero: it does not
	notes []string
}

// hidden is the reason why the signature cannot be checked: it was masked, or the text has a variable in its place.
func (s signed) hidden() string {
	if s.query.Get("Sign") == capture.Masked {
		return "Sign was masked when this was captured; record --keep-sign keeps it"
	}
	for _, name := range [...]string{"Sign", "RequestTime"} {
		if v := s.query.Get(name); isVariable(v) {
			return fmt.Sprintf("%s is the variable %s here; paste what it stands for", name, safe.Visible(v))
		}
	}
	return ""
}

func isVariable(s string) bool {
	return strings.HasPrefix(s, "$") || strings.HasPrefix(s, "{{") || len(s) > 2 && s[0] == '%' && s[len(s)-1] == '%'
}

type pastedLine struct {
	number int
	text   string
}

// signedLines are the lines of a text of which each holds a signature of its own; else the whole text is one.
func signedLines(text string) []pastedLine {
	var found []pastedLine
	for i, line := range strings.Split(text, "\n") {
		if hasName(line, "Sign") && hasName(line, "RequestTime") {
			found = append(found, pastedLine{i + 1, strings.TrimSpace(line)})
		}
	}
	if len(found) < 2 {
		return []pastedLine{{1, strings.TrimSpace(text)}}
	}
	return found
}

// spellings are how logs, pages and shells write the characters of a URL.
func spellings() [9]struct{ written, is, where string } {
	const jsonString = "the text is a JSON string"
	return [...]struct{ written, is, where string }{
		{`\u0026`, "&", jsonString},
		{`\u003d`, "=", jsonString},
		{`\u003D`, "=", jsonString},
		{`\x26`, "&", "it is of a log that escapes"},
		{"&amp;", "&", "the URL comes from HTML, or its sender escapes it by mistake"},
		{"&#38;", "&", "the URL comes from HTML"},
		{"^&", "&", "it is of a Windows command line"},
		{`\&`, "&", "it is of a shell's command line"},
		{`\/`, "/", jsonString},
	}
}

// signedIn finds the request in a text.
func signedIn(text string) (signed, error) {
	var s signed
	for _, w := range spellings() {
		if !strings.Contains(text, w.written) {
			continue
		}
		text = strings.ReplaceAll(text, w.written, w.is)
		if !slices.ContainsFunc(s.notes, func(n string) bool { return strings.HasSuffix(n, ": "+w.where) }) {
			s.notes = append(s.notes, fmt.Sprintf("%s is read as %s: %s", w.written, w.is, w.where))
		}
	}
	text = strings.ReplaceAll(text, `\"`, `"`)
	if !strings.Contains(text, "Sign=") && strings.Contains(text, "Sign%3D") {
		s.notes = append(s.notes, "the URL is escaped as a whole, as a parameter of another URL is")
		text, _, _ = strings.Cut(strings.ReplaceAll(text, "%26", "&"), " ")
		text = strings.NewReplacer("%3D", "=", "%3F", "?", "%2F", "/", "%3A", ":").Replace(text)
	}
	s.at = timeOfLine(text)
	target, method := findTarget(text)
	if _, query, _ := strings.Cut(target, "?"); !hasParam(query, "Sign") || !hasParam(query, "RequestTime") {
		if found := pairs(text); found.Has("Sign") && found.Has("RequestTime") {
			s.query = found
			s.notes = append(s.notes, "Sign and RequestTime are members of an object here, merged into it by a framework")
			return s, nil
		}
	}
	if method != "" && method != "POST" {
		s.notes = append(s.notes, fmt.Sprintf("the method is %s, and Chat sends POST", method))
	}
	_, query, found := strings.Cut(target, "?")
	if _, err := url.Parse(target); err != nil && !found {
		return s, cli.Usage("", "the URL cannot be read: %w", errors.Unwrap(err))
	}
	query, _, _ = strings.Cut(query, "#")
	var err error
	if s.query, err = url.ParseQuery(query); err != nil {
		return s, cli.Usage("", "the query cannot be read: %w", err)
	}
	return s, nil
}

var (
	// pieces are what no blank, quote or angle bracket parts.
	pieces = pattern.Of("[^\\s\"'`<>|]+")
	// methodBefore is the method in front of a request target.
	methodBefore = pattern.Of(`(?:^|[\s"'])([A-Z]{3,10})[\s"']+$`)
)

// findTarget finds the URL, the request target or the query in a text, with a question mark, and the method in front.
// It is the first piece with a parameter of a signature, or the whole text where there is none.
func findTarget(text string) (target, method string) {
	for _, at := range pieces().FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		_, query, hasQuery := strings.Cut(word, "?")
		if !hasQuery {
			query, word = word, "?"+word
		}
		if !hasParam(query, "Sign") && !hasParam(query, "RequestTime") {
			continue
		}
		if m := methodBefore().FindStringSubmatch(text[:at[0]]); m != nil {
			method = m[1]
		}
		return strings.TrimRight(word, ",;)]}"), method
	}
	method, rest, found := strings.Cut(text, " ")
	if found && method != "" && strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		text, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
	} else {
		method = ""
	}
	if head, _, found := strings.Cut(text, "?"); !found && strings.Contains(head, "=") {
		text = "?" + text
	}
	return text, method
}

// hasParam reports whether a query has a parameter of that name, in any letter case.
func hasParam(query, name string) bool {
	for piece := range strings.SplitSeq(query, "&") {
		if key, _, found := strings.Cut(piece, "="); found && strings.EqualFold(key, name) {
			return true
		}
	}
	return false
}

// hasName reports whether a text holds a name, in whatever notation.
func hasName(text, name string) bool {
	i := strings.Index(text, name)
	return i >= 0 && strings.ContainsAny(text[i+len(name):], "=:>")
}
