package scan

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// PlainMistake is an error of encoding/json without the names of Go types: what value came in the place of which other.
// Errors that are of no wrong value stay.
func PlainMistake(err error) error {
	var kind *json.UnmarshalTypeError
	var date *time.ParseError
	switch {
	case errors.As(err, &date):
		return fmt.Errorf("got %q, want a time such as 2026-01-02T03:04:05.678Z", Short(strings.Trim(date.Value, `"`)))
	case !errors.As(err, &kind):
		return err
	}
	article := "a "
	if strings.HasPrefix(kind.Value, "a") || strings.HasPrefix(kind.Value, "o") {
		article = "an "
	}
	path := "there"
	if kind.Field != "" {
		path = "as /" + strings.ReplaceAll(kind.Field, ".", "/")
	}
	return fmt.Errorf("got %s%s %s, where something else is wanted", article, kind.Value, path)
}

// BadText is about one entry; the text can be read on behind it.
type BadText struct{ Err error }

func (e *BadText) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *BadText) Unwrap() error { return e.Err }

// BadTextf is such an error. Texts among the arguments are shortened.
func BadTextf(format string, args ...any) error {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = Short(text)
		}
	}
	return &BadText{fmt.Errorf(format, args...)}
}

// Short is a text for an error message.
func Short(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
