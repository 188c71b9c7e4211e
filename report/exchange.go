package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// exchange writes packet and answer.
func (t Text) exchange(x Exchange) {
	switch {
	case t.Verbose > 1:
		t.wire("> ", cmp.Or(x.Wire.Text(), requestText(x.Request)))
		t.wire("< ", cmp.Or(x.Answer.Wire.Text(), answerText(x.Answer)))
		return
	case t.Indented && t.Palette.Columns() > 0:
		t.indented(x)
		return
	}
	t.packet("> ", x.Request.Text())
	if answer := x.Answer.Text(); answer != "" {
		t.packet("< ", answer)
	}
}

// indented writes packet and answer below a line on each, and what the answer comes to.
func (t Text) indented(x Exchange) {
	t.faint("> ", x.Request.Method+" "+x.Request.URL+" · "+words.Bytes(x.Request.Bytes))
	t.json(x.Request.Text())
	if x.Answer.Status == 0 {
		return // the line of the case has the reason
	}
	t.faint("< ", fmt.Sprintf("%d %s · %s", x.Answer.Status, x.Answer.Reason, words.Bytes(x.Answer.Bytes)))
	if answer := x.Answer.Text(); answer != "" {
		t.json(answer)
	}
	if effect := why.EffectLine(x); effect != "" {
		t.faint("= ", effect)
	}
}

// faint writes a text behind a sign, in as many lines as it needs.
func (t Text) faint(sign, text string) {
	for _, line := range terminal.Wrap(safe.Visible(text), t.roomBehind(4)) {
		fmt.Fprintf(t.W, "  %s\n", t.Palette.Faint(sign+line))
		sign = "  "
	}
}

const (
	longestIndented   = 4 << 10 // bytes
	mostRows          = 32      // of a packet; they leave room for the verdict on one screen
	mostMembersInLine = 6       // rows of an object that is better read as one line, such as a usual answer
)

// json writes a body of a few lines as an editor lays it out, and a longer one or another text as it is.
func (t Text) json(text string) {
	var pretty bytes.Buffer
	rows := 0
	if len(text) <= longestIndented && json.Indent(&pretty, []byte(text), "", "  ") == nil {
		rows = 1 + bytes.Count(pretty.Bytes(), []byte("\n"))
	}
	if rows == 0 || rows > mostRows || rows <= mostMembersInLine && terminal.Columns(text) <= t.roomBehind(4) {
		t.packet("  ", text)
		return
	}
	var lines []string
	for line := range strings.Lines(pretty.String()) {
		lines = append(lines, safe.Visible(strings.TrimRight(line, "\n")))
	}
	shown := strings.Join(lines, "\n")
	part, at := t.Palette.JSON(shown), 0
	for _, line := range lines {
		for _, piece := range cut(line, t.roomBehind(4)) {
			fmt.Fprintf(t.W, "    %s\n", part(at+piece.Start, at+piece.Stop))
		}
		at += len(line) + 1
	}
}

// packet writes a body behind a prefix. A terminal gets it in several lines.
func (t Text) packet(prefix, text string) {
	shown := safe.Excerpt(text, why.ShortBody)
	part := t.Palette.JSON(shown)
	for _, line := range cut(shown, t.roomBehind(4)) {
		fmt.Fprintf(t.W, "  %s%s\n", prefix, part(line.Start, line.Stop))
		prefix = "  "
	}
}

// wire writes bytes line by line.
func (t Text) wire(prefix, text string) {
	const longest = 16 << 10
	to := safe.RuneStart(text, longest)
	for line := range strings.Lines(text[:to]) {
		shown := safe.Visible(strings.TrimRight(line, "\r\n"))
		for _, part := range cut(shown, t.roomBehind(4)) {
			fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), shown[part.Start:part.Stop])
		}
	}
	if more := safe.Remainder(text, to); more != "" {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), more)
	}
}
