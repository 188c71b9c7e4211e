package cause

import "strings"

// fieldRows are fields of another kind.
func fieldRows() []row {
	return []row{
		{
			id: "code-string", checks: "resp-errorcode-present", body: `"errorcode":"|"errorcode": "`,
			text: "ErrorCode is a string ({got})",
			fix: `send the number: "ErrorCode":0 without quotes. Go: int without ",string" in the tag; JavaScript: ` +
				`Number(code), ` +
				"not a template; PHP: (int)$code or JSON_NUMERIC_CHECK; Python: int(code); Java: int, not String.",
		},
		{
			id: "code-null", checks: "resp-errorcode-present", body: `"errorcode":null|"errorcode": null`,
			text: "ErrorCode is null",
			fix: `send "ErrorCode":0: Python 0 instead of None; PHP 0 instead of null; Java int instead of ` +
				`Integer; Go ` +
				`int instead of *int.`,
		},
		{
			id: "code-float", checks: "resp-errorcode-present",
			when: func(s Shown, _ *Run) bool {
				return strings.ContainsAny(s.Finding.Got, ".eE") && strings.Contains(s.Finding.Got, "number")
			},
			text: "ErrorCode is written as a fraction ({got})",
			fix: `send "ErrorCode":0: an integer type, not float, double or Decimal. Python int(code); Lua "%d"; PHP ` +
				`(int)$code; Go int.`,
		},
		{
			id: "code-bool", checks: "resp-errorcode-present",
			body: `"errorcode":false|"errorcode": false|"errorcode":true`,
			text: "ErrorCode is a boolean",
			fix:  `send "ErrorCode":0, the number.`,
		},
		{
			id: "info-null", checks: "resp-errorinfo-present", body: `"errorinfo":null|"errorinfo": null`,
			text: "ErrorInfo is null",
			fix: `send "ErrorInfo":"", an empty text: Python '' instead of None; PHP '' instead of null; Java ` +
				`"" instead ` +
				`of null.`,
		},
		{
			id: "info-type", checks: "resp-errorinfo-present",
			when: func(s Shown, _ *Run) bool { return s.Finding.Offset >= 0 },
			text: "ErrorInfo is no text ({got})",
			fix:  `send a text, empty on success: "ErrorInfo":"". An object or a list of errors goes into the log.`,
		},
		{
			id: "info-missing", checks: "resp-errorinfo-present", when: lacks("ErrorInfo"),
			text: "ErrorInfo is missing, which is what an encoder does that leaves out empty texts",
			fix: `send "ErrorInfo":"". Go: no omitempty; Jackson: no NON_EMPTY or NON_NULL with a null; JavaScript: ` +
				`undefined is ` +
				"left out.",
		},
		{
			id: "status-missing", checks: "resp-actionstatus-present", when: lacks("ActionStatus"),
			text: "ActionStatus is missing",
			fix: `send "ActionStatus":"OK" beside ErrorCode and ErrorInfo. A {"code":0,"msg":"ok"} of your own ` +
				`API is not ` +
				`read.`,
		},
		{
			id: "status-value", checks: "resp-actionstatus-present",
			text: "ActionStatus has another value than OK and FAIL ({got})",
			fix:  `send "ActionStatus":"OK", in capitals: not "ok", "Ok", "success", true or 0.`,
		},
	}
}
