package lintreport

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
)

// qualityIssue is a result in the report of GitLab's Code Quality. Source: docs.gitlab.com, Code Quality, report
// format.
type qualityIssue struct {
	Description string          `json:"description"`
	Check       string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"` // info, minor, major, critical or blocker
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string `json:"path"` // relative to the top of the repository
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

func qualityBegin(l *Writer) {
	l.prints = map[string]int{}
	fmt.Fprint(l.w, "[")
}

func qualityProblem(l *Writer, p *Problem) {
	l.quality(qualityIssue{Description: p.text, Check: p.Rule, Severity: qualityOf(p.level)}, p.named, p.Line, p.Path)
}

func qualityUnreadable(l *Writer, u *Unreadable) {
	l.quality(qualityIssue{Description: u.Message, Check: "unreadable", Severity: "critical"}, u.named, u.Line, "")
}

func qualityEnd(l *Writer, _ *Summary) {
	if l.written > 0 {
		fmt.Fprintln(l.w)
	}
	fmt.Fprintln(l.w, "]")
}

func qualityOf(level payloads.Level) string { return [...]string{"major", "minor", "info"}[level] }

// quality writes an issue. GitLab shows only one of those with the same fingerprint. The line is not in it, so that an
// issue is known again where others were added before it; the second issue of a kind in a file has a number instead.
func (l *Writer) quality(issue qualityIssue, file string, line int, path string) {
	cause := strings.Join([]string{file, issue.Check, path, issue.Description}, "\x00")
	l.prints[cause]++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", cause, l.prints[cause]))
	issue.Fingerprint = hex.EncodeToString(sum[:])
	issue.Description = safe.Visible(issue.Description)
	issue.Location.Path, issue.Location.Lines.Begin = strings.TrimPrefix(file, "./"), line
	if l.written++; l.written > 1 {
		fmt.Fprint(l.w, ",")
	}
	fmt.Fprintf(l.w, "\n%s", l.encoded(issue))
}
