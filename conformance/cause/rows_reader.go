package cause

import "slices"

// readerRows are packets that are read less widely than Chat may write them, by the field.
func readerRows() []row {
	return slices.Concat(numberRows(), characterRows())
}

// lengthRows are texts and lists that are too long for a column, a check or a limit.
func lengthRows() []row {
	const long = "text-max* text-long-line ccd-large* attr-value-4000 attr-total-16000 topic-max-96 groupid-max-48 " +
		"account-max-32 attr-key-32 body-composite-many attr-sixteen at-thirty* recall-ten neg-body-1mb neg-body-16mb"
	return []row{
		{
			id: "body-limit", checks: answering, cases: long, status: "413",
			text: "the limit on a body is too small: with {varied} the answer is {answer}{ordinary}",
			fix: "allow 1 MB: Express express.json({limit: '1mb'}); nginx client_max_body_size 1m; PHP " +
				"post_max_size; Go http.MaxBytesReader(w, r.Body, 1<<20); Flask MAX_CONTENT_LENGTH. Chat's largest " +
				"packets have some 20 KB.",
		},
		{
			id: "body-read-once", checks: answering, cases: "text-max* text-long-line ccd-large* attr-total-16000 " +
				"attr-value-4000",
			when: func(s Shown, r *Run) bool { return r.accepted("text-ascii") || r.ordinaryAccepted(s.Callback) },
			text: "a long packet is not read whole, or a long text does not fit its column or a length check: with " +
				"{varied} the answer is {answer}{ordinary}",
			fix: "read the body to Content-Length or its end, not one chunk or one buffer (Node: collect all 'data' " +
				"events; Go: io.ReadAll, not one Read; Python rfile.read(length)). Store texts of 12 KB: MySQL " +
				"MEDIUMTEXT or TEXT, not VARCHAR(255).",
		},
		{
			id: "length", checks: answering, cases: long,
			text: "a value of the full documented length does not fit: with {varied} the answer is {answer}{ordinary}",
			fix: "make room in columns, length checks and regular expressions: UserID 32 bytes, GroupId 48, TopicId " +
				"96, an attribute's key 32 and value 4000, a text 12 KB, 30 mentions, 16 attributes.",
		},
	}
}

const unknownFieldFix = "ignore unknown fields: Go without DisallowUnknownFields; Jackson FAIL_ON_UNKNOWN_PROPERTIES " +
	"false; Pydantic extra='ignore'; zod without .strict(); serde without deny_unknown_fields; JSON Schema without " +
	"additionalProperties: false. Chat adds fields over time."

// hasTopic reports whether the callback has TopicId, whose values the cases vary.
func hasTopic(s Shown, _ *Run) bool {
	return s.Command == nil || s.Command.FieldOf("topic-id") != nil
}

