package read

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/chat"
)

// Filter picks entries. The zero Filter takes all of them.
type Filter struct {
	name     string // of what is compared; empty: the callback command
	glob     glob
	commands []string // that the glob means by their short names
}

// ParseFilter reads what entries are wanted:
//
//	bot, Group.CallbackAfterSendMsg, 'Group.*', all  of a callback, by its short name, its command or a glob
//	GroupId=@TGS#1*, SdkAppid=1400000001             with a parameter of the query or, where that has none, a member
//	                                                 of the packet whose text, number or item matches a glob
//	status=5*, failure=*, verdict=fail               by the answer's status, the failure, or the judgement
//
// In a glob, * matches any text, slashes included, ? one character, [a-z] one of several, and \ takes the
// meaning of the next character away.
func ParseFilter(text string) (Filter, error) {
	name, value, found := strings.Cut(text, "=")
	switch {
	case text == "":
		return Filter{}, errors.New("the filter is empty, want a callback or NAME=GLOB")
	case found && name == "":
		return Filter{}, fmt.Errorf("filter %q: no name, want a callback or NAME=GLOB", text)
	case !found && text == "all":
		return Filter{}, nil
	case !found:
		name, value = "", text
		if err := knownCallback(value); err != nil {
			return Filter{}, err
		}
	}
	g, err := newGlob(value)
	if err != nil {
		return Filter{}, fmt.Errorf("filter %q: %w", text, err)
	}
	f := Filter{name: name, glob: g}
	for _, c := range chat.All() {
		if name == "" && g.matches(c.Short) {
			f.commands = append(f.commands, c.Name)
		}
	}
	return f, nil
}

// knownCallback refuses a short name that nobody knows: it is mistyped. A whole name may be one that no page has.
func knownCallback(name string) error {
	if strings.ContainsAny(name, `.*?[\`) {
		return nil
	}
	_, err := chat.Lookup(name)
	return err
}

// Matches reports whether the entry is wanted. It reads the packet only where the query does not decide.
func (f Filter) Matches(e *Entry) bool {
	switch f.name {
	case "":
		return f.glob.pattern == "" || f.callback(e.Command())
	case "status":
		return f.glob.matches(statusOf(e))
	case "failure":
		return (e.Failure != "") == (f.glob.pattern != "") && f.glob.matches(e.Failure)
	case "verdict":
		return f.glob.matches(e.Verdict)
	}
	if value, found := parameter(e.Request.Query, f.name); found {
		return f.glob.matches(value)
	}
	return f.member(e.Request.Body)
}

func (f Filter) callback(command string) bool {
	return command != "" && (f.glob.matches(command) || slices.Contains(f.commands, command))
}

func statusOf(e *Entry) string {
	if e.Answer == nil {
		return ""
	}
	return strconv.Itoa(e.Answer.Status)
}

// member compares the packet's last member of the name, as most readers take the last one.
func (f Filter) member(packet []byte) bool {
	matches := false
	_ = members(packet, func(name string, v jsontext.Value) bool { // up to a fault, a packet counts
		if name == f.name {
			matches = f.value(v)
		}
		return true
	})
	return matches
}

// value compares a text, a number or a word, and the items of an array.
func (f Filter) value(v jsontext.Value) bool {
	switch v.Kind() {
	case '"':
		return f.glob.matches(unquoted(v))
	case '{':
		return false
	case '[':
		return f.item(v)
	}
	return f.glob.matches(string(v))
}

func (f Filter) item(array jsontext.Value) bool {
	found := false
	_ = items(array, func(v jsontext.Value) bool {
		found = v.Kind() != '[' && f.value(v)
		return !found
	})
	return found
}

// glob is a pattern of [path.Match] for which a slash is a character like any other.
type glob struct{ pattern string }

// slash replaces the character that path.Match treats in its own way. No name, id or command holds it.
const slash = "\x01"

func newGlob(pattern string) (glob, error) {
	g := glob{strings.ReplaceAll(pattern, "/", slash)}
	_, err := path.Match(g.pattern, "")
	return g, err
}

func (g glob) matches(text string) bool {
	matches, _ := path.Match(g.pattern, strings.ReplaceAll(text, "/", slash))
	return matches
}
