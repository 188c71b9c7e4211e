package compare

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture"
)

// Exchanges lists the differences between two exchanges: of the answers, of the failures, of the verdicts where both
// runs gave one, and with [Options.Requests] of the requests.
func (o Options) Exchanges(old, new *Exchange) []Difference {
	found := o.Answers(old.answer, new.answer)
	found = append(found, o.fates(old.fate, new.fate)...)
	if old.request != nil && new.request != nil {
		found = append(found, o.Packets(old.request, new.request)...)
	}
	return found
}

// fates compares the kinds of failure where they are known, since the texts hold addresses and times, and the verdicts
// where there are two.
func (o Options) fates(old, new *fate) []Difference {
	if old == nil {
		old = &fate{}
	}
	if new == nil {
		new = &fate{}
	}
	var found []Difference
	if old.class == "" || old.class != new.class {
		found = text(Failure, "", old.failure, new.failure)
	}
	if old.verdict == "" || new.verdict == "" {
		return found
	}
	return append(found, o.verdicts(old, new)...)
}

// verdicts compares the verdicts and findings of two runs. If a finding is at an ignored place, the verdicts are not
// compared: they may differ for that finding alone.
func (o Options) verdicts(old, new *fate) []Difference {
	before, after := o.counted(old.findings), o.counted(new.findings)
	found := findings(before, after)
	if len(before) < len(old.findings) || len(after) < len(new.findings) {
		return found
	}
	return append(text(Verdict, "", old.verdict, new.verdict), found...)
}

// counted are the findings at places that are not ignored.
func (o Options) counted(list []capture.Finding) []capture.Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f capture.Finding) bool {
		path, err := jsontree.ParsePath(f.Path)
		if err != nil {
			return false // of the whole answer
		}
		var at *place
		for _, step := range path {
			if at = at.child(step); o.ignores(at) {
				return true
			}
		}
		return false
	})
}

// findings compares lists in which each finding occurs once.
func findings(old, new []capture.Finding) []Difference {
	var found []Difference
	for _, f := range old {
		if !slices.ContainsFunc(new, f.Same) {
			found = append(found, Difference{Part: Finding, Path: f.Check, Kind: Removed, Old: said(f)})
		}
	}
	for _, f := range new {
		if !slices.ContainsFunc(old, f.Same) {
			found = append(found, Difference{Part: Finding, Path: f.Check, Kind: Added, New: said(f)})
		}
	}
	return found
}

func said(f capture.Finding) string {
	switch {
	case f.Path != "" && f.Want != "":
		return f.Path + ": want " + f.Want
	case f.Want != "":
		return "want " + f.Want
	case f.Path != "":
		return f.Path
	}
	return f.Check
}
