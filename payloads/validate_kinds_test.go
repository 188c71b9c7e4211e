package payloads_test

import (
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Every problem has the id of a kind or of one of the command's rules, at the level that the list gives it, and the
// table that Validate is tested with meets every kind.
func TestEveryProblemIsOfAListedKind(t *testing.T) {
	levels := map[string]payloads.Level{}
	for _, k := range payloads.ProblemKinds() {
		if _, twice := levels[k.ID]; twice || !kebab.MatchString(k.ID) || k.Doc == "" || k.Source == "" {
			t.Errorf("kind %q with doc %q and source %q", k.ID, k.Doc, k.Source)
		}
		levels[k.ID] = k.Level
	}
	met := map[string]bool{}
	for _, j := range judgedTable() {
		packet, _ := j.packet()
		c := commandOf(t, packet)
		for _, p := range c.Validate([]byte(packet)) {
			want, known := levels[p.ID]
			for _, r := range c.Rules {
				if r.ID == p.ID {
					want, known = r.Level, true
				}
			}
			if !known || want != p.Level {
				t.Errorf("%s: got id %q at level %s, want a listed id at its level %s", p, p.ID, p.Level, want)
			}
			met[p.ID] = true
		}
	}
	for id := range levels {
		if !met[id] {
			t.Errorf("no packet of the table has a problem %s", id)
		}
	}
}

func TestATextReadOnceIsValidatedAsItsBytesAre(t *testing.T) {
	serial(t)
	for _, j := range judgedTable() {
		t.Run(j.name(), func(t *testing.T) {
			packet, _ := j.packet()
			body := []byte(packet)
			read := payloads.ParsePacket(body)
			for _, c := range chat.All() {
				for range 2 { // the text is not used up
					want, got := c.Validate(body), c.ValidateParsed(read)
					if len(want) != len(got) {
						t.Fatalf("got %v, want %v", got, want)
					}
					for i := range want {
						if got[i] != want[i] {
							t.Errorf("got %v, want %v", got[i], want[i])
						}
					}
				}
			}
		})
	}
}
