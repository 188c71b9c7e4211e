// Package shrinkreport holds what a search for the smallest packet has found, and writes it: as text for people and
// as one JSON document.
package shrinkreport

import (
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/webhook"
)

// Search is a search for the smallest packet that draws a finding, with its results so far.
type Search struct {
	Target webhook.Target
	Sent   int      // callbacks that were sent until one drew a finding, that one included
	Others []string // ids of checks whose findings were not asked for

	Finding  judge.Finding      // that the search is about; without a check none was drawn
	First    conformance.Result // that drew the finding
	Second   conformance.Result // of the same packet, sent once more
	Smallest shrink.Result
	Last     conformance.Result // of the smallest packet, sent once more
	Tries    int                // requests sent by the search
	Ended    string             // why the search ended early, so that there may be a smaller packet; empty: it did not
	Command  string             // the beginning of the command line that sends packets to the target
	Repeat   string             // the command line that sends the smallest packet; empty where no verb takes it
	InFile   bool               // the smallest packet is written to a file
}

// Found is true once a callback has drawn the finding.
func (s *Search) Found() bool { return s.Finding.Check != nil }
