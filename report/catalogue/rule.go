package catalogue

import (
	"fmt"

	"github.com/timhook/timhook/internal/lint"
)

func (x Explanation) ExplainRule(r lint.Rule) {
	fmt.Fprintf(x.W, "%s (%s): %s\n\n", x.Palette.Strong(r.ID), r.Level, r.Doc)
	x.paragraph("About", "the "+string(r.Subject)+" of a captured exchange")
	x.paragraph("Source", fmt.Sprintf("%s (%s)", r.Source, r.Evidence))
	fmt.Fprintln(x.W, "\nLook for it: timhook lint FILE --level may --max 0")
}

func ListRules() []Entry {
	var list []Entry
	for _, r := range lint.Rules() {
		list = append(list, Entry{[]string{r.ID, r.Level.String(), string(r.Subject), r.Evidence.String(), r.Doc}, map[string]any{
			"id": r.ID, "level": r.Level.String(), "subject": r.Subject, "evidence": r.Evidence.String(), "doc": r.Doc, "source": r.Source,
		}})
	}
	return list
}
