package flags

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// PerRun are the flags that say nothing of what is sent, or that the line of a case gives itself.
func PerRun() []string {
	return []string{
		"seed", "now", "variant", "count", "format", "report", "output", "color", "progress", "verbose", "quiet", "dry-run", "print",
		"jobs", "rate", "url", "save",
	}
}

// CommandLine is a command line again, but for the flags that are left out and for what nobody may see. Edits stand in
// the order in which they were given.
func CommandLine(verb string, flags *pflag.FlagSet, target webhook.Target, without []string, edits []edit) string {
	words := []string{"timhook", verb}
	flags.Visit(func(f *pflag.Flag) {
		if !slices.Contains(without, f.Name) {
			words = append(words, flagWords(f)...)
		}
	})
	for _, e := range edits {
		words = append(words, e.flag, safe.Quote(e.text))
	}
	if target.URL.RawQuery != "" {
		return strings.Join(append(words, "-u", `"$TIMHOOK_URL"`), " ") // the query may hold secrets of the app's own
	}
	return strings.Join(append(words, "-u", safe.Quote(target.URL.String())), " ")
}

func flagWords(f *pflag.Flag) []string {
	name := "--" + f.Name
	switch value := f.Value.(type) {
	case editValue:
		return nil // in their own order, behind
	case *ListValue:
		return repeated(name, *value.Values, f.Name)
	}
	switch {
	case f.Name == "token":
		return tokenWords(f)
	case f.Value.Type() == "bool" && f.Value.String() == "true":
		return []string{name}
	case f.Value.Type() == "bool":
		return []string{name + "=false"}
	}
	return []string{name, safe.Quote(f.Value.String())}
}

func repeated(flag string, values []string, name string) []string {
	var words []string
	for _, v := range values {
		switch name {
		case "header":
			v = WithoutSecret(v, ":", ": …")
		case "query":
			v = WithoutSecret(v, "=", "=…")
		}
		words = append(words, flag, safe.Quote(v))
	}
	return words
}

// WithoutSecret leaves out the value of a name that sounds like one of a secret.
func WithoutSecret(field, separator, instead string) string {
	name, _, found := strings.Cut(field, separator)
	lower := strings.ToLower(name)
	secret := slices.ContainsFunc([]string{"auth", "cookie", "token", "secret", "key", "passw", "sign", "session"}, func(word string) bool {
		return strings.Contains(lower, word)
	})
	if !found || !secret {
		return field
	}
	return name + instead
}

// tokenWords names where the token was read and never holds it. A token of the environment is still there.
func tokenWords(f *pflag.Flag) []string {
	value := f.Value.String()
	switch {
	case f.Annotations[environmentAnnotation] != nil:
		return nil
	case strings.HasPrefix(value, "env:"), strings.HasPrefix(value, "file:"):
		return []string{"--token", safe.Quote(value)}
	}
	return []string{"--token", "env:IM_CALLBACK_TOKEN"}
}
