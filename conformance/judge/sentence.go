package judge

import (
	"cmp"
	"fmt"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
)

// Sentence is the decision's effect in one plain sentence: "Chat would refuse this message; the sender sees 10101 and
// your text."
func (d *Decision) Sentence() string {
	event, asker := "this "+d.Event(), "the "+d.Asker()
	would := "Chat would "
	if d.Evidence == payloads.Inferred {
		would = "Chat would most likely "
	}
	switch d.Does {
	case payloads.Refuse:
		return would + "refuse " + event + "; " + asker + " " + d.sees() + "."
	case payloads.Drop:
		return would + "drop " + event + "; " + asker + " is told that all went well."
	case payloads.Rewrite:
		return would + "let " + event + " through with your " + phrase.And(d.Names) + " in place of " + asker + "'s."
	case payloads.Partly:
		if d.all {
			return would + "let nobody in: " + few(d.Names) + "."
		}
		return would + "let " + event + " through, but leave out " + few(d.Names) + "."
	case payloads.PerItem:
		return would + d.perItem(event)
	case payloads.Reply:
		return would + "hand your reply to " + asker + "."
	case payloads.Failed:
		return d.failed(event, asker)
	}
	return would + "let " + event + " through."
}

// Event is what is decided on, in a word or two: "message".
func (d *Decision) Event() string {
	if d.answer == nil {
		return "event"
	}
	return cmp.Or(d.answer.Event, "event")
}

// Asker is who asked for the event, waits for the answer and sees an error: "sender".
func (d *Decision) Asker() string {
	if d.answer == nil {
		return "client"
	}
	return cmp.Or(d.answer.Asker, "client")
}

// failed is what the event comes to where the answer is not usable.
func (d *Decision) failed(event, asker string) string {
	sure := ""
	if d.Evidence == payloads.Inferred {
		sure = "most likely "
	}
	switch {
	case d.onlyReplies():
		return fmt.Sprintf("Chat %stakes no reply from this answer (%s): %s gets nothing for %s.", sure, d.Why, asker,
			event)
	case d.ignored && d.Policy == BlockOnFailure:
		return fmt.Sprintf("Chat takes no decision from this answer (%s). Most likely %s goes through; whether the "+
			"console's policy, block, changes that is not documented.", d.Why, event)
	case d.ignored:
		return fmt.Sprintf("Chat takes no decision from this answer (%s), so %s %sgoes through.", d.Why, event, sure)
	case d.Policy == BlockOnFailure:
		return fmt.Sprintf("Chat cannot use this answer (%s). With the console's policy, block, %s is %snot let "+
			"through; %s sees %d.", d.Why, event, sure, asker, BlockedError)
	}
	return fmt.Sprintf("Chat cannot use this answer (%s). With the console's policy, pass, %s %sgoes through as if "+
		"you had allowed it.", d.Why, event, sure)
}

// sees is what who asked for a refused event sees.
func (d *Decision) sees() string {
	sees := "sees"
	if d.guessed {
		sees = "most likely sees"
	}
	switch {
	case d.strange:
		return fmt.Sprintf("sees neither %d nor your text", d.Code)
	case d.Shown != d.Code && d.Text != "":
		return fmt.Sprintf("%s error %d, and not your text", sees, d.Shown)
	case d.Shown != d.Code:
		return fmt.Sprintf("%s error %d", sees, d.Shown)
	case d.Text == "":
		return fmt.Sprintf("sees %d and no text", d.Shown)
	}
	return fmt.Sprintf("sees %d and your text", d.Shown)
}

// perItem follows "Chat would".
func (d *Decision) perItem(event string) string {
	var allowed, refused []string
	for _, i := range d.Items {
		if !i.IsRefused() {
			allowed = append(allowed, i.Name)
			continue
		}
		name := fmt.Sprintf("%s (%d)", i.Name, i.Code)
		if len(refused) == 0 && i.Text != "" {
			name = fmt.Sprintf("%s (%d and your text)", i.Name, i.Code)
		}
		refused = append(refused, name)
	}
	switch {
	case len(refused) == 0:
		return "let " + event + " through."
	case len(allowed) == 0:
		return "refuse " + event + ": " + few(refused) + "."
	}
	return "let " + event + " through for " + few(allowed) + ", and refuse " + few(refused) + "."
}
