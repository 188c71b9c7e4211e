package shell

import (
	"slices"
	"strings"
)

// variables are the values that a script has given so far. Names of cmd.exe and PowerShell are kept in lower case, with
// the sign that they are written with.
type variables map[string]word

// declaring are commands behind which variables are set.
var declaring = []string{"export", "local", "readonly", "declare", "typeset"}

// assignment is the name of the variable that a word sets, and how long it is with its sign; empty if it sets none.
func assignment(text string) (name string, length int) {
	at := strings.IndexByte(text, '=')
	if at <= 0 {
		return "", 0
	}
	name = strings.TrimSuffix(text[:at], "+")
	if !isName(name) {
		return "", 0
	}
	return name, at + 1
}

func isName(s string) bool {
	isOdd := func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) }
	return s != "" && (s[0] < '0' || s[0] > '9') && strings.IndexFunc(s, isOdd) < 0
}

// set takes the variables of a command that does nothing else than setting them. In a branch or a loop, a second value
// makes the variable one of which only the shell knows the value.
func (v variables) set(c command, isBranch bool) {
	words := c.words
	for len(words) > 0 && (slices.Contains(declaring, words[0].text) || slices.Contains(prefixes, words[0].text)) {
		words = words[1:]
	}
	if len(words) > 1 && (words[0].text == "for" || words[0].text == "read") {
		for _, w := range words[1:] {
			v.forget(w.text)
		}
		return
	}
	for _, w := range words {
		name, _ := assignment(w.text)
		if name == "" && strings.HasPrefix(w.text, "-") {
			continue // an option of declare
		}
		if name == "" {
			return // what stands in front of a command counts for that command alone
		}
	}
	for _, w := range words {
		name, length := assignment(w.text)
		if name == "" {
			continue
		}
		value := w.from(length)
		before, isSet := v[name]
		switch {
		case strings.HasSuffix(w.text[:length], "+="):
			value.text, value.holes = before.text+value.text, append(slices.Clone(before.holes), value.holes...)
		case isBranch && isSet && before.text != value.text:
			v.forget(name)
			continue
		}
		v.put(name, "$"+name, value)
	}
}

// put keeps a value. One of which nothing is known goes by the name of the variable.
func (v variables) put(name, shown string, value word) {
	value.splits, value.quoted = nil, false
	if value.text == holeByte {
		value.holes = []hole{{name: shown, run: value.holes[0].run}}
	}
	v[name] = value
}

// forget makes a variable one of which only the shell knows the value.
func (v variables) forget(name string) {
	if isName(name) {
		v[name] = word{text: holeByte, holes: []hole{{name: "$" + name}}}
	}
}
