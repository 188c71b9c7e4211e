package httptext

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

const (
	longestValue = 8 << 10 // of a variable
	mostShown    = 8
	mostExpanded = 8 << 20 // bytes that values put into a whole text
)

// variable is {{name}}, with a dollar sign where editors make up the value: {{$timestamp}}.
var variable = pattern.Of(`\{\{\s*([$%]?[\pL\pN_][^{}\r\n]*?)\s*\}\}`)

// names are those of variables whose value is not known, each once, as many as a note shows.
type names []string

func (n *names) add(name string) {
	if len(*n) < mostShown && !slices.Contains(*n, name) {
		*n = append(*n, name)
	}
}

// expand puts values in the place of variables. Those without a value stay and are added to unknown.
func (r *Reader) expand(text string, unknown *names) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return variable().ReplaceAllStringFunc(text, func(whole string) string {
		name := variable().FindStringSubmatch(whole)[1]
		value, found := r.variables[name]
		if !found {
			value, found = r.environment(name)
		}
		if r.expanded += len(value); !found || r.expanded > mostExpanded {
			unknown.add(name)
			return whole
		}
		for _, inner := range variable().FindAllStringSubmatch(value, mostShown) {
			unknown.add(inner[1])
		}
		return value
	})
}

func holdsVariable(text string) bool { return variable().MatchString(text) }

// withoutValue is the note about variables whose value is not known, and about the parts that they hide; empty where
// there is none.
func withoutValue(unknown names, hidden []string) string {
	if len(unknown) == 0 {
		return ""
	}
	text := "the text gives no value for {{" + strings.Join(unknown, "}}, {{") + "}}"
	if len(hidden) > 0 {
		text += ", so " + strings.Join(hidden[:min(len(hidden), mostShown)], ", ") + " cannot be judged"
	}
	for _, name := range unknown {
		if !strings.ContainsAny(name, "$. %") {
			return text + "; a line \"@" + name + " = …\" above the request gives one"
		}
	}
	return text + "; the editor makes it when it sends"
}
