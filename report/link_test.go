package report_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/webhook"
)

// linked is a run whose answers have a hostile header field that a link is made of.
func linked(t *testing.T, mask ...string) (d *report.Document, lacking map[string]int) {
	t.Helper()
	model := reporttest.Model(t, "text")
	model.Results = append([]conformance.Result{}, model.Results...)
	for i := range model.Results {
		if x := model.Results[i].Exchange; x != nil && i != 2 {
			x.Header = append(x.Header, webhook.HeaderField{Name: "X-Trace-Id", Value: "id" + reporttest.Hostile})
		}
	}
	template, err := why.ParseLinkTemplate("https://logs.example/t/{header:x-trace-id}")
	if err != nil {
		t.Fatal(err)
	}
	d = report.NewDocument(model)
	return d, d.Link(template, mask)
}

func TestEveryFormatHasTheLinks(t *testing.T) {
	const link = "https://logs.example/t/id%1B%5B31m%3Cscript%3E"
	d, lacking := linked(t)
	if n := lacking["header field x-trace-id"]; n != 1 || len(lacking) != 1 {
		t.Errorf("got %v, want one exchange without the field", lacking)
	}
	for name := range report.Formats().Docs() {
		if name == "statement" || name == "badge" { // they are published
			continue
		}
		t.Run(name, func(t *testing.T) {
			f, _ := report.Formats().Named(name)
			var out strings.Builder
			if err := f.Write(&out, d); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if name == "github" { // its commands escape the sign
				text = strings.ReplaceAll(text, "%25", "%")
			}
			if !strings.Contains(text, link) {
				t.Error("the link is not in it")
			}
			if name == "html" && !strings.Contains(out.String(), `<a href="`+link) {
				t.Error("the link cannot be followed")
			}
		})
	}
}

func TestAFieldThatIsMaskedStandsInNoLink(t *testing.T) {
	d, lacking := linked(t, "X-Trace-Id")
	for _, f := range d.Findings {
		if f.Sample.Link != "" {
			t.Errorf("got %q", f.Sample.Link)
		}
	}
	if len(lacking) != 1 {
		t.Errorf("got %v, want all without the field", lacking)
	}
}
