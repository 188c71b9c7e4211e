package cause

// numberRows are numbers and fields that are read too narrowly.
func numberRows() []row {
	return []row{
		{
			id: "time-ahead", checks: answering, cases: "msgtime-2038 eventtime-future-ms", status: "4xx 200",
			when: func(_ Shown, r *Run) bool {
				return r.accepted("random-uint32-max") || r.accepted("eventtime-max-safe")
			},
			text: "a time that lies ahead is refused: with {varied} the answer is {answer}{ordinary}",
			fix: "do not hold MsgTime and EventTime against the clock, in no direction: they may differ from it and " +
				"from each other. RequestTime alone has a window.",
		},
		{
			id: "int32", checks: answering,
			cases: "random-int32-over random-real random-uint32-max msgseq-uint32-max " +
				"msgtime-2038",
			text: "a number above 2147483647 does not fit the integer of 32 bits that it is read into or stored in: " +
				"with {varied} the answer is {answer}{ordinary}",
			fix: "use 64 bits, or 32 without a sign: Go uint32 or int64; Java and Kotlin long; C# long; SQL BIGINT " +
				"(MySQL INT UNSIGNED); Protobuf uint32. Random, MsgSeq and MsgTime go up to 4294967295.",
		},
		{
			id: "int53", checks: answering, cases: "eventtime-max-safe elem-file-size-big",
			text: "with {varied} the answer is {answer}{ordinary}: the number is too large for its type or for a " +
				"range check",
			fix: "use integers of 64 bits (Go int64, Java long, SQL BIGINT), and do not limit the range: EventTime " +
				"is in milliseconds, FileSize in bytes and may exceed 4 GiB.",
		},
		{
			id: "eventtime-string", checks: answering, cases: "eventtime-string",
			text: "EventTime comes as a string, too, and is read as a number only: the answer is {answer}{ordinary}",
			fix: "take a number and a string of digits. Go: json.Number with a custom UnmarshalJSON, or any; " +
				"Pydantic int | str; Java: JsonNode.asLong(); TypeScript Number(x); PHP (int)$x. The page's own " +
				"sample has a string.",
		},
		{
			id: "eventtime-form", checks: answering, cases: "eventtime-integer eventtime-float-form eventtime-zero " +
				"eventtime-future-ms",
			text: "{varied} is not read: the answer is {answer}{ordinary}",
			fix: "read EventTime as any JSON number of milliseconds, or a string of digits, without a check of its " +
				"range: it may be an hour ahead, 0, or have an exponent.",
		},
		{
			id: "field-granted", checks: "behave-survives resp-status-200",
			cases: "neg-body-empty-object console-trial",
			when:  func(_ Shown, r *Run) bool { return len(r.missingFields()) > 0 },
			text: "fields are taken for granted that may be missing ({missing}); an empty object lacks them all: " +
				"{answer}{ordinary}",
			fix: "read them with a default. Python packet.get('{missing}') instead of packet['…'] (KeyError); PHP ?? " +
				"null; JavaScript x?.y; Java optional fields or a null check; Pydantic `= None`; a table with a " +
				"default for values that it does not have.",
		},
		{
			id: "absent", checks: answering, when: isAnswered,
			cases: "eventtime-absent msgid-absent msgid-empty operator-absent onlineonly-absent neg-field-missing " +
				"field-absent-*",
			text: "a field is taken for granted that may be missing: with {varied} the answer is {answer}{ordinary}",
			fix: "read it with a default. Python packet.get('MsgId') instead of packet['MsgId'] (KeyError); PHP ?? " +
				"null; JavaScript x?.y; Java optional fields or a null check; Pydantic `= None`; JSON Schema: not " +
				"in required.",
		},
	}
}

// characterRows are texts that are read too narrowly.
func characterRows() []row {
	return []row{
		{
			id: "absent", checks: answering, when: isAnswered,
			cases: "topic-absent ccd-absent at-absent attr-clear-absent attr-delete-key-only attr-option-absent " +
				"recall-no-msgid recall-mixed-msgid recall-msgid-only elem-content-absent elem-type-absent " +
				"body-absent msgseq-absent at-flag-absent elem-sound-legacy elem-file-legacy elem-video-legacy " +
				"elem-custom-data-only elem-image-one-rendition",
			text: "a field is taken for granted that may be missing: with {varied} the answer is {answer}{ordinary}",
			fix: "read it with a default. Python entry.get('value') instead of entry['value'] (KeyError); PHP ?? " +
				"null; JavaScript x?.y; Java optional fields or a null check; Pydantic `= None`; JSON Schema: not " +
				"in required.",
		},
		{
			id: "null", checks: answering, cases: "neg-field-null ccd-null topic-null attr-clear-null field-null-*",
			text: "a null is not expected: with {varied} the answer is {answer}{ordinary}",
			fix: "treat null like a missing field. Python (x.get('a') or {}); JavaScript ??; PHP ??; Java null " +
				"checks; Go pointers or zero values.",
		},
		{
			id: "emoji", checks: answering, cases: "text-emoji* ccd-unicode attr-value-unicode",
			text: "an emoji, which has four bytes in UTF-8, is not stored or not read: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "store text in utf8mb4: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, and charset=utf8mb4 in the " +
				"connection. MySQL's utf8 has three bytes only. Elsewhere: do not filter by [^\\u0000-\\uFFFF], and " +
				"read and write UTF-8, not the system's code page.",
		},
		{
			id: "non-ascii", checks: answering,
			cases: "text-cjk text-rtl text-combining text-zero-width body-raw-utf8 " +
				"account-non-ascii",
			text: "text that is not ASCII is not read: with {varied} the answer is {answer}{ordinary}",
			fix: "read the body as UTF-8 and store it as UTF-8: Python body.decode('utf-8'), not ascii or latin-1; " +
				"Java StandardCharsets.UTF_8; MySQL utf8mb4; no cut by bytes in the middle of a character.",
		},
		{
			id: "nul", checks: answering, cases: "text-nul elem-face-control text-control",
			text: "a control character in a text is not stored or not read: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "PostgreSQL's text and jsonb take no NUL: strip U+0000 before storing, or store bytea. Do not split " +
				"or match texts at control characters.",
		},
		{
			id: "surrogate", checks: answering, cases: "text-lone-surrogate text-invalid-utf8",
			text: "text that is no valid Unicode is not survived: with {varied} the answer is {answer}{ordinary}",
			fix: "decode and store with replacement: Python errors='replace' (an escaped \\ud83d alone raises only " +
				"when it is encoded: 'surrogates not allowed'); PHP JSON_INVALID_UTF8_SUBSTITUTE; or answer 400.",
		},
		{
			id: "ccd-json", checks: answering,
			cases: "ccd-odd-text ccd-plain ccd-empty ccd-broken-json-text ccd-json-text " +
				"ccd-large-escapes",
			text: "CloudCustomData is parsed as JSON, or its text is taken apart: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "keep CloudCustomData as the text that it is. It may be empty, plain words, JSON or half of it; if " +
				"you parse it, catch the error.",
		},
	}
}
