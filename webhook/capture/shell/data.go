package shell

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// addHeader takes a line as -H does: "Name: value" adds a field, "Name:" leaves it out, "Name;" gives an empty one.
// With a name, the word is its value.
func (c *curlCall) addHeader(name string, w word) error {
	w, err := c.script.resolved(w)
	if err != nil {
		return err
	}
	if name != "" {
		w.text = name + ": " + w.text
	}
	if strings.HasPrefix(w.text, "@") {
		return c.headerFile(w)
	}
	i := strings.IndexAny(w.text, ":;")
	switch {
	case w.isOpen() && (i < 0 || strings.Contains(w.text[:i], holeByte)):
		c.hide("header", "the header", w.holes)
		return nil
	case w.isOpen():
		name := w.text[:i]
		c.hide("header "+name, "the header field "+name, w.holes)
		return nil
	case i <= 0:
		return nil // curl passes over it, too
	}
	c.notes = append(c.notes, w.notes...)
	f := webhook.HeaderField{Name: w.text[:i], Value: strings.TrimPrefix(w.text[i+1:], " ")}
	if err := webhook.CheckHeader([]webhook.HeaderField{f}); err != nil {
		return &scan.BadText{Err: err}
	}
	switch isEmpty := strings.Trim(f.Value, " \t\r\n") == ""; {
	case isEmpty && w.text[i] == ':':
		c.removed = append(c.removed, f)
	case isEmpty:
		c.header = append(c.header, webhook.HeaderField{Name: f.Name})
	case w.text[i] == ':':
		c.header = append(c.header, f)
	}
	return nil
}

// headerFile takes the lines of a file as fields.
func (c *curlCall) headerFile(w word) error {
	if c.script.Beside == nil || w.isOpen() {
		return scan.BadTextf("-H %s reads a file; write the header fields into the line", w.named())
	}
	text, err := c.script.file("-H", w.text)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "@") {
			continue // no file names another
		}
		if err := c.addHeader("", word{text: line}); err != nil {
			return err
		}
	}
	return nil
}

// addQuery takes a parameter as --url-query does: as --data-urlencode has it, or behind a + as it is.
func (c *curlCall) addQuery(w word) error {
	w, err := c.script.resolved(w)
	if err != nil {
		return err
	}
	if text, asIs := strings.CutPrefix(w.text, "+"); asIs {
		w.text = text
	} else if !w.isOpen() {
		text, err := c.formField("--url-query", w.text)
		if err != nil {
			return err
		}
		w.text = text
	}
	c.query = append(c.query, w)
	return nil
}

// addData adds to the body. Several pieces are joined as those of a form, except for --json.
func (c *curlCall) addData(name string, w word) error {
	text, open, piece, err := c.piece(name, w)
	if err != nil {
		return err
	}
	c.notes = append(c.notes, w.notes...)
	if name == "json" {
		c.json = true
	} else if c.hasData {
		c.data = append(c.data, '&')
	}
	if c.body = piece; c.hasData {
		c.body = nil
	}
	c.data, c.hasData = append(c.data, text...), true
	c.dataOpen = append(c.dataOpen, open...)
	return nil
}

// piece is what an option adds to the body, and the word that it is, if it is one. Open are its parts that only a shell
// knows, which stand in the text as they are written.
func (c *curlCall) piece(name string, w word) (text []byte, open []hole, piece *word, err error) {
	isFile := name != "data-raw" && name != "data-urlencode" && strings.HasPrefix(w.text, "@")
	if isFile {
		text, open, piece, err = c.file("--"+name, w)
		if name == "data" || name == "data-ascii" {
			text, piece = withoutLines(text, piece)
		}
		return text, open, piece, err
	}
	if w, err = c.script.resolved(w); err != nil {
		return nil, nil, nil, err
	}
	plain := w.named()
	if err := checkQuotes(w); err != nil {
		return nil, nil, nil, err
	}
	if c.dialect == posix && keptBackslash().MatchString(plain) {
		c.notes = append(c.notes, `the body holds \" since sh keeps a backslash in single quotes; write " there`)
	}
	if name != "data-urlencode" || w.isOpen() {
		return []byte(plain), w.holes, &w, nil
	}
	field, err := c.formField("--"+name, plain)
	return []byte(field), nil, nil, err
}

var (
	// lostQuotes is JSON from which a shell took the quotes.
	lostQuotes = pattern.Of(`^[\[{ ]*\{[A-Za-z_]+:[^"]*$`)
	// keptBackslash is JSON whose quotes have a backslash each.
	keptBackslash = pattern.Of(`^[\[{ ]*\{\s*\\"\w+\\" *:`)
)

// checkQuotes refuses a packet whose own quotes end the word, so that curl gets none of them.
func checkQuotes(w word) error {
	if w.exact || !lostQuotes().MatchString(w.text) {
		return nil
	}
	return scan.BadTextf("the shell drops the quotes in the packet (%s); put the packet in single quotes", w.text)
}

// withoutLines is the text of a file without what --data drops of it.
func withoutLines(text []byte, piece *word) ([]byte, *word) {
	short := bytes.TrimRight(text, "\r\n\x00")
	isDropped := func(b byte) bool { return b == '\r' || b == '\n' || b == 0 }
	if !slices.ContainsFunc(short, isDropped) {
		return short, piece
	}
	return slices.DeleteFunc(bytes.Clone(text), isDropped), nil
}

// formField is what --data-urlencode makes of its value.
func (c *curlCall) formField(option, text string) (string, error) {
	i := strings.IndexByte(text, '=')
	if i < 0 {
		i = strings.IndexByte(text, '@')
	}
	switch {
	case i < 0:
		return url.QueryEscape(text), nil
	case text[i] == '@':
		if c.script.Beside == nil {
			return "", scan.BadTextf("%s %s reads a file; write its text into the line", option, text)
		}
		value, err := c.script.file(option, text[i+1:])
		if name := text[:i]; name != "" {
			return name + "=" + url.QueryEscape(string(value)), err
		}
		return url.QueryEscape(string(value)), err
	case i == 0:
		return url.QueryEscape(text[1:]), nil
	}
	return text[:i+1] + url.QueryEscape(text[i+1:]), nil
}

// file is the text of the file that "@name" stands for: one beside the script, what the command in front of curl
// prints, or a here document.
func (c *curlCall) file(option string, w word) (text []byte, open []hole, piece *word, err error) {
	switch {
	case w.text == "@"+holeByte && w.holes[0].run != nil && strings.HasPrefix(w.holes[0].name, "<("):
		text, open, err = c.script.output(w.holes[0].run)
		return text, open, nil, err
	case w.isOpen():
		return []byte(w.named()), w.holes, nil, nil
	case w.text != "@-" && w.text != "@/dev/stdin":
		text, err = c.script.file(option, w.text)
		return text, nil, nil, err
	case c.input != nil && !c.input.file:
		one, err := c.script.resolved(c.input.text)
		return []byte(one.named()), one.holes, &one, err
	case c.input != nil:
		text, open, err = c.script.input(c.input)
		return text, open, nil, err
	case len(c.stdin) == 0:
		return nil, nil, nil, scan.BadTextf("%s @- reads standard input, and no printf or echo in front of curl "+
			"says what that is; write the packet behind --data-raw", option)
	}
	text, open, err = c.script.output([]pipeline{c.stdin})
	return text, open, nil, err
}
