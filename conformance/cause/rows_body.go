package cause

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// bodyRows are bodies that are no packet, by how they begin.
func bodyRows() []row {
	const json = "resp-json"
	return []row{
		{
			id: "lookalike", checks: json + " resp-case resp-actionstatus-present", when: looksAlike,
			text: "the answer holds a character that only looks like the right one: {got}",
			fix: "type it again on a keyboard set to English (quotes, colon, comma, Latin letters), or let the JSON " +
				"encoder write the answer; an editor or a chat that replaces quotes is the usual source.",
		},
		{
			id: "bom-and-more", checks: json, when: markedWord,
			text: "the answer begins with a byte order mark, and its text is not a packet either",
			fix: `save the source files as UTF-8 without a BOM (PHP: also every included file), and answer ` +
				`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} as JSON instead of a word.`,
		},
		{
			id: "jsonp", checks: json, when: func(s Shown, _ *Run) bool { return jsonp().Match(body(s)) },
			text: "the packet stands in the call of a function (JSONP)",
			fix:  "answer the object alone: res.json, not res.jsonp; no callback parameter.",
		},
		{
			id: "field-twice", checks: json,
			when: func(s Shown, _ *Run) bool { return strings.Contains(s.Finding.Want, "once") },
			text: "a field is written twice: {got}",
			fix: "write each field once: build one object and encode it, instead of joining texts or merging two " +
				"answers.",
		},
		{
			id: "php-notice", checks: json, body: "<b>warning</b>|<b>notice</b>|<b>deprecated</b>|<b>fatal error</b>|" +
				"warning: undefined|notice: undefined|deprecated: |php warning:|parse error:",
			text: "PHP has written a message before the packet: {got}",
			fix: "cure what it names (isset or ?? for an undefined key), and set display_errors=Off, log_errors=On: " +
				"a message in the answer makes it no JSON.",
		},
		{
			id: "empty", checks: json, when: func(s Shown, _ *Run) bool { return s.Exchange != nil && blank(s) },
			text: "the handler returns without writing an answer: {got} under 200",
			fix: `write {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} in every branch. Node: ` +
				`res.end(JSON.stringify(…)); ` +
				"Express: res.json(…), not res.end(); PHP: echo json_encode(…) (it gives false for invalid UTF-8); " +
				"Java: not void; Go: write before return.",
		},
		{
			id: "xml", checks: json, when: starts("<"), body: "<xml|<?xml",
			text: "the answer is XML, as other platforms want it",
			fix:  `answer JSON: {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}.`,
		},
		{
			id: "html", checks: json, body: "<html|<!doctype|<head|<body",
			text: "an HTML page is answered instead of the packet: a default route, a login or an error page, or the " +
				"index.html of a single-page app that takes every path",
			fix: "see that the URL leads to the handler: the path, POST, the proxy's fallback (try_files … " +
				"/index.html). Then answer through the JSON encoder.",
		},
		{
			id: "bom", checks: json, when: starts("\xEF\xBB\xBF"),
			text: "the answer begins with a byte order mark",
			fix: "save the source files as UTF-8 without a BOM (PHP: also every included file, nothing before " +
				"<?php); .NET: new UTF8Encoding(false).",
		},
	}
}

// notationRows are answers in another notation than JSON.
func notationRows() []row {
	const json = "resp-json"
	return []row{
		{
			id: "python-dict", checks: json, when: starts("{'"),
			text: "a Python dict, or JavaScript source, is written in place of JSON: single quotes",
			fix: "encode it: json.dumps(answer), not str(answer) or an f-string; jsonify(answer) in Flask; " +
				"JSON.stringify.",
		},
		{
			id: "encoded-twice", checks: json + " resp-unwrapped", when: starts(`"`, 1),
			text: "the packet is encoded twice: the body is a JSON string that holds the packet",
			fix: "encode once. Express: res.json(object), not res.json(JSON.stringify(object)); FastAPI and Flask: " +
				"return the dict, not json.dumps(…); Spring: return the object, not a String through the converter; " +
				"Laravel: response()->json($array).",
		},
		{
			id: "debug-print", checks: json,
			body: "array(|stdclass|object(|string(2)|[actionstatus]|map[|{actionstatus:",
			text: "a debug print is written in place of JSON: {got}",
			fix: "encode the answer: PHP json_encode, not var_dump or print_r; Go json.Marshal, not %v; JavaScript " +
				"JSON.stringify.",
		},
		{
			id: "array-root", checks: json + " resp-unwrapped", when: starts("[", 1),
			text: "the packet stands in a list", fix: "answer the object itself, without [ ] around it.",
		},
		{
			id: "null-root", checks: json, when: starts("null", 1),
			text: "null is answered: the handler returns nothing, and the encoder writes that",
			fix:  "return the three fields in every branch; Python: a function without return gives None.",
		},
		{
			id: "plain-ok", checks: json, when: func(s Shown, _ *Run) bool { return isWord(s) },
			text: "a word is answered in place of the packet: {got}",
			fix: `answer {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} as JSON: Express res.json(…), not ` +
				`res.send('OK') or ` +
				"res.sendStatus(200); Go: json, not fmt.Fprint(w, \"ok\").",
		},
		{
			id: "comma", checks: json, when: hasComma,
			text: "the JSON is put together by hand: it has a comma before a closing brace",
			fix:  "write the answer through the JSON encoder and not by a template or by joining texts.",
		},
		{
			id: "js-source", checks: json, when: func(s Shown, _ *Run) bool { return bareName().Match(body(s)) },
			text: "the source of an object is written in place of JSON: names without quotes",
			fix:  "encode it: JSON.stringify(answer), not a template or util.inspect.",
		},
		{
			id: "not-utf8", checks: json, when: func(s Shown, _ *Run) bool { return !utf8.Valid(body(s)) },
			text: "the answer is not UTF-8: {got}",
			fix: "encode the answer in UTF-8: texts from a database or a file in GBK or Latin-1 have to be converted " +
				"(PHP mb_convert_encoding; Java StandardCharsets.UTF_8), nothing may be compressed unasked, and no " +
				"UTF-16.",
		},
		{
			id: "form", checks: json, when: func(s Shown, _ *Run) bool { return form().Match(body(s)) },
			text: "a form is answered in place of JSON: {got}",
			fix:  `answer {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}: json.dumps, not urlencode.`,
		},
	}
}

