package doctorreport

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// nameWidth is how many columns the names of looks take.
const nameWidth = len("keep-alive")

func writeText(out io.Writer, p terminal.Palette, d *Document) error {
	w := &safe.StickyWriter{W: out}
	d = why.Masked(out, d)
	for _, l := range d.Looks {
		writeLook(w, p, l)
	}
	writeSettings(w, p, d.Settings)
	fmt.Fprintf(w, "\n%s  %s:\n", p.Strong("Next"), p.Hang(w, safe.Visible(d.NextWhy), len("Next  ")))
	for _, line := range terminal.ShellLines(safe.Visible(d.Next), max(0, p.Columns()-len("      "))) {
		fmt.Fprintf(w, "      %s\n", line)
	}
	o := words.OutcomeNamed(d.Verdict)
	text := counted(d) + "  " + safe.Visible(d.Backend) + " · " + words.Seconds(d.Seconds)
	fmt.Fprintf(w, "\n%s  %s\n", p.Outcome(o, o.String()), p.Hang(w, text, len(o.String())+2))
	return w.Err
}

// writeLook writes one look: what was found, and below it the cause and the fix.
func writeLook(w io.Writer, p terminal.Palette, l Look) {
	o := words.OutcomeNamed(l.Outcome)
	const behind = len("ERROR  ")
	fmt.Fprintf(w, "%s  %s\n", p.Outcome(o, fmt.Sprintf("%-5s", o)),
		hanging(w, p, fmt.Sprintf("%-*s  ", nameWidth, l.Name), l.Found, behind))
	for _, row := range [][2]string{{"Cause", l.Cause}, {"Fix", l.Fix}} {
		if row[1] != "" {
			label := fmt.Sprintf("%-*s  ", nameWidth, row[0])
			fmt.Fprintf(w, "%*s%s\n", behind, "", hanging(w, p, label, row[1], behind))
		}
	}
}

// hanging is a text behind a label, which begins behind so many columns.
func hanging(w io.Writer, p terminal.Palette, label, text string, behind int) string {
	return label + p.Hang(w, safe.Visible(text), behind+len(label))
}

// writeSettings writes where the settings came from.
func writeSettings(w io.Writer, p terminal.Palette, list []Setting) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", p.Strong("Settings"))
	name, value := 0, 0
	for _, s := range list {
		name, value = max(name, terminal.Columns(s.Name)), max(value, terminal.Columns(safe.Visible(s.Value)))
	}
	const widest = 40
	value = min(value, widest)
	for _, s := range list {
		shown := safe.Visible(s.Value)
		padding := strings.Repeat(" ", max(0, value-terminal.Columns(shown)))
		label := fmt.Sprintf("  %-*s  ", name, s.Name)
		fmt.Fprintf(w, "%s%s\n", label, p.Hang(w, shown+padding+"  "+safe.Visible(s.From), len(label)))
	}
}

// counted is how many looks have which outcome.
func counted(d *Document) string {
	var parts []string
	for _, o := range judge.Outcomes() {
		n := 0
		for _, l := range d.Looks {
			if l.Outcome == words.Outcome(o) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words.Outcome(o)))
		}
	}
	return strings.Join(parts, ", ")
}
