package report

import (
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// NewDocument is the document of a run: of its Suite where it has one, and otherwise of its Results, each of them a
// case of one exchange. Changing the document changes nothing of the run.
func NewDocument(r *conformance.Report) *Document {
	d := &Document{
		Seed: &r.Seed, Now: r.Now, Version: r.Version, Catalogue: conformance.CatalogueDate,
		Backend: new(secret.Policy).URL(r.Backend, ""), SDKAppID: r.SDKAppID, Signed: r.Signed, Captured: r.Captured,
		Started: r.Started, Others: r.Others, Seconds: r.Elapsed.Seconds(), Findings: []Finding{},
	}
	d.Cases = why.Cases(r)
	d.Findings = append(d.Findings, why.Findings(r)...)
	d.Hints = hints(r)
	d.Rerun = rerun(r)
	d.Unlisted, d.Unverified = unlisted(r), unverified(d.Cases)
	d.Settle()
	return d
}

// Settle counts the cases and takes the verdict from the counts and the problems. Call it after adding to them.
func (d *Document) Settle() {
	d.Counts = map[string]int{}
	for _, o := range caseOutcomes() {
		d.Counts[words.Outcome(o)] = 0
	}
	d.Notes = 0
	for _, c := range d.Cases {
		d.Counts[c.Outcome]++
		d.Notes += len(c.Notes)
	}
	for outcome, n := range d.Unlisted {
		d.Counts[outcome] += n
	}
	d.Verdict = verdict(d)
}

// verdict is the weightiest outcome: a broken requirement outranks what could not be judged. What a run that ended
// early has not played could not be judged either.
func verdict(d *Document) string {
	switch n := d.Counts; {
	case n["fail"]+n["fixed"] > 0 || len(d.Problems) > 0:
		return "fail"
	case n["error"] > 0, d.Ended != "":
		return "error"
	case n["warn"] > 0:
		return "warn"
	case n["skip"] == len(d.Cases)+d.more():
		return "skip"
	}
	return "pass"
}
