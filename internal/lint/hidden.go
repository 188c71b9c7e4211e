package lint

import (
	"slices"
	"strings"
)

// The parts that an input may hide, as [read.Entry] has them: a variable of a shell stands for them, or a line of a log
// does not hold them. What is hidden is not judged.
const (
	hiddenBody   = "body"
	hiddenParam  = "query "
	hiddenHeader = "header"
)

func (x *inspection) hides(part string) bool { return slices.Contains(x.entry.Hidden, part) }

// hidesQuery reports whether the query may have more parameters than were captured: it is hidden, or the whole URL is.
func (x *inspection) hidesQuery() bool {
	return x.hides("query") || x.hides("url") && x.entry.Request.Query == ""
}

// hidesHeader reports whether a field of the header is hidden, or all of it is.
func (x *inspection) hidesHeader(name string) bool {
	return slices.ContainsFunc(x.entry.Hidden, func(part string) bool {
		return part == hiddenHeader || strings.EqualFold(part, hiddenHeader+" "+name)
	})
}
