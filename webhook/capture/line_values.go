package capture

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// textMembers say where the texts of an object go, each under its name or, in base64, under the name with that suffix.
type textMembers []struct {
	name string
	into *string
}

func texts(name, path string, v jsontree.Value, members textMembers) (known bool, err error) {
	for _, m := range members {
		switch {
		case name == m.name:
			*m.into, err = text(v, path+"/"+name)
			return true, err
		case strings.HasPrefix(name, m.name) && name[len(m.name):] == suffix64:
			*m.into, err = text64(v, path+"/"+name)
			return true, err
		}
	}
	return false, nil
}

func text(v jsontree.Value, path string) (string, error) {
	if v.Kind() != jsontree.KindString {
		return "", wrong(v, path, "a string")
	}
	return v.Text(), nil
}

// base64ed reads a string in base64; an empty one is nil.
func base64ed(v jsontree.Value, path string) ([]byte, error) {
	s, err := text(v, path)
	if err != nil {
		return nil, err
	}
	data, err := decode64(s)
	if err != nil {
		return nil, wrong(v, path, "base64")
	}
	return data, nil
}

func text64(v jsontree.Value, path string) (string, error) {
	data, err := base64ed(v, path)
	return string(data), err
}

func body(name string, v jsontree.Value, path string) ([]byte, error) {
	if name != "body" {
		return base64ed(v, path+name)
	}
	s, err := text(v, path+name)
	if s == "" {
		return nil, err
	}
	return []byte(s), err
}

func boolean(v jsontree.Value, path string) (bool, error) {
	if v.Kind() != jsontree.KindBool {
		return false, wrong(v, path, "true or false")
	}
	return v.Text() == "true", nil
}

func integer(v jsontree.Value, path string) (int64, error) {
	n, ok := v.Int64()
	if !ok {
		return 0, wrong(v, path, "an integer")
	}
	return n, nil
}
