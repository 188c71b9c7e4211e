package backend

import (
	"strings"
	"unicode"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// rewriteFaults change a message in ways that Chat cannot read or does not look at.
func rewriteFaults() []Fault {
	// rewriting is for callbacks with a member of that kind that takes the place of the request's
	rewriting := func(kind jsontree.Kind, change func(reply, payloads.AnswerField) jsontree.Value) edit {
		return func(r reply) jsontree.Value {
			for _, f := range r.callback.Answer.Fields {
				if f.Does == payloads.Rewrite && f.Type.Kind == kind {
					return change(r, f)
				}
			}
			return jsontree.Absent()
		}
	}
	fixed := func(v jsontree.Value) edit {
		return rewriting(jsontree.KindArray, func(r reply, f payloads.AnswerField) jsontree.Value {
			return r.with(f.Name, v)
		})
	}
	return []Fault{
		answerFault("body-with-1", toSend, "rewrites a message beside the code of a refusal", "answer-rewrite-code",
			rewriting(jsontree.KindArray, func(r reply, f payloads.AnswerField) jsontree.Value {
				r.right = r.coded(1, "")
				return r.with(f.Name, message(rewriteText))
			})),
		answerFault("body-object", toSend, "rewrites a message with an element that is in no list",
			"answer-rewrite-valid", fixed(message(rewriteText).Item(0))),
		answerFault("body-empty", toSend, "rewrites a message with an empty list of elements", "answer-rewrite-valid",
			fixed(jsontree.Array())),
		at("text-emoji-bmp-out", answerFault("body-ascii", toSend,
			"rewrites a message with a copy of it that has ? for every letter beyond ASCII", "answer-rewrite-kept",
			rewriting(jsontree.KindArray, func(r reply, f payloads.AnswerField) jsontree.Value {
				return r.with(f.Name, jsontree.Raw(inASCII(r.packet.Get(f.Name).JSON())))
			}))),
		answerFault("body-null", toSend, "answers null for a message that it does not rewrite", "answer-rewrite-null",
			fixed(jsontree.Null())),
		answerFault("body-too-long", toSend, "rewrites a message with 13 KB", "answer-rewrite-size",
			fixed(message(strings.Repeat("far too long ", 1<<10)))),
		answerFault("custom-data-object", toSend, "rewrites the custom data with an object", "answer-rewrite-valid",
			rewriting(jsontree.KindString, func(r reply, f payloads.AnswerField) jsontree.Value {
				return r.with(f.Name, jsontree.Object(jsontree.M("checked", jsontree.Bool(true))))
			})),
	}
}

func inASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII {
			return '?'
		}
		return r
	}, text)
}

// namesFaults list those whom they refuse in ways that Chat does not read.
func namesFaults() []Fault {
	partly := func(change func(r reply, f payloads.AnswerField, first jsontree.Value) jsontree.Value) edit {
		return func(r reply) jsontree.Value {
			f := r.field(payloads.Partly)
			if f == nil {
				return jsontree.Absent()
			}
			names := asked(r.packet, *f)
			if len(names) == 0 {
				return jsontree.Absent()
			}
			return change(r, *f, names[0])
		}
	}
	names := func(of func(first jsontree.Value, f payloads.AnswerField) []jsontree.Value) edit {
		return partly(func(r reply, f payloads.AnswerField, first jsontree.Value) jsontree.Value {
			return r.with(f.Name, jsontree.Array(of(first, f)...))
		})
	}
	return []Fault{
		answerFault("list-of-objects", toInvite, "lists the refused as objects, in the form of the request",
			"answer-names-list", names(func(first jsontree.Value, f payloads.AnswerField) []jsontree.Value {
				return []jsontree.Value{jsontree.Object(jsontree.M(f.Member, first))}
			})),
		answerFault("list-wrong-name", toInvite, "lists the refused under a name that lacks an s",
			"answer-names-list", partly(func(r reply, f payloads.AnswerField, first jsontree.Value) jsontree.Value {
				return r.with("Refused"+f.Member, jsontree.Array(first))
			})),
		answerFault("list-stranger", toInvite, "lists somebody as refused who is not in the request",
			"answer-names-known", names(func(jsontree.Value, payloads.AnswerField) []jsontree.Value {
				return []jsontree.Value{jsontree.String("nobody-of-these")}
			})),
		answerFault("list-twice", toInvite, "lists somebody twice", "answer-names-known",
			names(func(first jsontree.Value, _ payloads.AnswerField) []jsontree.Value {
				return []jsontree.Value{first, first}
			})),
		answerFault("list-with-1", toInvite, "lists the refused beside the code that refuses all",
			"answer-names-code", partly(func(r reply, f payloads.AnswerField, first jsontree.Value) jsontree.Value {
				r.right = r.coded(1, "")
				return r.with(f.Name, jsontree.Array(first))
			})),
	}
}

// itemFaults have results that are not one for each entry, or that cannot be read.
func itemFaults() []Fault {
	items := func(change func([]jsontree.Value) []jsontree.Value) edit {
		return func(r reply) jsontree.Value {
			f := r.field(payloads.PerItem)
			if f == nil {
				return jsontree.Absent()
			}
			var all []jsontree.Value
			for _, m := range r.right.Get(f.Name).Members() {
				all = append(all, m.Value)
			}
			return r.with(f.Name, jsontree.Array(change(all)...))
		}
	}
	coded := func(code jsontree.Value) func([]jsontree.Value) []jsontree.Value {
		return func(all []jsontree.Value) []jsontree.Value {
			for i, item := range all {
				all[i] = reply{right: item}.with("ResultCode", code)
			}
			return all
		}
	}
	required := func(does payloads.Decision) edit {
		return func(r reply) jsontree.Value {
			f := r.field(does)
			if f == nil || !f.Required {
				return jsontree.Absent()
			}
			wrong, _ := r.right.Remove(jsontree.Path{f.Name})
			return wrong
		}
	}
	return []Fault{
		answerFault("items-missing", toBefriend, "answers the three fields where each item has a result",
			"answer-items-present", required(payloads.PerItem)),
		answerFault("items-short", toBefriend, "leaves the last result out", "answer-items-each",
			items(func(all []jsontree.Value) []jsontree.Value { return all[:max(0, len(all)-1)] })),
		answerFault("items-double", toBefriend, "answers the first result twice", "answer-items-each",
			items(func(all []jsontree.Value) []jsontree.Value { return append(all[:min(1, len(all))], all...) })),
		answerFault("items-code-string", toBefriend, "answers the code of a result as a string", "answer-items-fields",
			items(coded(jsontree.String("0")))),
		answerFault("items-code-1", toBefriend, "refuses an item with 1, which is no code of items",
			"answer-items-range", items(coded(jsontree.Int(1)))),
		answerFault("rsp-missing", toBot, "leaves out the text that goes back to the chatbot", "answer-reply-text",
			required(payloads.Reply)),
	}
}
