package read

import (
	"fmt"
	"strings"
)

// Passed are requests of an input that are none of Chat's callbacks, for one reason. They are read over.
type Passed struct {
	Why   string // as [capture.Request.NotCallback] gives it
	Count int
	Line  int // of the first of them
}

// mostReasons bounds what hostile methods can take of the memory.
const mostReasons = 20

// pass counts a request that is none of Chat's callbacks.
func (s *Summary) pass(why string, line int) {
	for i := range s.Passed {
		if s.Passed[i].Why == why {
			s.Passed[i].Count++
			return
		}
	}
	if len(s.Passed) == mostReasons {
		last := &s.Passed[mostReasons-1]
		last.Why, last.Count = "for other reasons", last.Count+1
		return
	}
	s.Passed = append(s.Passed, Passed{Why: why, Count: 1, Line: line})
}

// notCallback is why an entry is passed over; empty where it is not. What timhook sent itself was meant as a callback,
// however odd it is, and of what is cut or hidden nobody knows whether it is one.
func notCallback(e *Entry) string {
	switch r := &e.Request; {
	case e.Shadow != "":
		return "the answer of a shadow (record --shadow), beside that of the backend"
	case e.product != "":
		return e.product
	case e.Lone, e.Kind == KindRun, e.Verdict != "", r.Method == "" && r.URL == "":
		return ""
	case isPost(r.Method) && (r.Truncated || e.Hides("query", "body", "url")):
		return ""
	}
	return e.Request.NotCallback()
}

// Hides reports whether one of the parts, or a piece of it, is hidden.
func (e *Entry) Hides(parts ...string) bool {
	for _, h := range e.Hidden {
		for _, p := range parts {
			if h == p || strings.HasPrefix(h, p+" ") {
				return true
			}
		}
	}
	return false
}

// passedOver is why an input holds no callback: all of its requests are others.
func (s *Summary) passedOver() string {
	total := 0
	var reasons []string
	for _, p := range s.Passed {
		total += p.Count
		reasons = append(reasons, fmt.Sprintf("%d is %s", p.Count, p.Why))
	}
	if total == 1 {
		return "there is no callback in it, and one other request: " + s.Passed[0].Why
	}
	if len(s.Passed) == 1 {
		return fmt.Sprintf("there is no callback in it, and %d other requests, the first: %s", total, s.Passed[0].Why)
	}
	return fmt.Sprintf("there is no callback in it, and %d other requests: %s", total, strings.Join(reasons, "; "))
}