// typeRows are values of another type than usual, and what does not fit the table that a handler has in mind.
func typeRows() []row {
	return []row{
		{
			id: "unknown-field", checks: answering,
			when: func(s Shown, _ *Run) bool { return isUnknownField(s.Command, s.Case) },
			text: "a field that the backend does not know is refused: with {varied} the answer is {answer}{ordinary}",
			fix:  unknownFieldFix,
		},
		{
			id: "wrong-type", checks: answering,
			cases: "neg-type-* neg-field-wrong-container random-string msgseq-string " +
				"onlineonly-bool onlineonly-2 random-negative recall-seq-string recall-plain-integers at-flag-string " +
				"attr-value-number ccd-object field-type-*",
			text: "a value of an unexpected type is not survived: with {varied} the answer is {answer}{ordinary}",
			fix: "check the type before use, and answer 400 or OK. Go: the ok of x.(string); Python isinstance; " +
				"JavaScript typeof, Array.isArray; PHP is_array; a try around the whole handler.",
		},
		{
			id: "beyond-documented", checks: answering,
			cases: "field-low-* field-high-* field-long-* field-empty-* field-unlisted-*",
			text:  "a value beyond what is documented is not survived: with {varied} the answer is {answer}{ordinary}",
			fix: "answer OK, or 400, and do not throw: an enum with a default for values that it does not have; a " +
				"list that is walked, since [0] of an empty one is an error; columns with room, or a text that is cut " +
				"before it is stored.",
		},
		{
			id: "coordinates", checks: answering, cases: "elem-location*",
			text: "a location is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "take Latitude and Longitude as any JSON number: with a fraction, without one (Python: int, not " +
				"float), negative, with an exponent.",
		},
		{
			id: "custom", checks: answering, cases: "elem-custom*",
			text: "TIMCustomElem is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "keep Data, Desc and Ext as texts: they need not be JSON, may be empty or missing, and hold what " +
				"the app wants. If you parse Data, catch the error.",
		},
		{
			id: "media", checks: answering, cases: "elem-image* elem-file* elem-video* elem-sound*",
			text: "a picture, file, video or voice message is read too narrowly: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "take every documented value: {varied}. ImageFormat is 1, 2, 3, 4 or 255, sizes may be 0, " +
				"renditions come in any number and order, file names are any text, and older SDKs leave out the " +
				"Url: no enum that throws.",
		},
		{
			id: "unknown-element", checks: answering, cases: "elem-unknown elem-stream elem-relay-*",
			text: "an element type that the backend does not know is not passed over: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "give the switch over MsgType a default branch that ignores the element. New types appear.",
		},
		{
			id: "element", checks: answering, cases: "elem-* body-composite* body-empty-array body-absent",
			text: "MsgBody is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "a message holds any number of elements of any type, in any order: walk over MsgBody, look at " +
				"MsgType, read MsgContent's fields with defaults, and ignore types that you do not handle. " +
				"MsgBody[0].MsgContent.Text is not always there.",
		},
		{
			id: "mentions", checks: answering, cases: "at-*",
			text: "GroupAtInfo is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "the list may be missing, empty, hold everyone (GroupAtAllFlag 1, without an account), the same " +
				"member twice, and 30 entries.",
		},
		{
			id: "attributes", checks: answering, cases: "attr-*",
			text: "GroupAttr or OptionType is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "OptionType may be set, modify, clear, delete, one that you do not know, or missing; GroupAttr may " +
				"be missing, null or empty; a value may be missing or empty; a key may be any text.",
		},
		{
			id: "recall", checks: answering, cases: "recall-*",
			text: "MsgSeqList is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "walk over all of MsgSeqList: one entry or many, in any order, with or without MsgId, for messages " +
				"that you know or not. A message that is not found is no error.",
		},
	}
}

// valueRows are documented values that the backend does not expect.
func valueRows() []row {
	return []row{
		{
			id: "account-form", checks: answering, cases: "account-* operator-*",
			text: "a UserID is held to a form that Chat does not promise: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "take any text of up to 32 bytes as a UserID: digits, symbols, @TLS#NOT_FOUND, both cases. No " +
				"regular expression, no parseInt, no lookup that throws for an unknown user.",
		},
		{
			id: "groupid-form", checks: answering, cases: "groupid-*",
			text: "a GroupId is held to a form that Chat does not promise: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "take any printable ASCII of up to 48 bytes as a GroupId: with or without @TGS#, digits, spaces, " +
				"quotes. No regular expression, no number; SQL with parameters.",
		},
		{
			id: "group-type", checks: answering, cases: "group-*",
			text: "a group type is not expected: with {varied} the answer is {answer}{ordinary}",
			fix: "take every Type as text: Public, Private and Work, ChatRoom and Meeting, AVChatRoom, Community, " +
				"and those to come. No enum that throws.",
		},
		{
			id: "topic", checks: answering, cases: "topic-*", when: hasTopic,
			text: "TopicId is read too narrowly: with {varied} the answer is {answer}{ordinary}",
			fix: "TopicId may be missing, empty (the same), assigned by Chat (@TGS#_…@TOPIC#_…) or the app's own, up " +
				"to 96 bytes.",
		},
		{
			id: "flag", checks: answering, cases: "onlineonly-* random-zero msgseq-* random-* msgtime-* msgid-*",
			text: "a documented value is not expected: with {varied} the answer is {answer}{ordinary}",
			fix: "take every value of the documented range: 0 is a value and not a missing field (JavaScript: x === " +
				"undefined, not !x; Python: is None; PHP: isset, not empty); MsgId is any text; times need not " +
				"agree with each other.",
		},
		{
			id: "text-filter", checks: answering, cases: "text-html-sql-template text-json-inside", status: "403 406",
			text: "a filter takes a text of a user for an attack: with {varied} the answer is {answer}{ordinary}",
			fix: "take the route out of the filter (WAF, mod_security, a sanitizer): users may write what they want, " +
				"and Chat passes it on as it is.",
		},
		{
			id: "text-form", checks: answering, cases: "text-*",
			text: "a text is not taken as it is: with {varied} the answer is {answer}{ordinary}",
			fix: "store and pass on text as data: SQL with parameters, templates without evaluation, HTML escaped on " +
				"output, no regular expression over it, no length in characters where bytes count; an empty text is " +
				"a text.",
		},
	}
}
