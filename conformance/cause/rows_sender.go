package cause

// signRows are signatures that are checked too little.
func signRows() []row {
	const first = "Check Sign, RequestTime and SdkAppid before you read the packet. "
	return []row{
		{
			id: "sender-throws", checks: "behave-refusal-form", status: "5xx",
			cases: "neg-sdkappid-* neg-sign-* neg-time-* neg-both-missing neg-requesttime-missing baseline-unsigned " +
				"neg-query-*",
			text: "the check of the sender throws instead of refusing: with {varied} the answer is {answer}",
			fix: "look at the parameter before it is converted: a missing one, an empty one and abc are no numbers " +
				"(Python int('') raises, Java parseLong throws, a missing key is a KeyError). Then answer 403.",
		},
		{
			id: "sign-beginning", checks: refusing, cases: "neg-sign-truncated neg-sign-extended",
			text: "only a beginning of Sign is compared: {varied} is accepted",
			fix: "compare the whole texts, of 64 digits each: Go subtle.ConstantTimeCompare; Node timingSafeEqual " +
				"after comparing the lengths; PHP hash_equals; Python hmac.compare_digest. startsWith is no " +
				"comparison.",
		},
		{
			id: "sign-not-compared", checks: refusing, cases: "neg-sign-wrong neg-sign-other-token",
			text: "what Sign says is not compared: {varied} is accepted",
			fix: first + "Compare Sign with hex(SHA-256(token + RequestTime)) in constant time, all 64 digits. That " +
				"a Sign is there, or has the right length, proves nothing.",
		},
		{
			id: "sign-optional", checks: refusing,
			cases: "neg-both-missing neg-sign-missing neg-sign-empty baseline-unsigned",
			text:  "a callback without Sign is accepted: {varied}",
			fix:   first + "A missing or empty Sign is a refusal: the check must not stand inside `if (Sign)`.",
		},
		{
			id: "time-optional", checks: refusing, cases: "neg-requesttime-missing",
			text: "a callback without RequestTime is accepted",
			fix:  first + "A missing or empty RequestTime is a refusal, before Sign is computed from it.",
		},
		{
			id: "sign-empty-token", checks: refusing, cases: "neg-sign-empty-token",
			text: "a Sign made with an empty token is accepted, which anybody can make: the backend's token is empty",
			fix: "read the token at the start and refuse to start, or refuse every callback, where it is empty or " +
				"missing.",
		},
		{
			id: "sign-formula-too", checks: refusing, cases: "neg-sign-reversed neg-sign-hmac neg-sign-md5",
			text: "another formula than Chat's is accepted: {varied}",
			fix: "accept hex(SHA-256(token + RequestTime)) and nothing else. If Sign is not compared at all, this is " +
				"the first thing to add.",
		},
	}
}

// timeRows are RequestTime and SdkAppid that are checked too little.
func timeRows() []row {
	const first = "Check Sign, RequestTime and SdkAppid before you read the packet. "
	return []row{
		{
			id: "sign-other-time", checks: refusing, cases: "neg-sign-other-time",
			text: "Sign is not tied to RequestTime: the Sign of another second is accepted",
			fix: "compute Sign from the very text of RequestTime in the query, not from the present or a " +
				"rounded time.",
		},
		{
			id: "time-window", checks: refusing, cases: "neg-time-expired-* neg-time-future-*",
			text: "RequestTime is not held to a minute: {varied} is accepted",
			fix: "refuse where abs(now - RequestTime) > 60, in seconds and in both directions; compare with the " +
				"clock, and keep the clock right (NTP). An old callback could be sent again by anybody who has seen " +
				"it.",
		},
		{
			id: "time-number", checks: refusing, cases: "neg-time-*",
			text: "RequestTime is not read strictly: {varied} is accepted",
			fix: "take decimal digits only, in seconds, within a minute of now. Traps: parseInt('abc') is NaN, and " +
				"NaN > 60 is false; a number of 30 digits overflows; PHP (int)'abc' is 0; one in milliseconds is no " +
				"second.",
		},
		{
			id: "appid-optional", checks: refusing,
			cases: "neg-sdkappid-missing neg-sdkappid-empty neg-sdkappid-nonnumeric",
			text:  "SdkAppid is not checked where it is missing or unreadable: {varied} is accepted",
			fix: first + "Refuse unless the query's SdkAppid is your application's. It is spelt SdkAppid, with a " +
				"small ppid; a missing or empty one is a refusal.",
		},
		{
			id: "appid-lax", checks: refusing, cases: "neg-sdkappid-*",
			text: "SdkAppid is read laxly: {varied} is accepted",
			fix: "compare the text of the only SdkAppid of the query with your own. Number('01400…'), trim and the " +
				"last of several values take too much.",
		},
		{
			id: "query-none", checks: refusing, cases: "neg-query-none",
			text: "a callback without any query is accepted: neither Sign nor SdkAppid is asked for",
			fix:  first + "Refuse where SdkAppid, or with a token Sign and RequestTime, are missing from the query.",
		},
		{
			id: "sign-lax", checks: refusing, cases: "neg-sign-*",
			text: "{varied} is accepted", fix: "compare the only Sign of the query, all of it, with " +
				"hex(SHA-256(token + RequestTime)).",
		},
	}
}
