package webhook

import (
	"fmt"
	"strconv"
	"strings"
)

// parseHead reads status line and header fields as they are on the wire, since http.ReadResponse canonicalises them,
// and notes the mistakes that it forgives. Of a head that was cut, the complete lines are read. wrong is true when
// one of them cannot be read.
func parseHead(x *Exchange, head []byte) (wrong bool) {
	p := headParser{x: x, rest: string(head)}
	line, ok := p.line()
	if !ok {
		// What came so far may be the beginning of a status line.
		n := min(len(p.rest), len("HTTP/"))
		return p.rest[:n] != "HTTP/"[:n]
	}
	if !p.status(line) {
		return true
	}
	p.x.Header = make([]HeaderField, 0, strings.Count(p.rest, "\n"))
	for line, ok = p.line(); ok && line != ""; line, ok = p.line() {
		if !p.field(line) {
			wrong = true
		}
	}
	p.lengths()
	return wrong
}

type headParser struct {
	x        *Exchange
	rest     string
	lineFeed bool // a line that ends in a bare LF is noted already
}

// line returns the next complete line without its end.
func (p *headParser) line() (string, bool) {
	i := strings.IndexByte(p.rest, '\n')
	if i < 0 {
		return "", false
	}
	line := p.rest[:i]
	p.rest = p.rest[i+1:]
	if line, ok := strings.CutSuffix(line, "\r"); ok {
		return line, true
	}
	if !p.lineFeed {
		p.lineFeed = true
		p.note("a line of the head ends in LF without CR")
	}
	return line, true
}

func (p *headParser) note(format string, args ...any) {
	p.x.Framing = append(p.x.Framing, fmt.Sprintf(format, args...))
}

// status reads "HTTP/1.1 200 OK".
func (p *headParser) status(line string) bool {
	proto, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	status, err := strconv.Atoi(code)
	if !strings.HasPrefix(proto, "HTTP/") || err != nil || len(code) != 3 || status < 0 {
		return false
	}
	p.x.Proto, p.x.Status, p.x.Reason = proto, status, reason
	if proto != "HTTP/1.1" && proto != "HTTP/1.0" {
		p.note("the answer calls itself %q", proto)
	}
	return true
}

// field reads "Name: value" or the continuation of the field before it.
func (p *headParser) field(line string) bool {
	fields := p.x.Header
	if line[0] == ' ' || line[0] == '\t' {
		if len(fields) == 0 {
			return false
		}
		last := &fields[len(fields)-1]
		p.note("header field %q is folded over several lines", last.Name)
		last.Value = strings.Trim(last.Value+" "+strings.Trim(line, " \t"), " ")
		return true
	}
	name, value, found := strings.Cut(line, ":")
	if !found || name == "" {
		return false
	}
	if strings.ContainsAny(name, " \t") {
		p.note("the name of header field %q holds white space", name)
	}
	p.x.Header = append(fields, HeaderField{name, strings.Trim(value, " \t")})
	return true
}

// lengths notes contradictions between the fields that tell the length of the body (RFC 9112, 6.3).
func (p *headParser) lengths() {
	length, coding := 0, 0
	for i := range p.x.Header {
		switch name := p.x.Header[i].Name; {
		case strings.EqualFold(name, "Content-Length"):
			length++
		case strings.EqualFold(name, "Transfer-Encoding"):
			coding++
		}
	}
	if length > 1 {
		p.note("Content-Length is there %d times", length)
	}
	if length > 0 && coding > 0 {
		p.note("both Content-Length and Transfer-Encoding say where the body ends")
	}
}

// quoteName is the name of a field for a message that refuses its line. What is behind the name may be a secret, and so
// may be what is no word.
func quoteName(line string) string {
	name, _, _ := strings.Cut(line, " ")
	if len(name) > 32 || strings.ContainsAny(name, "0123456789=+/") {
		return "without a name"
	}
	return strconv.Quote(name)
}

// SetHeader reads the line of a header flag as curl's -H does: "Name: value" sets a field, "Name:" leaves the default
// field of that name out, and "Name;" sends the field with an empty value. The error is for the user.
func (t *Target) SetHeader(line string) error {
	i := strings.IndexAny(line, ":;")
	if i < 0 {
		return fmt.Errorf("header %s: no colon, want \"Name: value\"", quoteName(line))
	}
	name, value := line[:i], strings.Trim(line[i+1:], " \t")
	empty := line[i] == ';'
	if empty && value != "" {
		const want = `want "Name: value", or "Name;" for an empty value`
		return fmt.Errorf("header %s: semicolon after the name, %s", quoteName(name), want)
	}
	f := HeaderField{name, value}
	if err := CheckHeader([]HeaderField{f}); err != nil {
		return err
	}
	if value == "" && !empty {
		t.Omit = append(t.Omit, name)
	} else {
		t.Header = append(t.Header, f)
	}
	return nil
}

// CheckHeader refuses fields that a backend would not read as one field each: a name that is no token (RFC 9110,
// 5.6.2), or a line break or NUL in a value. The error quotes no value, which may be a secret.
func CheckHeader(fields []HeaderField) error {
	for _, f := range fields {
		if !isToken(f.Name) {
			name, _, blank := strings.Cut(f.Name, " ")
			if blank { // what is behind it may be a secret
				return fmt.Errorf("header name: got %q and a blank, want letters, digits and hyphens", name)
			}
			return fmt.Errorf("header name: got %q, want letters, digits and hyphens", name)
		}
		if i := strings.IndexAny(f.Value, "\r\n\x00"); i >= 0 {
			return fmt.Errorf("header %s: got %q at byte %d of the value, want one line of text", f.Name, f.Value[i], i)
		}
	}
	return nil
}

// isToken reports whether s may be a method or the name of a field.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && strings.IndexByte("!#$%&'*+^`|", c) < 0 {
			return false
		}
	}
	return s != ""
}
