package comparereport

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// differences are what two runs have not in common beside the answers, so that a reader knows what else may be the
// reason of a change.
func differences(a, b Run, before, after *report.Document) []string {
	list := []string{}
	say := func(what, old, new, means string) {
		if old != new {
			list = append(list, fmt.Sprintf("%s: %s -> %s%s", what, old, new, means))
		}
	}
	say("seed", seedOf(a), seedOf(b), " (other ids, texts and numbers in the packets)")
	say("catalogue", a.Catalogue, b.Catalogue, " (other cases and checks)")
	say("version", a.Version, b.Version, "")
	say("backend", a.Backend, b.Backend, "")
	say("SDKAppID", applicationOf(before), applicationOf(after), "")
	say("signed", strconv.FormatBool(before.Signed), strconv.FormatBool(after.Signed), "")
	say("callbacks", valuesOf(before, callbackOf), valuesOf(after, callbackOf), "")
	say("levels", valuesOf(before, levelOf), valuesOf(after, levelOf), "")
	for _, r := range []Run{a, b} {
		if r.Ended != "" {
			list = append(list, r.File+" ended early: "+r.Ended)
		}
	}
	return list
}

func seedOf(r Run) string {
	if r.Seed == nil {
		return "unknown"
	}
	return strconv.FormatUint(*r.Seed, 10)
}

// applicationOf is unknown of a run whose end is lost.
func applicationOf(d *report.Document) string {
	if d.SDKAppID == 0 {
		return "unknown"
	}
	return strconv.FormatUint(d.SDKAppID, 10)
}

func callbackOf(c report.Case) string { return c.Callback }
func levelOf(c report.Case) string    { return c.Level }

// valuesOf are the values that the cases have, each once.
func valuesOf(d *report.Document, of func(report.Case) string) string {
	var list []string
	for _, c := range d.Cases {
		list = append(list, of(c))
	}
	list = words.Once(list)
	slices.Sort(list)
	return strings.Join(list, ", ")
}
