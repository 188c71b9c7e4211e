package recordreport

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// shadowLine is an answer of the shadow that differs, on a line of --format ndjson.
type shadowLine struct {
	Callback    string            `json:"callback"`
	File        string            `json:"file,omitempty"` // with entry, the FILE#N of the callback
	Entry       int               `json:"entry,omitempty"`
	Own         int               `json:"shadow_entry,omitempty"` // of the shadow's answer
	Differences []shadowDifferent `json:"differences"`
}

type shadowDifferent struct {
	Where   string `json:"where"`
	Kind    string `json:"kind"` // changed, added (by the shadow), removed or reordered
	Backend string `json:"backend"`
	Shadow  string `json:"shadow"`
}

// The bounds of what is shown of an answer that differs: places, and bytes of a value.
const (
	mostDifferences = 5
	widestValue     = 60
)

// Shadowed writes what of an answer of the shadow differs.
func (l Lines) Shadowed(e record.Shadowed) {
	if l.JSON {
		l.shadowJSON(e)
		return
	}
	var b strings.Builder
	name := l.shown(e.Command)
	if e.Entry.Number > 0 {
		name = "#" + strconv.Itoa(e.Entry.Number) + "  " + name
	}
	word := l.Palette.Outcome(judge.Warn, "SHADOW")
	fmt.Fprintf(&b, "%s  %s\n", word, l.Palette.Hang(l.W, clipped(name, mostWidth)+"  another answer", 8))
	for _, d := range e.Differences[:min(len(e.Differences), mostDifferences)] {
		b.WriteString("    " + l.Palette.Hang(l.W, l.shown(shadowText(d)), 4) + "\n")
	}
	if more := len(e.Differences) - mostDifferences; more > 0 {
		fmt.Fprintf(&b, "    and %d more\n", more)
	}
	_, _ = io.WriteString(l.W, b.String()) // the writer keeps its error
}

func (l Lines) shadowJSON(e record.Shadowed) {
	line := shadowLine{Callback: e.Command, Entry: e.Entry.Number, Own: e.Own.Number, File: e.Entry.Path}
	for _, d := range e.Differences[:min(len(e.Differences), mostDifferences)] {
		old, new := d.Excerpts(widestValue)
		line.Differences = append(line.Differences, shadowDifferent{d.Where(), string(d.Kind), old, new})
	}
	// It holds texts and numbers only, and the writer keeps its error.
	_ = safe.Encoder(l.W).Encode(map[string]shadowLine{"shadow": line})
}

// shadowText is a difference in a line, not yet made visible.
func shadowText(d compare.Difference) string {
	backend, shadow := d.Excerpts(widestValue)
	switch d.Kind {
	case compare.Added:
		return d.Where() + ": only the shadow has " + shadow
	case compare.Removed:
		return d.Where() + ": only the backend has " + backend
	case compare.Reordered:
		return d.Where() + ": in another order"
	}
	return d.Where() + ": backend " + backend + ", shadow " + shadow
}

// shadowCounted is the summary of a shadow.
func shadowCounted(sum record.ShadowSummary) string {
	text := fmt.Sprintf("shadow: %s compared, %d different", words.Plural(sum.Compared, "answer"), sum.Different)
	if sum.Unanswered > 0 {
		text += fmt.Sprintf(", %d without an answer", sum.Unanswered)
	}
	if sum.LeftOut > 0 {
		text += fmt.Sprintf("; %s left out: too long, too many under way, or cut off at the end",
			words.Plural(sum.LeftOut, "callback"))
	}
	return text
}
