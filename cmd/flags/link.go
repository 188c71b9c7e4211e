package flags

import (
	"maps"
	"slices"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// linkValue is the flag of a template of links.
type linkValue struct{ template **why.LinkTemplate }

func (l *linkValue) String() string { return "" }
func (l *linkValue) Type() string   { return "" }

func (l *linkValue) Set(text string) error {
	t, err := why.ParseLinkTemplate(text)
	if err == nil {
		*l.template = t
	}
	return err
}

// Link gives the findings of a run their links, if there is a template. A missing value is noted once.
func (o *Output) Link(a *cli.App, doc *report.Document) {
	if o.Links == nil {
		return
	}
	lacking := doc.Link(o.Links, a.Out.Told())
	for _, what := range slices.Sorted(maps.Keys(lacking)) {
		a.Note("note: no link for %s: the answer has no %s, or one that is empty, masked or very long",
			words.Plural(lacking[what], "exchange"), safe.Visible(what))
	}
}
