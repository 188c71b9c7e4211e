package capture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// lineMember is a member of an object and the variable for its value, by whose type it is read.
type lineMember struct {
	name string
	into any // a pointer
	must bool
}

// Texts that are not UTF-8, and bytes, are in base64 under a name with suffix64. Values of these types have one
// spelling only.
type (
	plainText string // never in base64
	onlyBytes []byte // always in base64
)

// takes reports whether a name is the member's, and whether the value is in base64 then.
func (m *lineMember) takes(name string) (known, encoded bool) {
	suffix, found := strings.CutPrefix(name, m.name)
	if !found || suffix != "" && suffix != suffix64 {
		return false, false
	}
	switch m.into.(type) {
	case *onlyBytes:
		return suffix != "", true
	case *string, *[]byte, *[]string:
		return true, suffix != ""
	}
	return suffix == "", false
}

// lineObject is an object as far as it was read. Its members are no field: as a parameter they cost no memory.
type lineObject struct {
	next   int             // the member that is expected, as they are written in one order
	seen   uint64          // a bit for each member
	others []string        // that are not known, as they are spelt
	names  map[string]bool // of the others
}

// object reads an object. The members that are not known go to extra as they are spelt.
func (r *lineReader) object(extra *string, members []lineMember) error {
	if err := r.open('{', "an object"); err != nil {
		return err
	}
	begin := r.offset()
	o := lineObject{}
	for r.dec.PeekKind() != '}' {
		if err := r.member(&o, members); err != nil {
			return err
		}
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	for i, m := range members {
		if m.must && o.seen&(1<<i) == 0 {
			return &LineError{begin, fmt.Sprintf("%s/%s is missing", r.dec.StackPointer(), m.name)}
		}
	}
	*extra = strings.Join(o.others, ",")
	return nil
}

func (r *lineReader) member(o *lineObject, members []lineMember) error {
	literal, err := r.value()
	if err != nil {
		return err
	}
	name := literal.text()
	number, encoded := o.find(members, name)
	twice := false
	if number < 0 {
		_, err = r.dec.ReadValue()
		twice = o.other(name, r.line[literal.start:r.offset()])
	} else {
		name = members[number].name
		err = r.read(members[number].into, encoded)
		twice = o.seen&(1<<number) != 0
		o.seen |= 1 << number
	}
	if err == nil && twice {
		path := r.dec.StackPointer().Parent()
		err = &LineError{literal.start + 1, fmt.Sprintf("%s/%s stands there twice", path, name)}
	}
	return err
}

// find is the number of the member that has a name, or -1, and whether the value is in base64.
func (o *lineObject) find(members []lineMember, name string) (number int, encoded bool) {
	for i := range members {
		number = (o.next + i) % len(members)
		if known, encoded := members[number].takes(name); known {
			o.next = number + 1
			return number, encoded
		}
	}
	return -1, false
}

// other keeps a member that is not known. A line break in it can only stand between tokens.
func (o *lineObject) other(name, spelt string) (twice bool) {
	if o.names == nil {
		o.names = map[string]bool{}
	}
	twice, o.names[name] = o.names[name], true
	o.others = append(o.others, strings.NewReplacer("\r", " ", "\n", " ").Replace(spelt))
	return twice
}

// open takes the bracket that an object or an array begins with.
func (r *lineReader) open(bracket jsontext.Kind, want string) error {
	if r.dec.PeekKind() == bracket {
		_, err := r.dec.ReadToken()
		return err
	}
	v, err := r.value()
	if err != nil {
		return err
	}
	return r.wrong(v, want)
}

// list reads an array; an empty one is nil.
func list[T any](r *lineReader, item func() (T, error)) (all []T, err error) {
	if err := r.open('[', "an array"); err != nil {
		return nil, err
	}
	for r.dec.PeekKind() != ']' {
		one, err := item()
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = make([]T, 0, 8)
		}
		all = append(all, one)
	}
	_, err = r.dec.ReadToken()
	return slices.Clip(all), err
}
