package judge

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// IsFor reports whether the check is held for a callback; nil is one that nobody knows.
func (c *Check) IsFor(callback *payloads.Command) bool { return c.Where == nil || c.Where(callback) }

// IsOnDecision reports whether the check is on what an answer decides. Another packet may be decided otherwise, so
// that its finding says nothing about the rest of a run.
func (c *Check) IsOnDecision() bool { return c.Where != nil && !c.Where(nil) }

// The callbacks that checks are for.

func nothingDecides(c *payloads.Command) bool { return c == nil || !c.Answer.Decides() }

func decides(c *payloads.Command) bool { return !nothingDecides(c) }

// codeDecides is true of callbacks whose ErrorCode decides.
func codeDecides(c *payloads.Command) bool { return decides(c) && !may(payloads.PerItem)(c) }

// codePrevents is true of callbacks whose ErrorCode keeps the event from happening. Beside a code that only holds a
// reply back the backend has failed, as FAIL says.
func codePrevents(c *payloads.Command) bool { return codeDecides(c) && !may(payloads.Reply)(c) }

// codeRefuses is true of callbacks whose ErrorCode refuses with a text.
func codeRefuses(c *payloads.Command) bool {
	return c != nil && slices.ContainsFunc(c.Answer.Codes, isOwnCode)
}

// isOwnCode is true of a range of codes that Chat hands on, with the text beside it.
func isOwnCode(c payloads.Code) bool { return c.Does == payloads.Refuse && c.Error == 0 }

// may is true of callbacks whose answer may do this by a member of its own.
func may(does payloads.Decision) func(*payloads.Command) bool {
	return func(c *payloads.Command) bool { return c != nil && c.Answer.FieldThat(does) != nil }
}

// namesResult is true of callbacks that carry a result of their own under a name that the answer has, too.
func namesResult(c *payloads.Command) bool {
	return c != nil && (c.Field(errorInfo) != nil || c.Field(errorCode) != nil)
}

// isFixed is true of callbacks whose page fixes all that the answer says.
func isFixed(c *payloads.Command) bool { return c != nil && c.Answer.Fixed }

// HoldsMore reports whether answers to a callback are held to more than the three fields, so that [Canonical] need not
// be right.
func HoldsMore(c *payloads.Command) bool { return decides(c) || namesResult(c) }
