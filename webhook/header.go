package webhook

import (
	"fmt"
	"strings"
)

// SetHeader takes a line as curl's -H does: "Name: value" sets a field, "Name:" leaves the default
// field of that name out, "Name;" sends it with an empty value.
func (t *Target) SetHeader(line string) error {
	i := strings.IndexAny(line, ":;")
	if i < 0 {
		return fmt.Errorf("header %q: no colon, want \"Name: value\"", line)
	}
	name, value := line[:i], strings.Trim(line[i+1:], " \t")
	empty := line[i] == ';'
	if empty && value != "" {
		return fmt.Errorf("header %q: semicolon after the name, want \"Name: value\", or \"Name;\" for an empty value", name)
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

// CheckHeader refuses fields that would be read as something else than one field each: a name that
// is not a token (RFC 9110, 5.6.2), a line break or NUL in a value. Errors quote no value, which may
// be a secret.
func CheckHeader(fields []HeaderField) error {
	for _, f := range fields {
		if !isToken(f.Name) {
			return fmt.Errorf("header name: got %q, want letters, digits and hyphens", f.Name)
		}
		if i := strings.IndexAny(f.Value, "\r\n\x00"); i >= 0 {
			return fmt.Errorf("header %s: got %q at byte %d of the value, want one line of text", f.Name, f.Value[i], i)
		}
	}
	return nil
}

// isToken reports whether s is a token, which is what methods and field names are made of.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && strings.IndexByte("!#$%&'*+^`|", c) < 0 {
			return false
		}
	}
	return s != ""
}
