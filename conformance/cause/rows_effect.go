package cause

// effectRows are events that were answered OK and stored otherwise than they should be.
func effectRows() []row {
	return []row{
		{
			id: "stored-again", checks: "effect-once",
			text: "the event is stored again when it is delivered again: {got}",
		},
		{
			id: "not-stored", checks: "effect-same-as-ordinary effect-value", each: true,
			when: func(s Shown, _ *Run) bool { return s.Finding.Got == "nothing stored" },
			text: "a callback is answered OK and nothing is stored of it: {varied}",
			fix: "look into the log of the handler for an error that is not answered as one, and store what you " +
				"answer OK to. Read the field that the case varies in the form that it has there.",
		},
		{
			id: "stored-otherwise", checks: "effect-same-as-ordinary effect-value", each: true,
			text: "a callback is answered OK and stored otherwise ({varied}): {got}",
		},
	}
}
