package backend

import (
	"net/http"
	"slices"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// The callbacks over which faults of answers show.
const (
	toSend, toInvite, toBefriend = "before-send", "before-invite", "friend-request"
	toC2C, toBot, toFailed       = "c2c-after-send", "bot-signal", "send-failed"
)

// reply is an answer that is about to be spoilt.
type reply struct {
	callback *callback
	packet   jsontree.Value // the request's
	right    jsontree.Value // as a right backend answers
}

// edit makes a wrong answer; absent leaves the right one.
type edit = func(reply) jsontree.Value

// over is a fault that shows in the answers to a callback.
func over(callback string, f Fault) Fault {
	f.Callback = callback
	return f
}

func answerFault(name, callback, doc, trip string, change edit) Fault {
	return over(callback, fault(name, doc, []string{trip}, answering(change)))
}

// at is a fault that shows in a case.
func at(id string, f Fault) Fault {
	f.Case = id
	return f
}

// answering changes the answers to callbacks that are accepted.
func answering(change edit) wrapper {
	return afterRight(func(k *keptAnswer, w http.ResponseWriter, r request) {
		if k.accepts() && k.callback != nil {
			packet, _ := parse(r.packet)
			right, _ := jsontree.Parse(k.body.Bytes())
			if wrong := change(reply{k.callback, packet, right}); !wrong.IsAbsent() {
				answer(w, k.status, wrong.JSON())
				return
			}
		}
		k.send(w)
	})
}

// with is the right answer with another value of a member, and a further one where it has none of that name.
func (r reply) with(member string, v jsontree.Value) jsontree.Value {
	wrong, _ := r.right.Add(jsontree.Path{member}, v) // what is added to an object is added
	return wrong
}

// coded is the right answer with a code and a text.
func (r reply) coded(code int64, text string) jsontree.Value {
	r.right = r.with("ErrorCode", jsontree.Int(code))
	return r.with("ErrorInfo", jsontree.String(text))
}

// field is the member of an answer that does this, nil where the callback has none.
func (r reply) field(does payloads.Decision) *payloads.AnswerField {
	for i, f := range r.callback.Answer.Fields {
		if f.Does == does {
			return &r.callback.Answer.Fields[i]
		}
	}
	return nil
}

// ownCode is a code that the client gets to see; 0 where the callback has none.
func (r reply) ownCode() int64 {
	for _, c := range r.callback.Answer.Codes {
		if c.Does == payloads.Refuse && c.Error == 0 {
			return c.From
		}
	}
	return 0
}

// codeFaults have a wrong code, or a wrong word or text beside one.
func codeFaults() []Fault {
	undocumented := func(code int64, fits func(payloads.Answer) bool) edit {
		return func(r reply) jsontree.Value {
			_, known := r.callback.Answer.Of(code)
			if known || !r.callback.Answer.Decides() || !fits(r.callback.Answer) {
				return jsontree.Absent()
			}
			return r.coded(code, refusalText)
		}
	}
	hasCodes := func(a payloads.Answer) bool { return len(a.Codes) > 0 }
	return []Fault{
		answerFault("code-120001-on-group", toSend, "refuses in a group with a code of one-to-one messages",
			"answer-code-documented", undocumented(120001, hasCodes)),
		answerFault("code-2-on-create", toInvite, "drops with 2, which is for messages alone",
			"answer-code-documented", undocumented(2, hasCodes)),
		answerFault("code-1-on-sns", toBefriend, "refuses with ErrorCode where each item has a code of its own",
			"answer-items-decide", func(r reply) jsontree.Value {
				if r.field(payloads.PerItem) == nil {
					return jsontree.Absent()
				}
				return r.coded(1, refusalText)
			}),
		answerFault("fail-with-refusal", toSend, "answers FAIL beside the code of a refusal", "answer-status-ok",
			func(r reply) jsontree.Value {
				if r.ownCode() == 0 {
					return jsontree.Absent()
				}
				r.right = r.coded(r.ownCode(), refusalText)
				return r.with("ActionStatus", jsontree.String("FAIL"))
			}),
		answerFault("code-without-text", toSend, "refuses with a code of its own and no text", "answer-code-text",
			func(r reply) jsontree.Value {
				if r.ownCode() == 0 {
					return jsontree.Absent()
				}
				return r.coded(r.ownCode(), "")
			}),
	}
}

// decidingFaults are wrong in what they decide, or when.
func decidingFaults() []Fault {
	decides := func(c call) bool { return c.callback != nil && c.callback.Answer.Decides() }
	late := over(toSend, fault("fail-open-slow", "decides after 3 seconds, when the event has happened",
		[]string{answerTrip}, slowly(3*time.Second, decides)))
	unsteady := over(toSend, at("delivery-duplicate-now", fault("not-steady",
		"refuses a packet that it has allowed before", []string{"answer-steady"}, wavering)))
	byForm := at("eventtime-string", answerFault("decides-by-form", toSend,
		"refuses an event whose time is a string, which its rules take for none", "answer-same-as-ordinary",
		func(r reply) jsontree.Value {
			for _, p := range r.callback.Where(payloads.IsMilliseconds) {
				if r.ownCode() != 0 && r.packet.Get(p).Kind() == jsontree.KindString {
					return r.coded(r.ownCode(), refusalText)
				}
			}
			return jsontree.Absent()
		}))
	untold := over(toSend, at("neg-sign-wrong", fault("refuses-by-decision",
		"answers a forged request as it does an event that it refuses", []string{"behave-refusal-told"},
		spoiling(func(k *keptAnswer, _ request) bool {
			return k.status == http.StatusForbidden && k.callback != nil && k.callback.Answer.Decides()
		}, func(w http.ResponseWriter, _ request) {
			answer(w, http.StatusOK, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`)
		}))))
	echo := answerFault("echo-text", toC2C, "answers with the request's own ErrorInfo", "answer-echo",
		func(r reply) jsontree.Value {
			if r.packet.Get("ErrorInfo").Kind() != jsontree.KindString {
				return jsontree.Absent()
			}
			return r.with("ErrorInfo", r.packet.Get("ErrorInfo"))
		})
	info := answerFault("info-on-fixed", toFailed, "answers a text of success where the page fixes an empty ErrorInfo",
		"answer-fixed", func(r reply) jsontree.Value { return r.with("ErrorInfo", jsontree.String("success")) })
	code := answerFault("echo-code", toFailed, "answers with the request's own ErrorCode and ErrorInfo", "answer-echo",
		func(r reply) jsontree.Value {
			if r.packet.Get("ErrorCode").Kind() != jsontree.KindNumber {
				return jsontree.Absent()
			}
			r.right = r.with("ErrorCode", r.packet.Get("ErrorCode"))
			return r.with("ErrorInfo", r.packet.Get("ErrorInfo"))
		})
	code.Trips = []string{"resp-errorcode-zero", "resp-consistent", "answer-echo"}
	code.Blames = []string{"repeats the result"}
	return slices.Concat(codeFaults(), rewriteFaults(), namesFaults(), itemFaults(), []Fault{
		late, unsteady, byForm, untold, echo, info, code,
	})
}

// wavering refuses every other time that a packet comes.
func wavering(right http.Handler) http.Handler {
	odd := sharing(map[string]bool{})
	return answering(func(r reply) jsontree.Value {
		packet, refuses := r.packet.JSON(), false
		odd.change(func(all map[string]bool) map[string]bool {
			refuses, all[packet] = all[packet], !all[packet]
			return all
		})
		if r.ownCode() == 0 || !refuses {
			return jsontree.Absent()
		}
		return r.coded(r.ownCode(), refusalText)
	})(right)
}

// message is a message of one text.
func message(text string) jsontree.Value {
	return jsontree.Array(jsontree.Object(
		jsontree.M("MsgType", jsontree.String("TIMTextElem")),
		jsontree.M("MsgContent", jsontree.Object(jsontree.M("Text", jsontree.String(text)))),
	))
}
