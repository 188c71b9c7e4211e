// Package sarif has the types of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as much of it as code scanning reads.
package sarif

import (
	"time"
)

// SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as much of it as code scanning reads.
type (
	Log struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []Run  `json:"runs"`
	}
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
		Start         string         `json:"startTimeUtc"`
		End           string         `json:"endTimeUtc"`
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

func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
