package lint

import (
	"cmp"
	"strings"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/envelope"
)

// readPacket reads the body and its command, which is that of the packet, or else of the query.
func (x *inspection) readPacket() {
	if x.isPacketUnknown() {
		x.named, _ = x.get(callbackCommand)
		return
	}
	x.text = payloads.ParsePacket(x.entry.Request.Body)
	inQuery, queried := x.get(callbackCommand)
	x.named = fields.CommandOf(x.text.Packet)
	if x.named == "" {
		x.named = cmp.Or(inQuery, envelope.Unnamed(x.entry.Request.Body))
		x.command = x.rules.command(x.named)
		return
	}
	x.mismatch = queried && x.named != inQuery
	if x.command = x.rules.command(x.named); x.command == nil && x.mismatch {
		if c := x.rules.command(inQuery); c != nil {
			x.named, x.command = inQuery, c
		}
	}
}

// isPacketUnknown reports whether there is no packet to judge, or only the beginning of one.
func (x *inspection) isPacketUnknown() bool {
	return x.entry.Request.Truncated || x.hides(hiddenBody) || x.hasNoBody()
}

// hasNoBody reports whether the method of the request is one without a body. Then the method alone is reported.
func (x *inspection) hasNoBody() bool {
	return !x.bare && len(x.entry.Request.Body) == 0 && x.entry.Request.Method != "" && x.entry.Request.Method != "POST"
}

// validate reports the problems that payloads finds, under its ids.
func (x *inspection) validate() {
	if x.isPacketUnknown() {
		return
	}
	problems := x.text.Problems
	if x.command != nil {
		var left map[string]payloads.Left
		problems, left = x.command.ValidateFirst(x.text, mostOfARule)
		x.leaveOut(left)
	}
	for _, p := range problems {
		if p.Path == "/"+commandField && x.mismatch {
			continue // the query has it
		}
		if p.ID == "packet-unknown-field" && x.isMerged(p.Path) {
			continue // another rule has them all
		}
		x.excuses = x.excuses || p.Level == payloads.Should && p.JustifiesRefusal()
		if x.leavesOut(x.rules.byID[p.ID], p.Level, p.Offset) {
			continue
		}
		message := x.masked(p.Message)
		switch {
		case x.holdsToken(p.Path):
			message = "leaves the documentation, and holds the token, so it is not shown"
		case p.ID == "packet-unknown-field" && p.Meant == "" && !strings.Contains(message, "; "):
			message += x.elsewhere(p.Path)
		}
		found := Problem{
			Path: x.maskedPointer(p.Path), Message: message, Source: p.Source,
		}
		if p.ID == "packet-missing-field" {
			x.excuse(&found)
		}
		x.add(x.rules.byID[p.ID], found, p.Offset)
	}
	if x.named == "" && x.bare && !x.text.Packet.IsAbsent() {
		x.add(x.rules.byID["packet-missing-field"], Problem{
			Path: "/" + commandField, Message: "is missing, so this is a packet of no callback",
		}, x.text.Packet.Start())
	}
}

// holdsToken reports whether a value holds the token, so that a quote of its beginning might end within it.
func (x *inspection) holdsToken(pointer string) bool {
	if x.options.Token == "" {
		return false
	}
	path, err := jsontree.ParsePath(pointer)
	return err == nil && strings.Contains(x.text.Packet.At(path).Text(), x.options.Token)
}

// elsewhere names another callback that has a field of that name.
func (x *inspection) elsewhere(path string) string {
	name := strings.TrimPrefix(path, "/")
	for _, c := range x.rules.commands {
		f := c.Field(name)
		switch {
		case f == nil || c == x.command:
		case f.Presence == payloads.Wild:
			return "; seen in the wild with " + c.Name
		default:
			return "; " + c.Name + " has it"
		}
	}
	return ""
}

// place is the place in the input of a byte of the request's or the answer's body.
func (x *inspection) place(answer bool, offset int) capture.Place {
	return x.entry.Place(answer, offset)
}
