// Package sarif writes SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as much of it as code
// scanning reads.
package sarif

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/timhook/timhook/report/safe"
)

// The objects of SARIF, by the names of its schema.
type (
	Run struct {
		Tool        Tool           `json:"tool"`
		Invocations []Invocation   `json:"invocations"`
		ColumnKind  string         `json:"columnKind"`
		Results     []Result       `json:"results"`
		Properties  map[string]any `json:"properties"`
	}
	Tool struct {
		Driver Driver `json:"driver"`
	}
	Driver struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Rules   []Rule `json:"rules"`
	}
	Rule struct {
		ID         string         `json:"id"`
		Short      Text           `json:"shortDescription"`
		Full       Text           `json:"fullDescription"`
		Help       Text           `json:"help"`
		HelpURI    string         `json:"helpUri,omitempty"`
		Default    Level          `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	Text struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	Level struct {
		Level string `json:"level"`
	}
	Invocation struct {
		Successful    bool           `json:"executionSuccessful"`
		Start         string         `json:"startTimeUtc,omitempty"`
		End           string         `json:"endTimeUtc,omitempty"`
		Notifications []Notification `json:"toolExecutionNotifications,omitempty"`
	}
	Notification struct {
		Level   string `json:"level"`
		Message Text   `json:"message"`
	}
	Result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      Text              `json:"message"`
		Locations    []Location        `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Suppressions []Suppressed      `json:"suppressions,omitempty"`
		Properties   map[string]any    `json:"properties"`
	}
	Location struct {
		Physical Physical  `json:"physicalLocation"`
		Logical  []Logical `json:"logicalLocations"`
	}
	Physical struct {
		Artifact Artifact `json:"artifactLocation"`
		Region   Region   `json:"region"`
	}
	Artifact struct {
		URI string `json:"uri"`
	}
	Region struct {
		StartLine int `json:"startLine"`
	}
	Logical struct {
		Name          string `json:"name"`
		QualifiedName string `json:"fullyQualifiedName"`
		Kind          string `json:"kind"`
	}
	Suppressed struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// NewRun is a run of this version of timhook that has no results yet.
func NewRun(version string, rules []Rule) Run {
	return Run{
		Tool:       Tool{Driver{Name: "timhook", Version: safe.Visible(version), Rules: rules}},
		ColumnKind: "unicodeCodePoints", Results: []Result{},
	}
}

// Write writes a log with one run.
func Write(w io.Writer, run Run) error {
	return safe.WriteJSON(w, struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []Run  `json:"runs"`
	}{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []Run{run}})
}

// Visible is a text as a message.
func Visible(text string) Text { return Text{Text: safe.Visible(text)} }

// At is the one place of a result: a line of a file, and the name and kind of what is there. The path is relative to
// the top of the repository, or absolute.
func At(path string, line int, name, kind string) []Location {
	name = safe.Visible(name)
	return []Location{{
		Physical: Physical{artifactOf(path), Region{line}},
		Logical:  []Logical{{Name: name, QualifiedName: name, Kind: kind}},
	}}
}

// artifactOf is a file as a URI. Code scanning takes a relative one from the top of the repository.
func artifactOf(path string) Artifact {
	switch {
	case strings.HasPrefix(path, "/"):
		return Artifact{URI: (&url.URL{Scheme: "file", Path: path}).String()}
	case len(path) > 2 && path[1] == ':' && path[2] == '/': // a drive of Windows
		return Artifact{URI: (&url.URL{Scheme: "file", Path: "/" + path}).String()}
	}
	return Artifact{URI: (&url.URL{Path: path}).String()}
}

// Failed notes why the tool could not do all its work.
func (v *Invocation) Failed(why string) {
	v.Notifications = append(v.Notifications, Notification{"error", Visible(why)})
}

// Cause is the fingerprint by which code scanning knows a result again.
func Cause(parts ...string) map[string]string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return map[string]string{"timhookCause/v1": hex.EncodeToString(sum[:])}
}

// Time is a time as SARIF has it.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
