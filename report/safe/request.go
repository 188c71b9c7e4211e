package safe

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// Requests are requests that a user asks for, without what the user has told to mask. Their bodies keep their length,
// so that what the header says of them stays true. Other secrets stay: the request is asked for with them.
func Requests(list []*webhook.Request, hide secret.Patterns) []*webhook.Request {
	told := hide.Told()
	if len(told) == 0 {
		return list
	}
	masked := make([]*webhook.Request, len(list))
	for i, r := range list {
		masked[i] = toldRequest(r, told, hide)
	}
	return masked
}

func toldRequest(r *webhook.Request, told secret.Names, hide secret.Patterns) *webhook.Request {
	out := *r
	out.Header, out.Query = slices.Clone(r.Header), slices.Clone(r.Query)
	for i, f := range r.Header {
		if told.Has(f.Name) && f.Value != "" {
			hide = hide.With(f.Value)
			out.Header[i].Value = secret.Mask
		}
	}
	for i, p := range r.Query {
		if told.Has(p.Name) && (p.Value != "" || p.Raw != "") {
			hide = hide.With(p.Value)
			name, _, isRaw := strings.Cut(p.Raw, "=")
			if out.Query[i].Value = secret.Mask; isRaw {
				out.Query[i].Raw = name + "=" + secret.Mask
			}
		}
	}
	hide = hide.With(told.InMembers(r.Body)...)
	endpoint := *r.Endpoint
	endpoint.Path = told.Path(endpoint.Path)
	endpoint.RawQuery = hide.Mask(endpoint.RawQuery)
	out.Endpoint = &endpoint
	out.Body = hide.Overwritten(r.Body)
	out.Wire = slices.Clone(r.Wire)
	for i, piece := range r.Wire {
		out.Wire[i].Bytes = hide.Overwritten(piece.Bytes)
	}
	return &out
}
