package flags

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// CommandLine is the line that repeats a case: the flags that were given, but for those with the trait [NotRepeated]
// and those that leaveOut names (nil: none). It holds no secret. Edits follow in the order in which they were given.
func CommandLine(verb string, set *pflag.FlagSet, target webhook.Target, leaveOut func(*pflag.Flag) bool, edits []edit) string {
	words := []string{"timhook", verb}
	set.Visit(func(f *pflag.Flag) {
		if !has(f, notRepeatedAnnotation) && (leaveOut == nil || !leaveOut(f)) {
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
		return repeated(name, *value.Values, f.Annotations[maskedAnnotation])
	case *Token:
		return value.words()
	}
	switch {
	case f.Value.Type() == "bool" && f.Value.String() == "true":
		return []string{name}
	case f.Value.Type() == "bool":
		return []string{name + "=false"}
	}
	return []string{name, safe.Quote(f.Value.String())}
}

// repeated are the words of a flag that was given several times.
func repeated(flag string, values []string, masked []string) []string {
	var words []string
	for _, v := range values {
		if masked != nil {
			v = WithoutSecret(v, masked[0], masked[1])
		}
		words = append(words, flag, safe.Quote(v))
	}
	return words
}

// WithoutSecret leaves out the value of a name that sounds like one of a secret.
func WithoutSecret(field, separator, instead string) string {
	name, _, found := strings.Cut(field, separator)
	lower := strings.ToLower(name)
	secret := slices.ContainsFunc([]string{"auth", "cookie", "token", "secret", "key", "passw", "sign", "session"},
		func(word string) bool {
			return strings.Contains(lower, word)
		})
	if !found || !secret {
		return field
	}
	return name + instead
}
