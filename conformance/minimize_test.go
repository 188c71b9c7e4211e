package conformance_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
)

// A backend that trips over images gets the smallest packet that holds one and is still as documented.
func TestThePacketsOfFailuresAreMadeSmall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, failing("TIMImageElem")))
		report := conformance.Report{}
		for _, r := range conformance.RunSuite(t.Context(), the("baseline-minimal", "elem-mixed", "elem-image"), o) {
			report.Results = append(report.Results, r.Results...)
		}
		causes := report.Causes()
		if len(causes) != 1 {
			t.Fatalf("got %d causes, want one", len(causes))
		}
		c := causes[0]
		if c.Shrunk == nil {
			t.Fatal("the packet was not made small")
		}
		body := string(c.Shrunk.Body)
		if len(body) >= len(c.First.Packet.Body) || !strings.Contains(body, "TIMImageElem") {
			t.Errorf("got %d bytes of %d: %s", len(body), len(c.First.Packet.Body), body)
		}
		for _, p := range c.First.Packet.Command.Validate(c.Shrunk.Body) {
			t.Errorf("the small packet leaves the documentation: %s", p)
		}
	})
}

func TestPacketsAreNotMadeSmallWhereThatWouldSayNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, failing("TIMImageElem")))
		o.NoShrink = true
		report := conformance.Report{}
		for _, r := range conformance.RunSuite(t.Context(), the("elem-image"), o) {
			report.Results = append(report.Results, r.Results...)
		}
		for _, c := range report.Causes() {
			if c.Shrunk != nil {
				t.Errorf("%s was made small though that was not asked for", c.First.Name())
			}
		}
	})
}
