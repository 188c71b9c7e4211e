// Package junit writes JUnit XML as its common readers take it: GitLab, Jenkins, GitHub's actions for it. Texts are
// character data and attributes, which encoding/xml escapes. In a CDATA section control characters would stay, and no
// reader accepts these.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/timhook/timhook/report/safe"
)

// The elements of a report, by their usual names.
type (
	suites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		counts
		Time   string  `xml:"time,attr"`
		Suites []Suite `xml:"testsuite"`
	}
	// Suite holds test cases whose names differ from one another: readers know a case by its name and class.
	Suite struct {
		Name string `xml:"name,attr"`
		counts
		Time       string     `xml:"time,attr"`
		Timestamp  string     `xml:"timestamp,attr,omitempty"`
		Properties Properties `xml:"properties"`
		Cases      []Case     `xml:"testcase"`

		seconds float64
		named   map[string]int // how many cases were called so; the key is class and name
	}
	counts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	// Properties are names with values.
	Properties []property
	property   struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	// Case is a test case. At most one of Skipped, Error and Failure is there; without one it has passed.
	Case struct {
		Name       string     `xml:"name,attr"`
		ClassName  string     `xml:"classname,attr"`
		Time       string     `xml:"time,attr"`
		Properties Properties `xml:"properties"`
		Skipped    *Problem   `xml:"skipped"`
		Error      *Problem   `xml:"error"`
		Failure    *Problem   `xml:"failure"`
		SystemOut  string     `xml:"system-out,omitempty"`
	}
	// Problem is why a case has not passed.
	Problem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// NewSuite is a suite without cases. The zero time is one that is not known.
func NewSuite(name string, start time.Time) Suite {
	s := Suite{Name: safe.Visible(name), named: map[string]int{}}
	if !start.IsZero() {
		s.Timestamp = start.UTC().Format("2006-01-02T15:04:05")
	}
	return s
}

// MarshalXML writes nothing where there are none.
func (p Properties) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if len(p) == 0 {
		return nil
	}
	return e.EncodeElement(struct {
		List []property `xml:"property"`
	}{p}, start)
}

// Add adds a property, unless the value is empty.
func (p *Properties) Add(name, value string) {
	if value != "" {
		*p = append(*p, property{name, safe.Visible(value)})
	}
}

// Add adds a case that took so many seconds. A name that the suite has already gets a number: "text (2)".
func (s *Suite) Add(c Case, seconds float64) {
	c.Time = spelt(seconds)
	s.seconds += seconds
	name, first := c.Name, c.key()
	for s.named[c.key()] > 0 {
		s.named[first]++
		c.Name = fmt.Sprintf("%s (%d)", name, s.named[first])
	}
	s.named[c.key()]++
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	}
}

func (c *Case) key() string { return c.ClassName + "\x00" + c.Name }

// Write writes a report of suites that took so many seconds.
func Write(w io.Writer, seconds float64, list []Suite) error {
	out := suites{Name: "timhook", Time: spelt(seconds), Suites: list}
	for i := range list {
		s := &list[i]
		s.Time = spelt(s.seconds)
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Errors += s.Errors
		out.Skipped += s.Skipped
	}
	e := &safe.StickyWriter{W: w}
	fmt.Fprint(e, xml.Header)
	enc := xml.NewEncoder(e)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	fmt.Fprintln(e)
	return e.Err
}

func spelt(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }
