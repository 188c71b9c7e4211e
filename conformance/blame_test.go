package conformance_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// words are what a report says of a cause.
func words(c conformance.Cause) string {
	_, fix := c.Advice()
	return c.Check.ID + " at " + c.First.Name() + "\n\tgot " + c.Got + "\n\tcause " + c.Why.Text + "\n\tfix " + fix
}

// wantCause wants the cause that a report of the run shows first to have the words that blame the fault.
func wantCause(t *testing.T, fault backend.Fault, results []conformance.SuiteResult) {
	t.Helper()
	if len(fault.Blames) == 0 {
		return
	}
	run := conformance.Report{Suite: results}
	for _, s := range run.Suite {
		run.Results = append(run.Results, s.Results...)
	}
	all := run.Causes()
	if len(all) == 0 {
		t.Fatalf("nothing was found")
	}
	said := words(all[0])
	for _, want := range fault.Blames {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			t.Errorf("%s: want %q in the first of %d findings:\n%s", fault.Doc, want, len(all), said)
		}
	}
	if all[0].Why.ID == "" {
		t.Errorf("%s: no row of the table fits %s", fault.Doc, said)
	}
}

func TestManyFaultsNameWhatBlamesThem(t *testing.T) {
	naming := 0
	for _, fault := range backend.Faults() {
		if len(fault.Blames) > 0 {
			naming++
		}
	}
	if naming < 60 {
		t.Errorf("%d faults name what blames them, want 60 or more", naming)
	}
}

// Handlers that were written for other callbacks take for granted what those have. The first cause names it.
func TestTheFirstCauseNamesWhatThisCallbackLacks(t *testing.T) {
	hasNo := func(name string) func(*seen) bool { return func(v *seen) bool { return v.packet.Get(name).IsAbsent() } }
	event := func(v *seen, name string) jsontree.Value { return v.packet.Get("Events").Item(0).Get(name) }
	for _, c := range []struct {
		name, callback string
		throws         func(*seen) bool
		want           string
	}{
		{"a time that no page has", "friend-add", hasNo("EventTime"), "EventTime, which this callback does not have"},
		{"an actor", "friend-delete", hasNo("From_Account"), "From_Account, which this callback does not have"},
		{"a group", "c2c-before-send", hasNo("GroupId"), "GroupId, which this callback does not have"},
		{
			"a group and a number", "profile",
			func(v *seen) bool { return hasNo("GroupId")(v) || hasNo("MsgSeq")(v) }, "fields of messages in a group",
		},
		{"an optional id", "c2c-before-send", hasNo("MsgId"), "MsgId: missing is refused"},
		{
			"an optional field inside", "state",
			func(v *seen) bool { return v.packet.Get("Info").Get("CustomStatus").IsAbsent() },
			"Info.CustomStatus: missing",
		},
		{
			"a field of some entries", "push-offline",
			func(v *seen) bool { return event(v, "GroupID").IsAbsent() }, "Events.0.GroupID: missing",
		},
		{"the command on top", "push-offline", hasNo("CallbackCommand"), "CallbackCommand in the packet, which"},
		{"a flat packet", "push-all", hasNo("TaskId"), "one of its entries as the packet"},
		{
			"milliseconds", "push-offline",
			func(v *seen) bool { n, _ := event(v, "EventTime").Int64(); return n < 1e12 },
			"EventTime: seconds, as here",
		},
		{
			"an address", "moderation",
			func(v *seen) bool { return !v.query.Has("ClientIP") }, "ClientIP in the query, which",
		},
	} {
		t.Run(c.name+" "+c.callback, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				command, err := chat.Lookup(c.callback)
				if err != nil {
					t.Fatal(err)
				}
				throws := func(v *seen) bool { return v.param("CallbackCommand") == command.Name && c.throws(v) }
				o := suiteOptions(t, serving(t, wronged(mounted(), crashes(throws)())))
				o.NoShrink, o.Callbacks = true, []*payloads.Command{command}
				results := conformance.RunSuite(t.Context(), casesFor(t, backend.Fault{Callback: c.callback}), o)
				wantCause(t, backend.Fault{Doc: c.name, Blames: []string{c.want}}, results)
			})
		})
	}
}

// What fails for a reason that another case is about is explained by that, and not by what its own case is about.
func TestACauseIsTheSameWhereverItShows(t *testing.T) {
	fault := func(name string) http.Handler {
		f, err := backend.LookupFault(name)
		if err != nil {
			t.Fatal(err)
		}
		return f.Break(mounted())
	}
	numbered := crashesOnRepeats(500, func(v *seen) string { return v.field("GroupId") + v.field("MsgSeq") })
	for _, c := range []struct {
		name    string
		backend http.Handler
		at      string
		want    string
	}{
		{"an alarm has no ClientIP", fault("needs-clientip"), "neg-command-alert", "without ClientIP is refused"},
		{
			"another callback has other fields", fault("strict-model"), "neg-command-unhandled",
			"does not know is refused",
		},
		{
			"one message by two callbacks", wronged(mounted(), numbered()), "delivery-pair",
			"another callback has told of",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := suiteOptions(t, serving(t, c.backend))
				o.NoShrink = true
				played := the("baseline-minimal", "query-clientip-absent", "field-unknown-scalar",
					"neg-command-unknown", c.at)
				run := conformance.Report{Suite: conformance.RunSuite(t.Context(), played, o)}
				for _, s := range run.Suite {
					run.Results = append(run.Results, s.Results...)
				}
				for _, cause := range run.Causes() {
					if strings.HasSuffix(cause.First.Name(), "/"+c.at) {
						if !strings.Contains(words(cause), c.want) {
							t.Errorf("got %s\nwant %q", words(cause), c.want)
						}
						return
					}
				}
				t.Errorf("nothing was found at %s", c.at)
			})
		})
	}
}
