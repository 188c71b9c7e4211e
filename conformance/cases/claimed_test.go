package cases

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

func isJSON(_ *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if !json.Valid(body) {
			return "is no JSON: " + string(body)
		}
	}
	return ""
}

func isNoJSON(_ *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if json.Valid(body) {
			return "is JSON: " + string(body)
		}
	}
	return ""
}

func holds(parts ...string) claim {
	return func(c *payloads.Command, bodies [][]byte) string {
		for _, part := range parts {
			if !bytes.Contains(bodies[0], []byte(part)) {
				return "lacks " + part + ": " + string(bodies[0])
			}
		}
		return isJSON(c, bodies)
	}
}

// isCommented holds for what is the page's sample but for its comments.
func isCommented(c *payloads.Command, bodies [][]byte) string {
	if problem := isNoJSON(c, bodies); problem != "" {
		return problem
	}
	plain, err := jsontree.Parse(bytes.ReplaceAll(bodies[0], []byte(" // as documented"), nil))
	if err != nil || plain.JSON() != c.Sample {
		return "is not the sample with comments: " + string(bodies[0])
	}
	return ""
}

func hasOneTwice(c *payloads.Command, bodies [][]byte) string {
	v, err := jsontree.ParseLoose(bodies[0])
	if err != nil || !json.Valid(bodies[0]) {
		return "is no JSON: " + string(bodies[0])
	}
	seen := map[string][]string{}
	for _, path := range append(v.Paths(), nil) {
		for _, m := range v.At(path).Members() {
			if v.At(path).Kind() == jsontree.KindObject {
				name := path.Pointer() + "/" + m.Name
				seen[name] = append(seen[name], m.Value.JSON())
			}
		}
	}
	declared := declaredPointers(c)
	for name, values := range seen {
		if len(values) == 2 && values[0] != values[1] && slices.Contains(declared, name) {
			return ""
		}
	}
	return "has nothing twice with two values: " + string(bodies[0])
}

// declaredPointers are those of the fields, in lists in the first entry.
func declaredPointers(c *payloads.Command) []string {
	var list []string
	c.Walk(func(at string, _ *payloads.Field) {
		list = append(list, "/"+strings.ReplaceAll(strings.ReplaceAll(at, "*", "0"), ".", "/"))
	})
	return list
}

// declaredOf are the declared fields of the kinds, as the body has them.
func declaredOf(c *payloads.Command, body []byte, kinds ...jsontree.Kind) []jsontree.Value {
	v, _ := jsontree.ParseLoose(body)
	var list []jsontree.Value
	c.Walk(func(path string, f *payloads.Field) {
		if slices.Contains(kinds, f.Type.Kind) && f.Type.Const == "" {
			if x := at(v, strings.ReplaceAll(path, "*", "0")); !x.IsAbsent() {
				list = append(list, x)
			}
		}
	})
	return list
}

func isNoNumber(c *payloads.Command, bodies [][]byte) string {
	for i, name := range []string{"NaN", "Infinity"} {
		zero := bytes.Replace(bodies[i], []byte(":"+name), []byte(":0"), 1)
		isThere := slices.ContainsFunc(declaredOf(c, zero, jsontree.KindNumber), func(v jsontree.Value) bool {
			return v.JSON() == "0"
		})
		if json.Valid(bodies[i]) || !json.Valid(zero) || !isThere {
			return "has no " + name + " for a number: " + string(bodies[i])
		}
	}
	return ""
}

func isHuge(c *payloads.Command, bodies [][]byte) string {
	for i, number := range []string{strings.Repeat("9", 400), "1e400"} {
		is := func(v jsontree.Value) bool { return v.JSON() == number }
		if !json.Valid(bodies[i]) || !slices.ContainsFunc(declaredOf(c, bodies[i], jsontree.KindNumber), is) {
			return "has no number that is too large: " + string(bodies[i])
		}
	}
	return ""
}

func isLong(c *payloads.Command, bodies [][]byte) string {
	for _, list := range declaredOf(c, bodies[0], jsontree.KindArray) {
		if list.Len() == entries && json.Valid(bodies[0]) && list.Item(1).JSON() != list.Item(2).JSON() {
			return ""
		}
	}
	return "has no list of 100,000 entries"
}

func isGBK(_ *payloads.Command, bodies [][]byte) string {
	utf := bytes.ReplaceAll(bodies[0], []byte("\xc4\xe3\xba\xc3"), []byte("你好"))
	if utf8.Valid(bodies[0]) || !utf8.Valid(utf) || !json.Valid(utf) {
		return "holds no GBK: " + string(bodies[0])
	}
	return ""
}

func changesKind(from, to jsontree.Kind) claim {
	return func(c *payloads.Command, bodies [][]byte) string {
		is := func(v jsontree.Value) bool { return v.Kind() == to && v.Text() != "" }
		if !json.Valid(bodies[0]) || !slices.ContainsFunc(declaredOf(c, bodies[0], from), is) {
			return "has no declared " + from.String() + " as " + to.String() + ": " + string(bodies[0])
		}
		return ""
	}
}

func everyField(is func(jsontree.Value) bool) claim {
	return func(c *payloads.Command, bodies [][]byte) string {
		for i, f := range c.Request {
			if v, err := jsontree.Parse(bodies[i]); err != nil || !is(v.Get(f.Name)) {
				return f.Name + " is as before: " + string(bodies[i])
			}
		}
		return ""
	}
}

func someField(is func(jsontree.Value) bool) claim {
	return func(c *payloads.Command, bodies [][]byte) string {
		for _, body := range bodies {
			v, err := jsontree.Parse(body)
			changed := slices.ContainsFunc(c.Request, func(f payloads.Field) bool {
				return f.Presence == payloads.Always && is(v.Get(f.Name))
			})
			if err != nil || !changed && v.Len() >= len(c.Request) {
				return "lacks nothing: " + string(body)
			}
		}
		return ""
	}
}

func isLower(c *payloads.Command, bodies [][]byte) string {
	v, err := jsontree.Parse(bodies[0])
	if err != nil {
		return err.Error()
	}
	isChanged := false
	c.Walk(func(path string, f *payloads.Field) {
		around := at(v, strings.ReplaceAll(strings.TrimSuffix(path, "."+f.Name), "*", "0"))
		if path == f.Name {
			around = v
		}
		isChanged = isChanged || around.Get(f.Name).IsAbsent() && !around.Get(strings.ToLower(f.Name)).IsAbsent()
	})
	if isChanged {
		return ""
	}
	return "has every name as it was: " + string(bodies[0])
}

func isOtherContainer(c *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if problems := c.Validate(body); len(problems) == 0 || !json.Valid(body) {
			return "is as before: " + string(body)
		}
	}
	return ""
}
