package why

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// NameWidth is how many columns the name of a row takes.
const NameWidth = 13

// WritePlain writes the findings on one answer for a log: the rows that the text report has, without colours and
// without broken lines. Its carets stand where each byte before them is one column; elsewhere the words name the place.
func WritePlain(w io.Writer, group []Finding) {
	heads := Texts(group, Head)
	heads[0] += "  " + safe.Visible(group[0].Case)
	for i, head := range heads {
		if !slices.Contains(heads[:i], head) {
			fmt.Fprintln(w, head)
		}
	}
	for _, row := range Rows(group) {
		if row.Form == Body {
			writePlaces(w, group)
			continue
		}
		hyphen := ""
		if len(row.Values) > 1 {
			hyphen = "- "
		}
		for i, value := range row.Values {
			name := ""
			if i == 0 {
				name = row.Name
			}
			writeRow(w, name, hyphen+safe.Visible(value))
		}
	}
}

func writeRow(w io.Writer, name, value string) {
	fmt.Fprintf(w, " %-*s%s\n", NameWidth, name, safe.Unobeyed(value))
}

func writePlaces(w io.Writer, group []Finding) {
	parts, rest := Places(group)
	for _, part := range parts {
		writeRow(w, "Body", part.Text+part.More)
		for i, mark := range part.Marks {
			message := part.Messages[i]
			if strings.IndexFunc(part.Text[:mark.Stop], func(r rune) bool { return r > '~' }) < 0 {
				carets := strings.Repeat("^", max(1, mark.Stop-mark.Start))
				message = strings.Repeat(" ", mark.Start) + carets + " " + message
			}
			writeRow(w, "", message)
		}
	}
	for _, message := range rest {
		writeRow(w, "", safe.Visible(message))
	}
}
