package vectors

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// answers are right answers, one for each decision of each form, then the examples of the judge's checks and further
// wrong ones.
func answers() ([]Answer, error) {
	var commands []*payloads.Command
	for _, short := range answered() {
		c, err := chat.Lookup(short)
		if err != nil {
			return nil, err
		}
		commands = append(commands, c)
	}
	list := slices.Concat(decided(commands), examples(commands), mistakes())
	for i := range list {
		list[i].Wire = whole(list[i].Wire)
	}
	return list, nil
}

// decided are the reference backend's answers.
func decided(commands []*payloads.Command) []Answer {
	var list []Answer
	right := backend.NewAnswers()
	for _, c := range commands {
		packet, _ := jsontree.ParseLoose([]byte(c.Sample)) // a sample is JSON, as the tests of payloads see to
		for _, does := range backend.Decisions(c.Answer) {
			list = append(list, Answer{
				ID: "right-" + c.Short + "-" + does.String(), Doc: "a right answer: " + does.String(),
				Request: ordinaryID(c.Short), Wire: right.With(c.Name, packet, backend.Decision{Does: does}),
			})
		}
	}
	return list
}

// needMore are the checks whose wrong example is wrong only beside something else than the answer: how long it took, a
// limit of its length, or what the backend answered before.
func needMore() []string {
	return []string{
		"resp-answer", "resp-under-2s", "resp-size", "answer-steady", judge.SameAsOrdinary, "answer-expected",
	}
}

// examples are the examples of the judge's checks: each wrong one, and the right ones that are other than usual.
func examples(commands []*payloads.Command) []Answer {
	var list []Answer
	for _, c := range judge.Checks() {
		i := slices.IndexFunc(commands, func(command *payloads.Command) bool {
			// Where nothing is decided, its FAIL alone is wrong.
			return c.IsFor(command) && (c.ID != "resp-consistent" || command.Answer.Decides())
		})
		if c.Under != judge.Plain || c.HeldFor&judge.OnAccept == 0 || i < 0 || slices.Contains(needMore(), c.ID) {
			continue
		}
		request := ordinaryID(commands[i].Short)
		list = append(list, Answer{
			ID: "wrong-" + c.ID, Doc: "not so: " + c.Title, Request: request, Check: c.ID, Level: c.Level, Wire: c.Bad,
		})
		isThere := func(a Answer) bool { return whole(a.Wire) == whole(c.Good) && a.Request == request }
		if !slices.ContainsFunc(list, isThere) && whole(c.Good) != whole(judge.Canonical) {
			list = append(list, Answer{ID: "right-" + c.ID, Doc: c.Title, Request: request, Wire: c.Good})
		}
	}
	return list
}

// mistakes are answers that backends give when something is set up wrongly.
func mistakes() []Answer {
	const canonical = judge.Canonical
	wrong := func(id, check, doc, body string) Answer {
		return Answer{ID: "wrong-" + id, Doc: doc, Request: ordinaryID("send"), Check: check, Wire: body}
	}
	html := "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\n"
	return []Answer{
		wrong("empty", "resp-json", "no body", ""),
		wrong("null", "resp-json", "null", "null"),
		wrong("single-quotes", "resp-json", "a dictionary as Python prints it",
			strings.ReplaceAll(canonical, `"`, "'")),
		wrong("trailing-comma", "resp-json", "a comma behind the last member",
			strings.Replace(canonical, "}", ",}", 1)),
		wrong("truncated", "resp-json", "the object is cut off", canonical[:len(canonical)-1]),
		wrong("encoded-twice", "resp-unwrapped", "the object in a string", fmt.Sprintf("%q", canonical)),
		wrong("array", "resp-unwrapped", "the object in an array", "["+canonical+"]"),
		wrong("code-null", "resp-errorcode-present", "ErrorCode is null", strings.Replace(canonical, ":0", ":null", 1)),
		wrong("code-missing", "resp-errorcode-present", "no ErrorCode", `{"ActionStatus":"OK","ErrorInfo":""}`),
		wrong("status-missing", "resp-actionstatus-present", "no ActionStatus", `{"ErrorInfo":"","ErrorCode":0}`),
		wrong("info-null", "resp-errorinfo-present", "ErrorInfo is null", strings.Replace(canonical, `""`, "null", 1)),
		wrong("status-500", "resp-status-200", "a page of the web server", answerOf(html, "<h1>Error</h1>")),
	}
}

// whole is an answer with head and body; a text that has no head gets the usual one. Samples of long texts are written
// out.
func whole(text string) string {
	const usual, long = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", "(12 KB)"
	head, body, hasHead := strings.Cut(text, "\r\n\r\n")
	switch {
	case !hasHead:
		return answerOf(usual, text)
	case strings.Contains(body, long):
		return answerOf(usual, strings.Replace(body, long, strings.Repeat("x", 12<<10), 1))
	}
	return head + "\r\n\r\n" + body
}

func answerOf(head, body string) string {
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(body), body)
}
