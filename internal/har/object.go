package har

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// object is a JSON object whose members are read one by one, since tools do not agree in what they put there.
type object map[string]json.RawMessage

// entry is one that is being read.
type entry struct {
	beside func(name string) ([]byte, error) // may be nil
	found  scan.Found
}

func (e *entry) note(format string, args ...any) {
	e.found.Notes = append(e.found.Notes, fmt.Sprintf(format, args...))
}

// objectOf takes an object apart; the names are in their order.
func objectOf(text []byte) (o object, names []string, err error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, nil, errNoObject
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true),
		jsontext.AllowInvalidUTF8(true))
	if _, err = dec.ReadToken(); err != nil {
		return nil, nil, err
	}
	o = object{}
	for dec.PeekKind() == '"' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, nil, err
		}
		name := token.String()
		v, err := dec.ReadValue()
		if err != nil {
			return nil, nil, err
		}
		end := dec.InputOffset()
		o[name] = text[end-int64(len(v)) : end]
		names = append(names, name)
	}
	if _, err = dec.ReadToken(); err == nil && len(bytes.TrimSpace(text[dec.InputOffset():])) > 0 {
		err = errBehind
	}
	return o, names, err
}

var (
	errNoObject = errors.New("the value is no object")
	errBehind   = errors.New("there is more behind the end of the object")
)

// object is the member of that name; nil where there is none.
func (e *entry) object(o object, path, name string) object {
	raw := o[name]
	if isNone(raw) {
		return nil
	}
	inner, _, err := objectOf(raw)
	if err != nil {
		e.note("%s is %s and no object; it is left out", path, kindOf(raw))
	}
	return inner
}

// text is the member of that name as text. A number or a word is taken as it is spelt.
func (e *entry) text(o object, path, name string) string {
	raw := o[name]
	if isNone(raw) {
		return ""
	}
	switch raw[0] {
	case '"':
		return string(unquoted(raw))
	case '{', '[':
		e.note("%s is %s and no text; it is left out", path, kindOf(raw))
		return ""
	}
	e.note("%s is %s and no text; it is taken as text", path, kindOf(raw))
	return string(raw)
}

// number is the member of that name, 0 where it is none. A text that spells a number is one.
func number(o object, name string) float64 {
	text := strings.Trim(string(o[name]), `" `)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return n
}

// pairs are the items of a list of names and values. Some tools write an object in its place.
func (e *entry) pairs(o object, path, name string) []Pair {
	raw := o[name]
	if isNone(raw) {
		return nil
	}
	if raw[0] == '{' {
		e.note("%s is an object and no array; its members are taken", path)
		return e.membersOf(raw, path)
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		e.note("%s is %s and no array; it is left out", path, kindOf(raw))
	}
	var list []Pair
	for _, item := range items {
		one, _, err := objectOf(item)
		if err != nil || isNone(one["name"]) {
			e.note("%s holds an item without a name; it is left out", path)
			continue
		}
		list = e.pair(list, one, path, e.text(one, path, "name"))
	}
	return list
}

// membersOf reads an object in the place of a list, in its order.
func (e *entry) membersOf(raw json.RawMessage, path string) []Pair {
	members, names, err := objectOf(raw)
	if err != nil {
		return nil
	}
	var list []Pair
	for _, name := range names {
		list = e.pair(list, object{"value": members[name]}, path, name)
	}
	return list
}

// pair adds a name with its value, unless the value is none.
func (e *entry) pair(list []Pair, one object, path, name string) []Pair {
	path += " " + scan.Short(name)
	switch raw := one["value"]; {
	case len(raw) > 0 && raw[0] == 'n':
		e.note("%s is null and no text; it is left out", path)
		return list
	case len(raw) > 0 && (raw[0] == '{' || raw[0] == '['):
		e.note("%s is %s and no text; it is left out", path, kindOf(raw))
		return list
	}
	return append(list, Pair{Name: name, Value: e.text(one, path, "value")})
}

// isNone reports whether a member is missing or null.
func isNone(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// kindOf names what a value is.
func kindOf(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "nothing"
	}
	switch raw[0] {
	case '"':
		return "a text"
	case '{':
		return "an object"
	case '[':
		return "an array"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
