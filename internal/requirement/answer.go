package requirement

// response is about the answer, whichever the callback is.
func response() []Requirement {
	return []Requirement{
		must("answer-status", "The status is 200.", overview).checked("resp-status-200", "resp-no-redirect"),
		must("answer-in-time", "The whole answer arrives within 2 seconds.", overview).
			checked("resp-under-2s", "resp-answer").played("delivery-latency"),
		must("answer-json", "The body is one JSON object in UTF-8.", overview).
			checked("resp-json", "resp-unwrapped", "resp-content-encoding"),
		must("answer-whole", "The answer is one whole HTTP response.", "HTTP/1.1 (RFC 9112)").
			checked("resp-framing", "resp-size", "behave-one-write"),
		must("answer-fields", "ActionStatus, ErrorCode and ErrorInfo are there, spelt so.", pages).
			checked("resp-case", "resp-actionstatus-present", "resp-errorcode-present", "resp-errorinfo-present"),
		must("answer-action-status", "ActionStatus is the text OK or FAIL.", pages).
			checked("resp-actionstatus-present", "resp-consistent"),
		must("answer-error-code", "ErrorCode is an integer.", pages).checked("resp-errorcode-present"),
		must("answer-error-info", "ErrorInfo is a text, empty where all is well.", pages).
			checked("resp-errorinfo-present"),
		must("answer-ok", "A callback after an event is answered with OK and 0: another code has no documented use.",
			pages).checked("resp-errorcode-zero"),
		must("answer-fixed", "Group.CallbackSendMsgException, whose packet has an ErrorCode, is answered with OK, 0 "+
			"and an "+
			"empty ErrorInfo.", "Webhook for Exceptions When Group Messages Are Sent (1047/49462)").
			checked("answer-fixed", "answer-echo"),
		should("answer-extra", "The answer has no other fields than its page lists.", "no page names "+
			"others").inferred().
			checked("resp-extra-fields"),
		should("answer-content-type", "Content-Type, where there is one, is JSON.", "usual; the page's sample has "+
			"none").
			inferred().checked("resp-content-type"),
	}
}

// decisions is about callbacks before an event, and the one whose answer carries a reply.
func decisions() []Requirement {
	return []Requirement{
		must("decide-code", "ErrorCode is 0, or one that the callback's page gives a meaning.", groupSend+" and its "+
			"siblings").
			checked("answer-code-documented"),
		should("decide-ok", "A refusal has status 200 and ActionStatus OK.", "samples of the callbacks before an "+
			"event").
			checked("answer-status-ok", "resp-status-200"),
		should("decide-text", "A code of one's own comes with a text, which the client shows.", groupSend).
			checked("answer-code-text"),
		must("decide-rewrite", "MsgBody and CloudCustomData change the message beside ErrorCode 0 only, in the form "+
			"of the "+
			"request.", groupSend).
			checked("answer-rewrite-code", "answer-rewrite-valid", "answer-rewrite-null", "answer-rewrite-size",
				"answer-rewrite-kept"),
		must("decide-members", "Whom an invitation or subscription leaves out is listed as plain texts beside "+
			"ErrorCode 0.",
			invites).checked("answer-names-list", "answer-names-known", "answer-names-code"),
		must("decide-items", "A friend request is decided in ResultItem, one entry for each friend; ErrorCode refuses "+
			"nothing.", friends).
			checked("answer-items-decide", "answer-items-present", "answer-items-fields", "answer-items-each",
				"answer-items-range"),
		must("decide-reply", "The answer to a chatbot's signal has RspData, a text.",
			"Chatbot Passthrough Message Callback (1047/59057)").checked("answer-reply-text"),
		must("decide-alike", "The same packet is decided alike, in whatever form it comes.", "it is one "+
			"event").inferred().
			checked("answer-same-as-ordinary", "answer-steady", "behave-steady"),
		must("decide-rightly", "The decision is the one that the application's rules ask for.", pages).
			checked("answer-expected"),
	}
}

// delivery is about time, repeated callbacks and their order.
func delivery() []Requirement {
	return []Requirement{
		should("answer-first", "The answer is sent first, and the work is done afterwards.", overview).
			checked("resp-under-2s").played("delivery-latency"),
		must("retry-same", "A callback that comes again gets the answer of the first time.",
			overview+", retry after a timeout").
			checked("behave-redelivery").played("delivery-duplicate-*", "delivery-client-abort"),
		must("retry-once", "A callback that comes again is processed once.", overview+", retry after a "+
			"timeout").inferred().
			checked("effect-once").played("delivery-duplicate-*"),
		must("stored-whole", "What is stored of a callback is what it says, in whichever form it comes.", pages).
			inferred().checked("effect-value", "effect-same-as-ordinary"),
		should("order-any", "Callbacks may come in any order, and one may be missing.", "no page promises an order").
			inferred().played("recall-before-send*", "withdraw-before-send", "withdraw-unknown-key"),
		must("pair-one-message", "A message that two callbacks tell of is one message.", pages).
			played("delivery-pair", "bot-and-send-pair", "bot-and-c2c-pair"),
		should("loop-none", "A chatbot does not answer what a chatbot has sent.", "the page of the chatbot callback "+
			"(1047/68953)").inferred().played("bot-from-bot", "bot-c2c-from-bot"),
		must("before-no-retry", "A callback before an event comes once: without a usable answer the event goes on, or "+
			"is "+
			"blocked where the console says so.", overview).
			checked("resp-answer", "resp-under-2s", "resp-json"),
		should("allow-list", "Chat's own addresses can be listed by the REST API, for a firewall.",
			"Obtaining Egress IP Addresses (1047/36742)").
			untested("it is about the network in front of the backend"),
	}
}
