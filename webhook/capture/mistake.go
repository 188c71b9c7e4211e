package capture

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// plainMistake says without the names of Go types what value stands where another kind of value is read.
func plainMistake(err error) error {
	var kind *json.UnmarshalTypeError
	var date *time.ParseError
	switch {
	case errors.As(err, &date):
		return fmt.Errorf("got %q, want a time such as 2026-01-02T03:04:05.678Z", short(strings.Trim(date.Value, `"`)))
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
