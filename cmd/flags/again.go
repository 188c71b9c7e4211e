package flags

import (
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// CommandLine is the line that repeats a case: the flags that were given, but for those with the trait [NotRepeated]
// and those that leaveOut names (nil: none). It holds no secret. Edits follow in the order in which they were given.
func CommandLine(verb string, set *pflag.FlagSet, target webhook.Target, leaveOut func(*pflag.Flag) bool, edits []edit) string {
	words, told := []string{"timhook", verb}, toldIn(set)
	set.Visit(func(f *pflag.Flag) {
		if !has(f, notRepeatedAnnotation) && (leaveOut == nil || !leaveOut(f)) {
			words = append(words, flagWords(f, told)...)
		}
	})
	for _, e := range edits {
		words = append(words, e.flag, safe.Quote(e.text))
	}
	return strings.Join(append(words, "-u", safe.URLWord(target.URL, told)), " ")
}

// toldIn are the names that the line masks.
func toldIn(set *pflag.FlagSet) secret.Names {
	if f := set.Lookup(maskFlag); f != nil {
		return *f.Value.(*ListValue).Values
	}
	return nil
}

func flagWords(f *pflag.Flag, told secret.Names) []string {
	name := "--" + f.Name
	switch value := f.Value.(type) {
	case editValue:
		return nil // in their own order, behind
	case *ListValue:
		return repeated(name, *value.Values, f.Annotations[maskedAnnotation], told)
	case *expectedValue:
		return value.words(name)
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
func repeated(flag string, values []string, masked []string, told secret.Names) []string {
	var words []string
	for _, v := range values {
		if masked != nil {
			v = withoutSecret(v, masked[0], told)
		}
		words = append(words, flag, safe.Quote(v))
	}
	return words
}

// withoutSecret masks the value of a name that is one of a secret. A field without a value leaves one out and has none.
func withoutSecret(field, separator string, told secret.Names) string {
	name, value, _ := strings.Cut(field, separator[:1])
	if value == "" || !secret.Named(name) && !told.Has(name) {
		return field
	}
	return name + separator + secret.Mask
}
