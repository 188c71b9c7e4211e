package conformance_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/signer"
)

// way is what a right backend answers to a callback beside success, by what packet and query say.
type way func(packet map[string]any, query url.Values) map[string]any

// plainBackend is a right backend as somebody writes it who has read the pages: it checks the sender, reads the packet
// as a map and answers every callback with the same text, but for those that are in its table. It has no line of the
// reference backend, which was written together with the checks.
func plainBackend(answers map[string]way) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		say := func(status int, answer map[string]any) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(answer)
		}
		fail := func(status int, why string) {
			say(status, map[string]any{"ActionStatus": "FAIL", "ErrorInfo": why, "ErrorCode": 1})
		}
		query := r.URL.Query()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4<<20))
		var packet map[string]any
		switch {
		case r.URL.Path != "/im":
			fail(http.StatusNotFound, "path")
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			fail(http.StatusMethodNotAllowed, "method")
		case len(query["SdkAppid"]) != 1 || query.Get("SdkAppid") != "1400187352":
			fail(http.StatusForbidden, "SdkAppid")
		case len(query["Sign"]) != 1 || len(query["RequestTime"]) != 1 ||
			signer.Verify(token, query.Get("Sign"), query.Get("RequestTime"), time.Now()) != nil:
			fail(http.StatusForbidden, "Sign")
		case err != nil || !utf8.Valid(body) || json.Unmarshal(body, &packet) != nil || packet == nil:
			fail(http.StatusBadRequest, "packet")
		default:
			answer := map[string]any{"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
			if more := answers[query.Get("CallbackCommand")]; more != nil {
				for name, value := range more(packet, query) {
					answer[name] = value
				}
			}
			say(http.StatusOK, answer)
		}
	})
}

// entries are the names in a list of a packet. What is no list of objects has none.
func entries(packet map[string]any, list, member string) []string {
	var names []string
	all, _ := packet[list].([]any)
	for _, entry := range all {
		fields, _ := entry.(map[string]any)
		if name, isText := fields[member].(string); isText {
			names = append(names, name)
		}
	}
	return names
}

// ways are what right backends of a family answer to the callback, one way after the other.
func ways(family string, of ofCallback) []way {
	always := func(answer map[string]any) way {
		return func(map[string]any, url.Values) map[string]any { return answer }
	}
	refusing := map[string]any{"ErrorCode": 1}
	switch own := json.Number(of.high); family {
	case "message":
		text := []any{map[string]any{"MsgType": "TIMTextElem", "MsgContent": map[string]any{"Text": "(removed)"}}}
		return []way{
			always(map[string]any{"MsgBody": text}), always(map[string]any{"ErrorCode": 2}),
			always(map[string]any{"ErrorCode": own, "ErrorInfo": "no links"}), choosy(refusing),
		}
	case "yes or no":
		return []way{
			always(refusing), always(map[string]any{"ErrorCode": own, "ErrorInfo": "not now"}), choosy(refusing),
		}
	case "some of them":
		return []way{always(refusing), choosy(refusing), func(packet map[string]any, _ url.Values) map[string]any {
			names := entries(packet, of.list, of.member)
			return map[string]any{of.refused: slices.Compact(names[:min(1, len(names))])}
		}}
	case "item by item":
		decide := func(code int, why string) way {
			return func(packet map[string]any, _ url.Values) map[string]any {
				items := []any{}
				for _, name := range entries(packet, of.list, of.member) {
					items = append(items, map[string]any{of.member: name, "ResultCode": code, "ResultInfo": why})
				}
				return map[string]any{"ResultItem": items}
			}
		}
		return []way{decide(0, ""), decide(38007, "not reachable")}
	case "reply":
		failing := map[string]any{"ActionStatus": "FAIL", "ErrorCode": 1, "ErrorInfo": "later"}
		return []way{always(map[string]any{"RspData": `{"n":1}`}), always(failing)}
	}
	return []way{always(nil)}
}

// choosy is a way that decides by who asks, from where and for what: whatever a packet says may count. How it says
// that does not.
func choosy(refusing map[string]any) way {
	says := []string{
		"Type", "Operator_Account", "TopicId", "CloudCustomData", "OnlineOnlyFlag", "MsgPriority",
		"FriendShip", "CreatedGroupNum",
	}
	return func(packet map[string]any, query url.Values) map[string]any {
		said := fnv.New32a()
		for _, name := range says {
			fmt.Fprintln(said, packet[name])
		}
		fmt.Fprintln(said, query.Get("OptPlatform"), query.Get("ClientIP"))
		if said.Sum32()>>4&1 == 0 {
			return nil
		}
		return refusing
	}
}

// A right backend of each family passes all cases of its callbacks, whatever it decides: no failure, no warning,
// nothing to remark on. Outside the gate two callbacks of each family are a sample of it.
func TestARightBackendOfEachFamilyPassesAllItsCases(t *testing.T) {
	const sample = 2
	for _, f := range answerFamilies() {
		for i, of := range f.callbacks {
			if os.Getenv("CI_E2E") != "all" && i >= sample {
				continue
			}
			for n, way := range ways(f.name, of) {
				t.Run(of.short+" way "+string(rune('1'+n)), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { passesAll(t, of.short, way) })
				})
			}
		}
	}
}

func passesAll(t *testing.T, short string, answers way) {
	c, err := chat.Lookup(short)
	if err != nil {
		t.Fatal(err)
	}
	h := plainBackend(map[string]way{c.Name: answers})
	o := suiteOptions(t, serving(t, h))
	o.NoShrink, o.Callbacks, o.Jobs = true, []*payloads.Command{c}, 8
	run := slices.DeleteFunc(cases.Suite(c), func(c *conformance.Case) bool {
		return c.Tags&conformance.TagStress != 0
	})
	results := conformance.RunSuite(t.Context(), run, o)
	played := 0
	for _, r := range results {
		if r.Outcome() == judge.Pass {
			played++
		}
	}
	if found, first := findingsOf(t, results); len(found) > 0 {
		t.Errorf("got %v, want nothing", explained(first))
	}
	if played < 80 {
		t.Errorf("got %d cases that pass, some were not played", played)
	}
}
