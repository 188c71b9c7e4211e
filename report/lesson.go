package report

import (
	"slices"

	"github.com/timhook/timhook/report/why"
)

// lessons are what a run has found, for the formats that tell it case by case.
type lessons []Finding

// of is the finding that a case shows: the requirement, the cause and the remedy of its own group. Without a group it
// is what the catalogue knows.
func (l lessons) of(c Case, found Found) Finding {
	shows := func(f Finding) bool { return f.Check == found.Check && slices.Contains(f.Cases, c.Name) }
	for _, is := range []func(Finding) bool{
		func(f Finding) bool { return shows(f) && f.Path == found.Path && f.Message == found.Message },
		func(f Finding) bool { return shows(f) && f.Path == found.Path },
		shows,
		func(f Finding) bool { return f.Check == found.Check },
	} {
		if i := slices.IndexFunc(l, is); i >= 0 {
			return l[i]
		}
	}
	return Finding{}
}

// lessonRow is a value under its name, which is a key where a format has keys.
type lessonRow struct{ name, key, value string }

// rows are what a developer needs to repair the backend, with how to repeat this case and no other. What was found of
// the smallest case alone is told of that case.
func (l lessons) rows(c Case, x Exchange, found Found) []lessonRow {
	f := l.of(c, found)
	if f.Case != c.Name {
		f.Shrunk, f.Corrected = "", ""
		if f.SameCheck {
			f.Cause = ""
		}
	}
	rows := []lessonRow{
		{"Check", "check", found.Check},
		{"Level", "level", found.Level},
		{"Found", "message", found.Message},
		{"Requirement", "requirement", f.Title},
		{"Source", "source", f.Source},
		{"Cause", "cause", f.Cause},
		{"Impact", "impact", f.Impact},
		{"Fix", "fix", f.Fix},
		{"Corrected", "corrected", why.CorrectedLine(f)},
		{"Shrunk", "shrunk", f.Shrunk},
		{"More", "docs", f.Docs},
		{"Reproduce", "reproduce", c.Reproduce},
		{"Link", "link", x.Link},
		{"Known as", "known_as", why.KnownEntry(c.Name, found.Check)},
	}
	return slices.DeleteFunc(rows, func(r lessonRow) bool { return r.value == "" })
}
