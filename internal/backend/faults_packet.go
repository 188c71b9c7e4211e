package backend

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// fieldReaderFaults read fields as one language or another makes it easy.
func fieldReaderFaults() []Fault {
	status, both := []string{statusTrip}, []string{statusTrip, survivesTrip}
	return []Fault{
		blamed("eventtime-text-only", "refuses an EventTime that is a number", "baseline-minimal",
			[]string{"EventTime"}, status,
			failing(400, func(c call) bool { return c.has("EventTime") && !c.isText("EventTime") })),
		blamed("needs-custom-data", "throws a KeyError where CloudCustomData is missing", "baseline-minimal",
			[]string{"CloudCustomData"}, status,
			throws(lacks("CloudCustomData", sendMessage, botMessage))),
		blamed("eventtime-struct", "unmarshals EventTime into an int64, which refuses a string", "eventtime-string",
			[]string{"EventTime", "string"}, status,
			says(400, "json: cannot unmarshal string into Go struct field Packet.EventTime of type int64",
				func(c call) bool { return c.isText("EventTime") })),
		blamed("int32-msgseq", "stores MsgSeq in a column of 32 bits with a sign", "msgseq-uint32-max",
			[]string{"32 bits"}, status, throws(above("MsgSeq", math.MaxInt32))),
		blamed("random-int", "unmarshals Random into an int32", "random-uint32-max", []string{"32 bits"}, status,
			says(400, "json: cannot unmarshal number into Go struct field Packet.Random of type int32",
				above("Random", math.MaxInt32))),
		blamed("random-falsy", "takes Random 0 for a missing field", "random-zero", []string{"0 is a value"}, status,
			failing(400, func(c call) bool { return string(c.fields["Random"]) == "0" })),
		blamed("userid-pattern", "holds From_Account to letters, digits and underscores", "account-symbols",
			[]string{"UserID"}, status, failing(400, unlike("From_Account", `^[A-Za-z0-9_]+$`))),
		blamed("userid-lookup", "throws over an operator that is not among its users", "account-not-found",
			[]string{"UserID"}, status,
			throws(func(c call) bool { return string(c.fields["Operator_Account"]) == `"@TLS#NOT_FOUND"` })),
		blamed("groupid-pattern", "holds GroupId to ids that Chat assigned", "groupid-uuid", []string{"GroupId"},
			status,
			failing(400, unlike("GroupId", `^@TGS#`))),
		blamed("option-enum", "throws over an OptionType that is not in its enum", "attr-option-unknown",
			[]string{"OptionType"}, both, throws(hasOtherOption)),
		blamed("strict-model", "has a validator that refuses unknown fields with 422", "field-unknown-scalar",
			[]string{"unknown fields"}, []string{statusTrip, ignoresTrip},
			says(422, `{"detail":[{"type":"extra_forbidden","msg":"Extra inputs are not permitted"}]}`,
				hasUnknownField)),
		blamed("mention-account", "throws over a mention of everyone, which names no "+
			"member", "at-all", []string{"GroupAtInfo"},
			both, throws(lacksIn("GroupAtInfo", "GroupAt_Account"))),
	}
}

// says answers a status with a text of its own.
func says(code int, text string, over condition) wrapper {
	isOver := func(k *keptAnswer, r request) bool { return k.accepts() && over(callOf(r)) }
	return spoiling(isOver, func(w http.ResponseWriter, _ request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	})
}

// unlike is for packets with a text in the field that does not match the expression.
func unlike(field, expression string) condition {
	pattern := regexp.MustCompile(expression)
	return func(c call) bool {
		var text string
		return c.isText(field) && json.Unmarshal(c.fields[field], &text) == nil && !pattern.MatchString(text)
	}
}

func hasOtherOption(c call) bool {
	known := []string{`"set"`, `"modify"`, `"clear"`, `"delete"`}
	return c.isOf(attributes) && c.fields != nil && !slices.Contains(known, string(c.fields["OptionType"]))
}

