package envelope

import (
	"iter"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// pairs gives names and values of a header or a query, in whatever way they are kept: {"name": "value"},
// {"name": ["value"]}, [{"key": "name", "value": "value"}], [["name", "value"]], ["name", "value"], ["name: value"].
// Those that are switched off are left out.
func pairs(v scan.Piece) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		isArray, pending := kind(v) == '[', ""
		flat, whole := 0, true
		for name, value := range values(v) {
			switch k := kind(value); {
			case k == '[' && !isArray:
				whole = each(name, value, yield)
			case k == '[':
				whole = pairOf(value, yield)
			case k == '{' && isArray:
				whole = described(value, yield)
			case k == '{':
				continue
			case isArray:
				item := plainText(value)
				first, rest, isLine := strings.Cut(item, ": ")
				switch flat++; {
				case flat%2 == 0:
					whole = yield(pending, item)
				case isLine:
					flat, whole = 0, yield(first, rest)
				}
				pending = item
			default:
				whole = yield(name, plainText(value))
			}
			if !whole {
				return
			}
		}
	}
}

func each(name string, list scan.Piece, yield func(string, string) bool) bool {
	for _, value := range values(list) {
		if !yield(name, plainText(value)) {
			return false
		}
	}
	return true
}

func pairOf(list scan.Piece, yield func(string, string) bool) bool {
	var two []string
	for _, value := range values(list) {
		two = append(two, plainText(value))
	}
	return len(two) != 2 || yield(two[0], two[1])
}

// described is a pair with its parts named.
func described(v scan.Piece, yield func(string, string) bool) bool {
	name, value, known := "", "", false
	for key, part := range values(v) {
		switch key {
		case "key", "name", "Name", "Key":
			name, known = plainText(part), true
		case "value", "Value":
			value = plainText(part)
		case "values":
			for _, first := range values(part) {
				value = plainText(first)
				break
			}
		case "disabled":
			if isTrue(part) {
				return true
			}
		case "enabled", "active", "isChecked":
			if !isTrue(part) {
				return true
			}
		}
	}
	return !known || yield(name, value)
}

// headerOf reads a header. A text holds it as lines.
func headerOf(v scan.Piece) []webhook.HeaderField {
	var list []webhook.HeaderField
	if kind(v) == '"' {
		for line := range strings.Lines(plainText(v)) {
			if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok && name != "" {
				list = append(list, webhook.HeaderField{Name: name, Value: strings.TrimSpace(value)})
			}
		}
		return list
	}
	for name, value := range pairs(v) {
		if name != "" {
			list = append(list, webhook.HeaderField{Name: name, Value: value})
		}
	}
	return list
}

// queryOf reads a query. A text is taken as it stands, and pairs are escaped, unless they are said to be so already.
func queryOf(v scan.Piece, isEscaped bool) (query string, isOwn bool) {
	if kind(v) == '"' {
		return strings.TrimPrefix(plainText(v), "?"), true
	}
	if !isEscaped {
		return joined(v, false), false
	}
	var list []string
	for name, value := range pairs(v) {
		list = append(list, name+"="+value)
	}
	return strings.Join(list, "&"), true
}

// joined is a query or a form of pairs.
func joined(v scan.Piece, form bool) string {
	var list []string
	for name, value := range pairs(v) {
		list = append(list, escaped(name, form)+"="+escaped(value, form))
	}
	return strings.Join(list, "&")
}

// fieldOf is the value of a header field, empty where there is none.
func fieldOf(list []webhook.HeaderField, name string) string {
	if i := webhook.IndexField(list, name); i >= 0 {
		return list[i].Value
	}
	return ""
}
