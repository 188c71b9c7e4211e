package read

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// errNoObject is about a JSON value that is something else.
var errNoObject = errors.New("the value is no object")

// members gives the names and values of an object, repeated ones too, until each returns false. It holds no tree:
// packets may be large, and most questions are about one member. The value is good until the next one comes.
func members(text []byte, each func(name string, v jsontext.Value) bool) error {
	dec := scan.Decoder(text)
	if kind := dec.PeekKind(); kind != '{' && kind > 0 {
		return errNoObject
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		text := name.String()
		v, err := dec.ReadValue()
		if err != nil || !each(text, v) {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// unquoted is the text of a JSON string; invalid UTF-8 in it is U+FFFD.
func unquoted(v jsontext.Value) string {
	text, _ := jsontext.AppendUnquote(nil, []byte(v)) // the error is about such text
	return string(text)
}

// items gives the items of an array until each returns false.
func items(text []byte, each func(v jsontext.Value) bool) error {
	dec := scan.Decoder(text)
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		v, err := dec.ReadValue()
		if err != nil || !each(v) {
			return err
		}
	}
	return nil
}
