package safe_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// TestAskedRequestsLoseWhatIsToldAlone: their other secrets are asked for, and the request itself stays as it is.
func TestAskedRequestsLoseWhatIsToldAlone(t *testing.T) {
	endpoint, err := webhook.ParseEndpoint("http://h/hook/7?tenant=8&key=k")
	if err != nil {
		t.Fatal(err)
	}
	r := &webhook.Request{
		Method: "POST", Endpoint: endpoint,
		Query: []webhook.Param{
			{Name: "tenant", Value: "8", Raw: "tenant=8"},
			{Name: "key", Raw: "key=k"},
			{Name: "Sign", Value: "ab"},
			{Name: "tenant", Value: "9"},
			{Name: "tenant"},
		},
		Header: []webhook.HeaderField{{Name: "X-Tenant", Value: "long-enough"}, {Name: "X-Key", Value: "k"}, {Name: "X-Tenant"}},
		Body:   []byte(`{"GroupId":"g","Text":"long-enough","n":1}`),
	}
	before := string(r.AppendWire(nil))
	list := []*webhook.Request{r}
	got := safe.Requests(list, secret.Behind("hook", "tenant", "x-tenant", "groupid"))
	want := "POST /hook/masked?tenant=masked&key=k&Sign=ab&tenant=masked&tenant= HTTP/1.1\r\n" +
		"X-Tenant: masked\r\nX-Key: k\r\nX-Tenant: \r\n\r\n" + `{"GroupId":"m","Text":"maskedxxxxx","n":1}`
	if text := string(got[0].AppendWire(nil)); text != want {
		t.Errorf("got  %q\nwant %q", text, want)
	}
	if got[0].Endpoint.RawQuery != "tenant=masked&key=k" {
		t.Errorf("got the URL's query %q", got[0].Endpoint.RawQuery)
	}
	if string(r.AppendWire(nil)) != before {
		t.Error("the request itself was changed")
	}
	if !slices.Equal(safe.Requests(list, nil), list) {
		t.Error("want the same requests where nothing is told")
	}
	r.Wire = []webhook.Piece{{Bytes: []byte("POST /hook/7 HTTP/1.1\r\nX-Tenant: t\r\n\r\n")}}
	wire := string(safe.Requests(list, secret.Behind("hook", "X-Tenant"))[0].AppendWire(nil))
	if strings.Contains(wire, "/7") || strings.Contains(wire, ": t\r") || len(wire) != len(r.AppendWire(nil)) {
		t.Errorf("got %q", wire)
	}
}
