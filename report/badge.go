package report

import (
	"fmt"
	"html"
	"io"
	"unicode/utf8"

	"github.com/timhook/timhook/report/safe"
)

// Sizes of a badge, in pixels, with letters of 11 of them.
const (
	badgeLetter = 6.6 // a letter's mean width; textLength makes the text fit whatever the font is
	badgeMargin = 10
	badgeHeight = 20
)

// writeBadge writes an SVG image with the verdict in a few words, to stand in a README.
func writeBadge(w io.Writer, d *Document) error {
	const subject = "Tencent Chat callbacks"
	verdict := conforms(d)
	color := map[string]string{"pass": "#2e7d32", "warn": "#b26a00", "fail": "#b3261e"}[d.Verdict]
	switch {
	case d.Ended != "" || color == "":
		color = "#616161"
	case d.Verdict == "pass" && d.Counts["known"] > 0:
		color = "#b26a00"
	}
	width := func(text string) int { return int(float64(utf8.RuneCountInString(text))*badgeLetter) + 2*badgeMargin }
	left, right := width(subject), width(verdict)
	out := &safe.StickyWriter{W: w}
	alt := html.EscapeString(subject + ": " + verdict)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" role="img" aria-label="%s">`+"\n"+
		"<title>%s</title>\n", left+right, badgeHeight, alt, alt)
	for _, part := range []struct {
		at, width   int
		color, text string
	}{{0, left, "#424242", subject}, {left, right, color, verdict}} {
		fmt.Fprintf(out, `<rect x="%d" width="%d" height="%d" fill="%s"/>`+"\n"+
			`<text x="%d" y="14" textLength="%d" fill="#fff" `+
			`font-family="Verdana,sans-serif" font-size="11">%s</text>`+"\n",
			part.at, part.width, badgeHeight, part.color, part.at+badgeMargin, part.width-2*badgeMargin,
			html.EscapeString(part.text))
	}
	fmt.Fprintln(out, "</svg>")
	return out.Err
}
