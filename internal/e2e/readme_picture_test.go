//go:build unix

package e2e_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/terminal"
)

// The picture at the top of README: what a terminal shows of a broken answer.
const (
	pictureFile    = "docs/finding.svg"
	pictureCommand = "timhook send send/baseline-maximal localhost:8080/im -q --seed 7 --now 2026-01-02T03:04:05Z"
	pictureFault   = "code-string"
	pictureColumns = 100
)

// TestREADMEsPictureIsTrue draws the output of a real run in a real terminal. -update writes the picture.
func TestREADMEsPictureIsTrue(t *testing.T) {
	if _, err := exec.LookPath("script"); err != nil {
		t.Skip("script(1) is not installed; CI has it")
	}
	text := runInShell(t, builtTimhook(t), pictureCommand, pictureFault, fmt.Sprint(pictureColumns), "NO_COLOR=", "TERM=xterm")
	got := drawTerminal("$ " + pictureCommand + "\n" + text)
	if err := xml.Unmarshal([]byte(got), new(struct{})); err != nil {
		t.Fatalf("the picture is no XML: %v", err)
	}
	if *update {
		if err := os.WriteFile(pictureFile, []byte(got), 0o644); err != nil { //nolint:gosec // all may see it
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(pictureFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the program shows; go test ./internal/e2e -run README -update draws it again:\n%s",
			pictureFile, text)
	}
}

// Sizes of the picture in pixels.
const (
	letterWidth, lineHeight, margin = 8.0, 19, 18
)

// drawTerminal is an SVG of lines with the colours of a terminal. A line is as wide as its columns in any font.
func drawTerminal(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	width, height := 2*margin+int(letterWidth*pictureColumns), 2*margin+lineHeight*len(lines)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" `+
		"aria-labelledby=\"title\">\n<title id=\"title\">A terminal: %s finds ErrorCode sent as a string, and shows the "+
		"cause, the impact and the fix</title>\n", width, height, width, height, "timhook send")
	b.WriteString(`<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;` +
		"fill:#c9d1d9;white-space:pre}.bold{font-weight:bold}.faint{fill:#8b949e}.red{fill:#ff7b72}.green{fill:#7ee787}" +
		".yellow{fill:#e3b341}.cyan{fill:#79c0ff}</style>\n")
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#0d1117\"/>\n", width, height)
	style := map[string]bool{}
	for i, line := range lines {
		drawn := drawLine(line, style)
		if drawn == "" {
			continue
		}
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" textLength=\"%g\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">%s</text>\n",
			margin, margin+lineHeight*i+14, letterWidth*float64(terminal.Columns(sequence.ReplaceAllString(line, ""))), drawn)
	}
	return b.String() + "</svg>\n"
}

// sequence is what sets the style of the text behind it.
var sequence = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// drawLine is a line as spans. The style goes on in the next line.
func drawLine(line string, style map[string]bool) string {
	var b strings.Builder
	span := func(text string) {
		var classes []string
		for _, name := range []string{"bold", "faint", "red", "green", "yellow", "cyan"} {
			if style[name] {
				classes = append(classes, name)
			}
		}
		if text == "" {
			return
		}
		fmt.Fprintf(&b, `<tspan class="%s">`, strings.Join(classes, " "))
		_ = xml.EscapeText(&b, []byte(text))
		b.WriteString("</tspan>")
	}
	at := 0
	for _, found := range sequence.FindAllStringSubmatchIndex(line, -1) {
		span(line[at:found[0]])
		at = found[1]
		for code := range strings.SplitSeq(line[found[2]:found[3]], ";") {
			restyle(style, code)
		}
	}
	span(line[at:])
	return b.String()
}

// restyle takes one code of a sequence (ECMA-48, 8.3.117).
func restyle(style map[string]bool, code string) {
	switch code {
	case "", "0":
		clear(style)
	case "1":
		style["bold"] = true
	case "2":
		style["faint"] = true
	case "22":
		style["bold"], style["faint"] = false, false
	case "31", "32", "33", "36", "39":
		for _, name := range []string{"red", "green", "yellow", "cyan"} {
			style[name] = false
		}
		style[map[string]string{"31": "red", "32": "green", "33": "yellow", "36": "cyan"}[code]] = true
	}
}