// syntaxRows are broken JSON and names that are spelt otherwise.
func syntaxRows() []row {
	const json = "resp-json"
	return []row{
		{
			id: "yaml", checks: json, when: func(s Shown, _ *Run) bool { return yaml().Match(body(s)) },
			text: "lines of names and values (YAML, or a head) are answered in place of JSON",
			fix:  `answer {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} through the JSON encoder.`,
		},
		{
			id: "two-answers", checks: json, when: func(s Shown, _ *Run) bool { return trails(s) },
			text: "something follows the packet: {got}",
			fix: "write once and return: Node return res.end(…); PHP exit after echo, nothing behind ?>; Go return " +
				"after an error answer (http.Error does not end the handler); no debug print.",
		},
		{
			id: "cut", checks: json, when: func(s Shown, _ *Run) bool { return bytes.HasPrefix(body(s), []byte("{")) },
			text: "the JSON is broken: {got}",
			fix: "write the answer through the JSON encoder, in one piece: a text that is joined by hand breaks over " +
				"a quote, a line break or a missing brace, and a Content-Length in characters cuts it.",
		},
		{
			id: "no-json", checks: json,
			text: "what is answered is no JSON: {got}",
			fix: `answer {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} through the JSON encoder, and ` +
				`nothing else.`,
		},
		{
			id: "name-blank", checks: "resp-case",
			when: func(s Shown, _ *Run) bool { return strings.Contains(nameIn(s.Finding.Got), " ") },
			text: "a blank stands in the name of a field ({got})",
			fix:  "write the name without the blank: it is part of the name.",
		},
		{
			id: "name-snake", checks: "resp-case",
			when: func(s Shown, _ *Run) bool { return strings.ContainsAny(nameIn(s.Finding.Got), "_-") },
			text: "the fields are spelt with underscores ({got})",
			fix: "spell them ActionStatus, ErrorCode, ErrorInfo: name them explicitly, and switch the serializer's " +
				"snake case off for this answer (Jackson SNAKE_CASE, Rails, Pydantic alias_generator).",
		},
		{
			id: "name-case", checks: "resp-case",
			text: "the fields are spelt in other letters ({got})",
			fix: "spell them ActionStatus, ErrorCode, ErrorInfo, with capitals. Go: a json tag or an exported name; " +
				"Jackson: @JsonProperty; System.Text.Json: PropertyNamingPolicy = null; Python and Node: the very " +
				"key.",
		},
		{
			id: "other-name", checks: "resp-errorinfo-present resp-errorcode-present resp-actionstatus-present",
			when: func(s Shown, _ *Run) bool { return strings.Contains(s.Finding.Got, "(but ") },
			text: "the field has another name: got {got}",
			fix:  "rename it: the three fields are ActionStatus, ErrorCode and ErrorInfo.",
		},
		{
			id: "single-field", checks: "resp-errorcode-present", when: lacks("ErrorCode"),
			text: "ErrorCode is missing, which is what an encoder does that leaves out zero values",
			fix: `send "ErrorCode":0. Go: no omitempty in the tag; Protobuf JSON: EmitUnpopulated / ` +
				`always_print_fields; ` +
				`Jackson: ` +
				"no NON_DEFAULT; C#: no DefaultIgnoreCondition.WhenWritingDefault; JavaScript: undefined is left " +
				"out; Python: no filter of falsy values.",
		},
	}
}
