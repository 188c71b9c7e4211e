package requirement

// endpoint is about the address that is configured in the console, and the connections to it.
func endpoint() []Requirement {
	return []Requirement{
		must("url-scheme", "The URL begins with http:// or https://.", console).
			played("url-with-path").checked("resp-answer"),
		must("url-public", "The URL leads to a public address: Chat reaches no private one.", overview).
			untested("timhook takes Chat's place beside the backend; whether the Internet reaches it only a sender " +
				"elsewhere can tell"),
		should("url-port", "A new URL does not have a port that begins with the old one's digits.", console).
			untested("it is about two URLs, one after the other; timhook sees one"),
		should("url-https", "The URL is one of HTTPS: over HTTP a request can be read and repeated on its way.",
			overview).untested("both are allowed, and on one's own machine a backend has no certificate; one that it " +
			"has is tried"),
		must("tls-certificate", "The certificate is one that a client without further settings accepts.", overview).
			played("tls-valid-cert", "tls-bad-cert").checked("resp-answer"),
		must("method-post", "A callback is a POST, and nothing else is taken for one.", pages).
			checked("behave-refuses-method", "behave-method-405").played("neg-method-*"),
		should("connection-kept", "The connection stays open for the next callback.", overview).
			checked("behave-keeps-connection").played("http-keepalive-reuse", "http-keepalive-idle"),
		must("connections-several", "Callbacks that come at the same time are all answered.",
			overview+"; persistent connections, several at once").inferred().
			checked("behave-accepts-connections", "behave-concurrency", "behave-side-by-side").
			played("delivery-concurrent-mixed", "upload-stalled"),
		should("content-type-any", "The body is read as JSON whatever Content-Type says, or where it is missing.",
			"no page names a Content-Type").inferred().played("http-content-type-*"),
		should("http-forms", "The body may come in chunks, slowly, or behind Expect: 100-continue.",
			"HTTP/1.1 (RFC 9112); no page excludes it").inferred().
			played("http-chunked", "http-slow-body", "http-expect-continue"),
		must("path-kept", "The configured path answers by itself, without a redirect.", overview).
			checked("resp-no-redirect", "behave-slash-redirect", "behave-path-404").played("url-with-path"),
		should("console-trial", "The console's trial of a URL is answered with 200.",
			"what it sends is on no page; two public receivers expect this (observed)").inferred().
			checked("behave-answers-trial").played("console-trial"),
	}
}

// query is about the parameters behind the URL.
func query() []Requirement {
	return []Requirement{
		must("query-sdkappid", "SdkAppid is compared with the application's own, and anything else is refused.", pages).
			checked("behave-refuses-identity").played("neg-sdkappid-*"),
		must("query-command", "CallbackCommand in the query tells which callback it is, also where the packet does "+
			"not.",
			pages+"; moderation and push packets have none on top").
			played("neg-command-*", "neg-sdkappid-wrong").checked("behave-ignores-unhandled"),
		must("query-contenttype", "contenttype is json, and may be missing.", overview).
			played("query-contenttype-*"),
		must("query-clientip", "ClientIP is any address, IPv6 among them.", pages).played("query-clientip-*"),
		must("query-platform", "OptPlatform is any of the listed values, and one that is not listed is no error.",
			overview).played("platform-*"),
		should("query-order", "The order of the parameters does not count.",
			"pages and captures have different orders").inferred().played("query-order-*"),
		should("query-unknown", "A parameter that is not known does not count: RequestId is on no page and was "+
			"captured.",
			"captures of several years").inferred().played("query-extra-*", "query-customer-param"),
	}
}

// signature is about Sign and RequestTime.
func signature() []Requirement {
	return []Requirement{
		must("sign-formula", "Sign is the SHA-256 of the token and RequestTime, in lower-case hexadecimal; any other "+
			"value "+
			"is refused.", overview).
			checked("behave-refuses-signature").played("neg-sign-*", "baseline-signed"),
		must("sign-needed", "With authentication on, a request without Sign or RequestTime is refused.", overview).
			checked("behave-refuses-signature").
			played("baseline-unsigned", "neg-both-missing", "neg-requesttime-missing", "neg-query-none"),
		must("sign-window", "A RequestTime more than a minute away from now is refused.", console).
			checked("behave-refuses-stale").played("neg-time-*", "edge-time-*"),
		must("sign-not-an-id", "Sign is no id of a callback: all of one second have the same.",
			"it covers token and RequestTime alone").inferred().
			checked("behave-same-sign").played("delivery-same-sign-other-body"),
		should("sign-refusal", "A refusal can be told from success: 4xx, or 200 with FAIL or another ErrorCode than 0.",
			"no page says how to refuse").inferred().checked("behave-refusal-form", "behave-refusal-told"),
		should("sign-constant-time", "Sign is compared in constant time.", "usual for secrets").inferred().
			untested("over a network the difference is smaller than the noise, so no test could fail for it"),
		must("token-kept-secret", "The token appears in no answer.", "usual for secrets").inferred().
			checked("resp-not-echo"),
	}
}

// packet is about what a backend has to read.
func packet() []Requirement {
	return []Requirement{
		must("packet-json", "The body is one JSON object, and anything else is refused without an effect.", overview).
			checked("behave-refuses-body").played("neg-json-*", "neg-body-form"),
		must("packet-layout", "Order of names, white space and escapes do not count.",
			"JSON (RFC 8259); pages and captures differ").
			played("body-compact-sorted", "body-pretty", "body-key-order-random", "body-escaped-*", "body-raw-utf8"),
		must("packet-utf8", "The text is UTF-8, with all its characters.", "JSON (RFC 8259, 8.1)").
			played("body-raw-utf8", "text-emoji*", "text-cjk"),
		must("packet-fields", "Every documented field is taken with every documented value, at its full "+
			"length.", pages).
			checked("resp-errorcode-zero").
			played("baseline-maximal", "groupid-*", "account-*", "elem-*", "text-max*", "attr-*", "topic-max-96"),
		must("packet-optional", "A field that is sent in one situation alone may be missing.", pages).
			played("baseline-minimal", "ccd-absent", "topic-absent", "msgid-absent"),
		must("packet-sample", "The page's own sample is accepted.", pages).played("baseline-doc-sample"),
		must("packet-unknown-field", "A field that is not known does not count: Chat has added fields over the years.",
			"pages and captures of several years").inferred().played("field-unknown-*"),
		must("event-time", "EventTime is in milliseconds, as a number or, from some pages about groups, as a text.",
			pages).played("eventtime-*"),
		should("enumeration-open", "A value that no page lists (a group type, a message element, a platform) is no "+
			"error.",
			"enumerations have grown").inferred().
			played("group-type-unlisted", "platform-unlisted", "field-unlisted-*", "elem-unknown*"),
		must("packet-odd", "What is odd, broken or too large is survived: no crash, no hang, no 5xx.",
			"anybody can send to a public URL").inferred().
			checked("behave-survives", "behave-stays-up", "behave-resumes").
			played("neg-body-*", "neg-type-*", "neg-field-*", "neg-json-depth-*", "neg-header-huge"),
		must("callback-unhandled", "A callback that the backend does not handle is answered calmly; the alarm "+
			"Alert.RequestOverLimit comes without a switch.", "Alert.RequestOverLimit (1047/60256)").
			checked("behave-ignores-unhandled").played("neg-command-unhandled", "neg-command-alert"),
	}
}
