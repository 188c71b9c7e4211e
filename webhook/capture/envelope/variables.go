package envelope

import (
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// variables reads those that a collection defines for itself, or brings with it in an environment.
func (r *reader) variables(v scan.Piece) {
	r.variable = map[string]string{}
	for _, path := range [...][]string{{"variable"}, {"collection", "variable"}, {"variables"}} {
		list, _ := member(v, path...)
		r.define(list)
	}
	resources, _ := member(v, "resources") // of Insomnia
	for _, resource := range values(resources) {
		if kind, _ := member(resource, "_type"); len(kind.Text) > 0 && plainText(kind) == "environment" {
			data, _ := member(resource, "data")
			r.define(data)
		}
	}
	environments, _ := member(v, "environments") // of Bruno
	for _, e := range values(environments) {
		list, _ := member(e, "variables")
		r.define(list)
	}
}

func (r *reader) define(list scan.Piece) {
	for name, value := range pairs(list) {
		r.variable[name] = value
	}
}

// fillIn puts the values of variables into a request. What those hide that have none is named and left out, so that it
// is never sent; a body is left as it stands.
func (r *reader) fillIn(f *scan.Found) {
	if r.format.open == "" {
		return
	}
	request := &f.Record.Request
	hidden := false
	hide := func(text *string, what string) (known bool) {
		filled, whole := r.filled(*text)
		if *text = filled; !whole {
			f.Hidden = append(f.Hidden, what)
			hidden = true
		}
		return whole
	}
	if !hide(&request.URL, "url") {
		request.URL = ""
	}
	var pieces []string
	for piece := range strings.SplitSeq(request.Query, "&") {
		name, _, isPair := strings.Cut(piece, "=")
		what := "query " + name
		if !isPair || strings.Contains(name, r.format.open) {
			what = "query"
		}
		if hide(&piece, what) {
			pieces = append(pieces, piece)
		}
	}
	request.Query = strings.Join(pieces, "&")
	var header []webhook.HeaderField
	for _, h := range request.Header {
		if hide(&h.Value, "header "+h.Name) {
			header = append(header, h)
		}
	}
	request.Header = header
	body := string(request.Body)
	hide(&body, "body")
	if body != string(request.Body) {
		line := f.Line
		request.Body = []byte(body)
		f.Place = func(bool, int) capture.Place { return capture.Place{Line: line, Column: 1} }
		f.Notes = append(f.Notes, "variables of the collection are filled in")
	}
	if hidden {
		f.Notes = append(f.Notes, "variables that the collection does not define are left out, and what they hide is "+
			"not judged")
	}
}

// filled is a text with the values of its variables; whole is whether all have one.
func (r *reader) filled(text string) (filled string, whole bool) {
	begin := r.format.open
	end := strings.NewReplacer("{", "}", "<", ">").Replace(begin)
	whole = !hasTag(text)
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(text, begin)
		name, after, closed := strings.Cut(rest, end)
		b.WriteString(plain)
		switch value, known := r.variable[strings.TrimPrefix(strings.TrimSpace(name), "_.")]; {
		case !found:
			return b.String(), whole
		case closed && known:
			b.WriteString(value)
			text = after
		case closed && isName(name):
			b.WriteString(begin + name + end)
			text, whole = after, false
		default:
			b.WriteString(begin)
			text = rest
		}
	}
}

// hasTag reports whether Insomnia computes a part of a text when it sends it: {% uuid 'v4' %}.
func hasTag(text string) bool {
	_, rest, begins := strings.Cut(text, "{%")
	return begins && strings.Contains(rest, "%}")
}

// isName reports whether a text in braces may be the name of a variable: {{base_url}}, {{$guid}}, {{ _.url }}.
func isName(s string) bool {
	s = strings.TrimSpace(s)
	const chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.$ "
	return s != "" && len(s) < 100 && strings.Trim(s, chars) == ""
}
