package flags

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/internal/pattern"
)

// itemsOf are the values of a flag that may be repeated. The mapping of a header field or a parameter to its value is
// one of them, since that is how YAML writes X-Key: value without quotes.
func itemsOf(flag *pflag.Flag, v config.Value) []config.Value {
	items := []config.Value{v}
	if v.Kind == config.List {
		items = v.Items
	}
	separator := flag.Annotations[maskedAnnotation]
	if separator == nil {
		return items
	}
	var list []config.Value
	for _, item := range items {
		if item.Kind != config.Map {
			list = append(list, item)
		}
		for _, m := range item.Members {
			if m.Value.Kind == config.Text || m.Value.Kind == config.Number {
				m.Value.Kind, m.Value.Text = config.Text, m.Name+separator[0]+m.Value.Text
			}
			list = append(list, m.Value)
		}
	}
	return list
}

var (
	octal    = pattern.Of(`^[-+]?0[0-9_]+$`)
	variable = pattern.Of(`\$\{[A-Za-z_]\w*\}`)
)

// checkAmbiguous refuses what one reader of YAML takes for another value than the next, or what its writer expects to
// be filled in.
func checkAmbiguous(f *config.File, name string, v config.Value, flag *pflag.Flag) error {
	choice, isChoice := flag.Value.(*EnumValue)
	isChoice = isChoice && !choice.Open
	words := []string{"yes", "no", "on", "off", "y", "n"}
	switch {
	case v.IsQuoted():
	case v.Kind == config.Text && flag.Value.Type() != "bool" && !isChoice &&
		slices.Contains(words, strings.ToLower(v.Text)):
		return f.Wrong(v.At, "if the text is meant, put it in quotes: \""+v.Text+"\"",
			"%s: got %s, which is true or false to other readers of YAML", name, v.Text)
	case v.Kind == config.Number && octal().MatchString(v.Text):
		return f.Wrong(v.At, "write it without the 0 in front",
			"%s: got %s, which is octal to some readers of YAML, and decimal to others", name, v.Text)
	}
	if found := variable().FindString(v.Text); found != "" && has(flag, maskedAnnotation) {
		return f.Wrong(v.At, "variables are not filled in here; take it from the environment as "+variableOf(flag),
			"%s: got the variable %s", name, found)
	}
	return nil
}
