package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// WriteCallbacks writes docs/callbacks.md: what there is to know at a glance about every callback.
func WriteCallbacks(w io.Writer) error {
	var page strings.Builder
	page.WriteString(callbacksHead)
	page.WriteString("\n| callback | short name | sent | the answer may | variants | page |\n|---|---|---|---|---|---|\n")
	var doubts strings.Builder
	for _, c := range chat.All() {
		read := "whole"
		if c.Doubt != "" {
			read = "in part"
			fmt.Fprintf(&doubts, "- `%s`: %s\n", c.Short, c.Doubt)
		}
		fmt.Fprintf(&page, "| [`%s`](%s) | [`%s`](callbacks/%[3]s.md) | %s | %s | %d | %s |\n", c.Name, c.URL, c.Short,
			sent(c), mayDecide(c), len(c.Variants()), read)
	}
	page.WriteString("\n## Families\n\nA family names several callbacks, wherever a callback can be named.\n\n" +
		"| family | callbacks |\n|---|---|\n")
	for _, f := range chat.Families() {
		fmt.Fprintf(&page, "| `%s` | %s |\n", f.Name, f.Doc)
	}
	page.WriteString(callbacksSources)
	page.WriteString(doubts.String())
	_, err := io.WriteString(w, page.String())
	return err
}

// sent is when a callback is sent.
func sent(c *payloads.Command) string {
	if chat.Matches(c, "before") {
		return "before: " + c.Title
	}
	return "after: " + c.Title
}

func mayDecide(c *payloads.Command) string {
	if !c.Answer.Decides() {
		return "only be OK"
	}
	return strings.Join(decisionsOf(c.Answer), ", ")
}

const callbacksHead = `# Callbacks

Every callback of Chat that timhook knows. Use the short name or the whole one. ` + "`timhook explain before-send`" + ` shows the
fields of a callback, their bounds and what may be answered; ` + "`timhook list variants`" + ` shows the variants.

` + "`test`, `demo` and `send all`" + ` play bot, send, recall and attr. ` + "`--callbacks before,c2c`" + ` or ` + "`callbacks:`" + ` in timhook.yaml
name those that your backend handles; ` + "`--callbacks all`" + ` are all of them.

Where the answer may refuse, reply or change something, Chat acts on it: ` + "`timhook explain`" + ` shows its codes.
`

const callbacksSources = `
## How sure it is

The fields, bounds and answers are those of the page behind each link. Where pages contradict each other or leave
something open, ` + "`timhook explain`" + ` says which reading is meant and whether it was observed or inferred. These
are less sure: their page could be read in part only, or it leaves a question open.

`
