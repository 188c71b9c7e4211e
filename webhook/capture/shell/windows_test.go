package shell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// asCmd is the note about every line of cmd.
const asCmd = "read as a line of Windows' cmd"

// TestLinesOfWindowsShells has the examples of Microsoft's page "Parsing C command-line arguments" and of what browsers
// copy. None was run on Windows.
func TestLinesOfWindowsShells(t *testing.T) {
	const (
		newShell = "read as PowerShell 7.3 and later give it to curl.exe; Windows PowerShell 5 drops the quotes in it"
		oldShell = "read as Windows PowerShell 5 gives it to curl.exe, which turns \\\" into a quote; " +
			"PowerShell 7.3 and later send the backslashes"
	)
	for _, test := range []struct {
		name, text, body string
		notes            []string
	}{
		{"a quote for each two", `curl ^"h^" -d "a""b c"`, `a"b c`, []string{asCmd}},
		{"backslashes in front of a quote", `curl ^"h^" -d "a\\\"b\\" --compressed`, `a\"b\`, []string{asCmd}},
		{"backslashes elsewhere", `curl ^"h^" -d a\\\b -X "P"ST`, `a\\\b`, []string{asCmd}},
		{"a text that begins within", `curl ^"h^" -d a"b c"d`, `ab cd`, []string{asCmd}},
		{"a blank in quotes of cmd alone", `curl ^"h^" -d a^ b`, "", nil},
		{"single quotes", `curl ^"h^" -d 'a'`, "", nil},
		{"an escaped sign", `curl ^"h^" -d a^&b^^c`, `a&b^c`, []string{asCmd}},
		{"a sign in quotes", `curl ^"h^" -d "a&b|c>d^e"`, `a&b|c>d^e`, []string{asCmd}},
		{"a percent sign", `curl ^"h^" -d "100% %20 %a"`, `100% %20 %a`, []string{asCmd}},
		{"the end of a line", "curl ^\"h^\" -d ^\"a^\n\nb^\"", "a\nb", []string{asCmd}},
		{"output to a file", `curl ^"h^" -d a >nul 2>&1 & echo done`, "a", []string{asCmd}},
		{"output to a program", `curl ^"h^" -d a|findstr OK`, "a", []string{asCmd}},
		{"with a folder", `@"C:\Program Files\curl\bin\curl.exe" ^"h^" -d a`, "a", []string{asCmd}},
		{
			"two backslashes for one", `curl ^"h^" -d ^"^{^\^"a^\^":^\^"^\^\n^\^"^}^"`, `{"a":"\n"}`,
			[]string{asCmd, "read with one \\ for two, as the browser means it; curl itself takes both"},
		},
		{"a backslash alone", `curl ^"h^" -d ^"a\\b\c^"`, `a\\b\c`, []string{asCmd}},
		{"quotes that are doubled", `curl "h" -d "{""a"":""b""}"`, `{"a":"b"}`, []string{asCmd}},
		{"lines of sh behind", "echo off\r\n\ncurl 'h' -d '{\"a\"'\n", `{"a"`, nil},
		{"PowerShell's single quotes", `curl.exe h -d 'a''b$c"d'`, `a'b$c"d`, []string{newShell}},
		{"PowerShell 5", `curl.exe h -d '{\"a\":\"b\\\"c\"}'`, `{"a":"b\"c"}`, []string{oldShell}},
		{"PowerShell's double quotes", "curl.exe 'h' -d \"a`\"b`$c`n`u\"\"d\"", "a\"b$c\nu\"d", []string{newShell}},
		{"PowerShell's words", "curl.exe 'h' -d a`'b`$c # d", "a'b$c", nil},
		{"PowerShell's lines", "curl.exe 'h' `\r\n  -d a `\n  -X PUT", "a", nil},
		{"PowerShell's here string", "curl.exe h -d @'\r\n'a\"\r\n$b'@'\r\n'@ -X PUT", "'a\"\r\n$b'@'", []string{newShell}},
		{"PowerShell's output", "$r = curl.exe 'h' -d a 2>$null | ConvertFrom-Json", "a", nil},
		{"PowerShell's call", "& 'C:\\curl\\curl.exe' h -d a; $LASTEXITCODE", "a", nil},
		{"as it stands", "curl.exe --% h -d \"{\\\"a\\\":'$b'}\" | more", `{"a":'$b'}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := script{text: test.text}.calls()
			if err != nil || len(list) == 0 {
				t.Fatalf("%s\ngot %d calls and error %v, want one", test.text, len(list), err)
			}
			call := list[0]
			if test.body == "" {
				if call.Err == nil {
					t.Errorf("%s\ngot %s, want an error", test.text, callText(call))
				}
				return
			}
			if got := string(call.Record.Request.Body); call.Err != nil || got != test.body {
				t.Errorf("%s\ngot  %s (%v)\nwant %s", test.text, got, call.Err, test.body)
			}
			if diff := cmp.Diff(test.notes, call.Notes); diff != "" {
				t.Errorf("%s\nnotes (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestTextAroundTheCommandsIsPassedOver whatever it is: prose, prompts, answers, other commands.
func TestTextAroundTheCommandsIsPassedOver(t *testing.T) {
	const call = "curl -s -X POST h/im -d '{\"a\":\"it is\nb\"}'"
	for _, test := range []struct{ name, text string }{
		{"a mail", "Hi,\nit's broken; don't know why:\n\nHERE\n\nCan't you look?"},
		{"a quoted mail", "> HERE\n> Thanks"},
		{"a fence", "# It's broken\n```bash\nHERE\n```\nso it's"},
		{"a fence of waves", "~~~\nHERE\n~~~"},
		{"a list", "1. start\n2. HERE\n- stop"},
		{"code in a line", "- `curl -s -X POST h/im -d '{\"a\":\"it is\nb\"}'`"},
		{"a page of a manual", "Send it:\n\n    HERE\n\nand wait"},
		{"a prompt", "$ HERE\n{\"ActionStatus\":\"OK\"}\n$ "},
		{"a prompt of bash", "me@box:~/a b$ HERE\nme@box:~/a b$ exit"},
		{"a prompt of a container", "root@1f2:/# HERE"},
		{"a prompt in brackets", "[me@box im]$ HERE"},
		{"a prompt of zsh", "me@Mac-Book im % HERE"},
		{"a prompt of oh-my-zsh", "➜  im git:(main) ✗ HERE"},
		{"a trace", "+ echo start\n+ HERE\n++ date"},
		{"what curl -v tells", "$ HERE\n*   Trying 127.0.0.1:80...\n> POST /im HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 200 OK\n" +
			"<\n{ [50 bytes data]\n100    50\n* Connection #0 left intact\n{\"ActionStatus\":\"OK\"}"},
		{"an answer", "HERE\n{\n  \"ActionStatus\": \"OK\",\n  \"List\": [1]\n}"},
		{"a script", "#!/bin/bash\nset -euo pipefail\nmake build && ./server &\nsleep 1\nHERE\nkill %1"},
		{"an if", "if HERE; then\n  echo \"it's up\"\nelse\n  exit 1\nfi"},
		{"a loop", "for i in 1 2 3; do\n  HERE\n  sleep 1\ndone"},
		{"a function", "fire() {\n  HERE\n}\nfire && fire"},
		{"a case", "case \"$1\" in\n  send) HERE ;;\n  *) echo usage; exit 2 ;;\nesac"},
		{"a condition", "[ -n \"$CI\" ] && HERE || exit 1"},
		{"a status", "status=$(HERE)\n[[ \"$status\" == 200 ]] || echo \"it's $status\""},
		{"a word of a command", "echo \"$(HERE)\" | jq '.a'"},
		{"a subshell", "(cd im && HERE)"},
		{"a container", "docker exec -i app HERE"},
		{"a limit", "timeout 5 HERE"},
		{"a variable for it", "LC_ALL=C HERE"},
		{"other curls", "which curl || apt-get install -y curl\ncurl_opts=1\nHERE"},
		{"a comment", "# curl h -d 'a\nHERE # it's fine\n#curl i"},
		{"a job", "jobs:\n  test:\n    steps:\n      - run: make\n      - HERE"},
		{"the background", "HERE &\nwait $!"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(test.text, "HERE", call)
			got := only(t, script{text: text + "\n"})
			if string(got.Record.Request.Body) != "{\"a\":\"it is\nb\"}" || got.Err != nil || len(got.Hidden) > 0 {
				t.Errorf("%s\ngot %s", text, callText(got))
			}
		})
	}
}

// FuzzWindowsLines reads whatever stands behind curl in lines of each shell.
func FuzzWindowsLines(f *testing.F) {
	for _, line := range []string{
		"h -d \"{\\\"a\\\":1}\"", "h ^\n -d ^\"^\n\na^\"", "h `\n -d '{\\\"a\\\"}'", "@'\n'@", "%A% $a ${b", "--% \"",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, begin := range []string{"C:\\> curl h ", "PS> curl.exe h ", "$ curl h ", "curl ^\"h^\" "} {
			list, _ := script{text: begin + line + "\ncurl i"}.calls()
			for _, call := range list {
				if call.Err == nil && call.Record.Request.Method == "" || call.Place != nil && call.Place(false, 9).Line < 1 {
					t.Fatalf("%q: got %+v", begin+line, call)
				}
			}
		}
	})
}
