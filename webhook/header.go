package webhook

import (
	"fmt"
	"strings"
)

// SetHeader reads the line of a header flag as curl's -H does: "Name: value" sets a field, "Name:" leaves the default
// field of that name out, and "Name;" sends the field with an empty value. The error is for the user.
func (t *Target) SetHeader(line string) error {
	i := strings.IndexAny(line, ":;")
	if i < 0 {
		return fmt.Errorf("header %q: no colon, want \"Name: value\"", line)
	}
	name, value := line[:i], strings.Trim(line[i+1:], " \t")
	empty := line[i] == ';'
	if empty && value != "" {
		const want = `want "Name: value", or "Name;" for an empty value`
		return fmt.Errorf("header %q: semicolon after the name, %s", name, want)
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
			return fmt.Errorf("header name: got %q, want letters, digits and hyphens", f.Name)
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
