package payloads_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
)

// What is not kept is counted, by its ID, and other problems are kept however late they come.
func TestTheFirstProblemsAreKeptAndTheOthersCounted(t *testing.T) {
	send := lookup(t, "send")
	packet := strings.Replace(validSend, `"MsgBody":[`, `"MsgBody":[`+strings.Repeat(`{"MsgType":"X","MsgContent":1},`, 50), 1)
	packet = strings.Replace(packet, `"EventTime":1762851903417`, `"EventTime":"never"`, 1)
	parsed := payloads.ParsePacket([]byte(packet))
	all := map[string]int{}
	for _, p := range send.ValidateParsed(parsed) {
		all[p.ID]++
	}
	if all["packet-wrong-type"] != 51 || all["packet-unlisted-value"] != 50 {
		t.Fatalf("got %v", all)
	}
	for most := range 60 {
		if most == 0 {
			continue
		}
		problems, left := send.ValidateFirst(parsed, most)
		kept := map[string]int{}
		for _, p := range problems {
			kept[p.ID]++
		}
		for id, n := range all {
			if kept[id] != min(n, most) || kept[id]+left[id].Count != n || left[id].Count > 0 && left[id].Offset == 0 {
				t.Errorf("at most %d: %s: %d kept and %+v left of %d", most, id, kept[id], left[id], n)
			}
		}
	}
}