// textFaults stumble over texts that users write.
func textFaults() []Fault {
	status, both := []string{statusTrip}, []string{statusTrip, survivesTrip}
	return []Fault{
		blamed("utf8-text", "stores texts in MySQL's utf8", "text-emoji-bmp-out", []string{"utf8mb4"}, status,
			throws(func(c call) bool { return hasRune(c.packet, func(r rune) bool { return r > 0xffff }) })),
		blamed("ascii-body", "decodes the body as ASCII", "body-raw-utf8", []string{"UTF-8"}, both,
			throws(func(c call) bool { return bytes.ContainsFunc(c.packet, func(r rune) bool { return r > 127 }) })),
		blamed("varchar-255", "stores a text in 255 characters", "text-max", []string{"VARCHAR"}, both,
			throws(longer(255))),
		blamed("limit-8k", "answers 413 to a body of more than 8 KB", "text-max", []string{"bodies of", "limit"},
			status,
			failing(413, func(c call) bool { return len(c.packet) > 8<<10 && len(c.packet) < 1<<18 })),
		blamed("one-read", "takes the first 4096 bytes for the whole body", "text-max", []string{"bodies of", "read " +
			"them whole"}, status,
			failing(400, func(c call) bool { return len(c.packet) > 4096 && len(c.packet) < 1<<18 })),
		blamed("text-required", "refuses an empty text", "text-empty", []string{"empty text"}, status,
			failing(400, func(c call) bool { return bytes.Contains(c.packet, []byte(`"Text":""`)) })),
		blamed("sql-quote", "builds its SQL from texts", "text-html-sql-template", []string{"SQL with parameters"},
			status,
			throws(inText("' OR "))),
		blamed("waf-text", "has a filter that takes a script in a text for an attack", "text-html-sql-template",
			[]string{"WAF"}, status, failing(403, inText("<script"))),
		blamed("by-pattern", "finds CallbackCommand in the text of the packet, without blanks", "body-pretty",
			[]string{"JSON parser"}, status,
			failing(400, func(c call) bool { return bytes.Contains(c.packet, []byte(`"CallbackCommand": `)) })),
	}
}

func hasRune(packet []byte, is func(rune) bool) bool {
	v, ok := parse(packet)
	return ok && strings.ContainsFunc(v.JSON(), is)
}

// inText is for messages whose first text holds one of the parts.
func inText(parts ...string) condition {
	return func(c call) bool {
		text := firstText(c)
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
	}
}

func longer(most int) condition { return func(c call) bool { return len(firstText(c)) > most } }

func firstText(c call) string {
	for _, entry := range c.entries("MsgBody") {
		var content struct{ Text string }
		if json.Unmarshal(entry["MsgContent"], &content) == nil && content.Text != "" {
			return content.Text
		}
	}
	return ""
}

// elementFaults take the first element of a message for a text, or know no others than these.
func elementFaults() []Fault {
	status, both := []string{statusTrip}, []string{statusTrip, survivesTrip}
	return []Fault{
		blamed("first-is-text", "takes MsgBody[0].MsgContent.Text for granted", "elem-face", []string{"MsgBody"}, both,
			throws(func(c call) bool {
				list := c.entries("MsgBody")
				return len(list) > 0 && !bytes.Contains(list[0]["MsgContent"], []byte(`"Text"`))
			})),
		blamed("one-element", "throws over a message of several elements", "body-composite",
			[]string{"more than 1 element in MsgBody"}, both,
			throws(func(c call) bool { return len(c.entries("MsgBody")) > 1 })),
		blamed("media-first", "downloads videos, voices and files before it answers", "elem-video",
			[]string{"TIMSoundElem", "TIMVideoFileElem", "behind the answer"}, []string{answerTrip, survivesTrip},
			slowly(3*time.Second, ofType("Sound", "VideoFile", "File"))),
		blamed("type-enum", "reads Type into an enum of four names", "group-community", []string{"group type"}, both,
			throws(func(c call) bool {
				kind := strings.Trim(string(c.fields["Type"]), `"`)
				return kind != "" && !slices.Contains([]string{"Public", "Private", "ChatRoom", "AVChatRoom"}, kind)
			})),
		blamed("element-switch", "throws in the default branch over MsgType", "elem-unknown",
			[]string{"default branch"},
			status, throws(ofOtherType)),
		blamed("custom-needs-ext", "throws a KeyError over custom data without Ext", "elem-custom-data-only",
			[]string{"missing"}, status, throws(func(c call) bool {
				return slices.ContainsFunc(c.entries("MsgBody"), func(e map[string]json.RawMessage) bool {
					return string(e["MsgType"]) == `"TIMCustomElem"` &&
						!bytes.Contains(e["MsgContent"], []byte(`"Ext"`))
				})
			})),
		blamed("dispatch-table", "throws over a command that its table of handlers does not have",
			"neg-command-unknown",
			[]string{"default branch"}, []string{survivesTrip},
			throws(func(c call) bool { return c.query.Has("CallbackCommand") && !c.isOf() })),
	}
}

// ofType is for messages with an element of one of the types.
func ofType(names ...string) condition {
	return func(c call) bool {
		return slices.ContainsFunc(c.entries("MsgBody"), func(e map[string]json.RawMessage) bool {
			return slices.ContainsFunc(names, func(n string) bool { return string(e["MsgType"]) == `"TIM`+n+`Elem"` })
		})
	}
}

func ofOtherType(c call) bool {
	known := []string{
		"", "Text", "Location", "Face", "Custom", "Sound", "Image", "File", "VideoFile", "Relay",
		"Stream",
	}
	return slices.ContainsFunc(c.entries("MsgBody"), func(e map[string]json.RawMessage) bool {
		name := strings.TrimSuffix(strings.TrimPrefix(strings.Trim(string(e["MsgType"]), `"`), "TIM"), "Elem")
		return !slices.Contains(known, name)
	})
}
