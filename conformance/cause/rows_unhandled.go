package cause

const clientIPFix = "take ClientIP as a text that may be missing, empty, IPv4 or IPv6; a column of 45 characters; no " +
	"regular expression for IPv4."

// unhandledRows are callbacks that a backend need not handle, and that it refuses for something else.
func unhandledRows() []row {
	const unhandled = "behave-ignores-unhandled"
	return []row{
		{
			id: "client-ip", checks: unhandled, cases: "neg-command-alert",
			when: failsOtherwise("query-clientip-absent"),
			text: "a callback without ClientIP is refused, whichever it is: an alarm never has it, and draws {answer}",
			fix:  clientIPFix,
		},
		{
			id: "unknown-field", checks: unhandled, cases: "neg-command-unhandled",
			when: failsOtherwise("field-unknown-scalar"),
			text: "a field that the backend does not know is refused, before it sees that it does not handle the " +
				"callback: the answer is {answer}{ordinary}",
			fix: unknownFieldFix,
		},
	}
}

// failsOtherwise is true where the backend lets unknown commands pass, and fails in another case with what this one has
// as well: then that is the cause, and not the command.
func failsOtherwise(id string) func(Shown, *Run) bool {
	return func(_ Shown, r *Run) bool { return r.accepted("neg-command-unknown") && r.failed(id) }
}
