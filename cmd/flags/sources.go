package flags

import (
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Setting is a flag with its value, and where that came from.
type Setting struct{ Name, Value, From string }

// Where a value came from that no variable and no file has given.
const (
	fromCommandLine = "command line"
	fromDefault     = "default"
)

// Settings are those of a target, given or not, and then the other flags of the set that are given: each with where its
// value came from. No value holds a secret. argument is the URL that stood among the arguments; empty: none.
func (t *Target) Settings(set *pflag.FlagSet, argument string, e *webhook.Endpoint) []Setting {
	told, url := toldIn(set), Setting{t.urlFlag.Name, e.Public(), sourceOf(t.urlFlag)}
	if argument != "" {
		url.From = fromCommandLine
	}
	list := []Setting{url}
	for _, f := range []*pflag.Flag{t.Token.flag, t.appFlag} {
		list = append(list, Setting{f.Name, shownValue(f, told), sourceOf(f)})
	}
	set.Visit(func(f *pflag.Flag) {
		isOther := f != t.urlFlag && f != t.Token.flag && f != t.appFlag
		if isOther && !has(f, notRepeatedAnnotation) && !has(f, commandLineAnnotation) {
			list = append(list, Setting{f.Name, shownValue(f, told), sourceOf(f)})
		}
	})
	return list
}

func sourceOf(f *pflag.Flag) string {
	switch from := f.Annotations[sourceAnnotation]; {
	case from != nil:
		return from[0]
	case f.Changed:
		return fromCommandLine
	}
	return fromDefault
}

// shownValue is a value without its secrets; of a token it is the place alone.
func shownValue(f *pflag.Flag, told secret.Names) string {
	if t, isToken := f.Value.(*Token); isToken {
		return t.place()
	}
	words := flagWords(f, told)
	switch {
	case !f.Changed && f.Value.String() == "":
		return "none"
	case len(words) < 2:
		return f.Value.String()
	}
	var values []string
	for i := 1; i < len(words); i += 2 {
		values = append(values, words[i])
	}
	return new(secret.Policy).URL(strings.Join(values, " "), "")
}

// place is where the token is read from, and never the token.
func (t *Token) place() string {
	switch {
	case t.text == "":
		return "none"
	case strings.HasPrefix(t.text, envPrefix), strings.HasPrefix(t.text, filePrefix):
		return safe.Quote(t.text)
	case t.text == "-":
		return "standard input"
	}
	return "given in clear"
}
