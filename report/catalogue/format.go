package catalogue

import (
	"iter"

	"github.com/timhook/timhook/report"
	comparereport "github.com/timhook/timhook/report/compare"
	lintreport "github.com/timhook/timhook/report/lint"
	"github.com/timhook/timhook/report/request"
)

func formatItems() []Item {
	var list []Item
	for _, of := range []struct {
		what, flags string
		docs        iter.Seq2[string, string]
	}{
		{"results", "--format, --report", report.Formats().Docs()},
		{"problems", "lint --format, --report", lintreport.Formats().Docs()},
		{"comparisons", "compare --format, --report", comparereport.Formats().Docs()},
		{"lists", "list --format", Formats().Docs()},
		{"requests", "--as", request.Formats().Docs()},
	} {
		for name, doc := range of.docs {
			columns := facts{{"name", name}, {"", of.flags}, {"doc", doc}}
			list = append(list, Item{columns: columns, data: facts{{"for", of.what}}})
		}
	}
	return list
}
