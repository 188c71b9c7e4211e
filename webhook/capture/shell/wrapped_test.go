package shell_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spelling is a way in which people have a packet in a shell line.
type spelling struct {
	name string
	// line is the text that sends the packet. Where always is true it is read; the others may be refused, or the body
	// named as hidden.
	line   func(packet string) string
	always bool
}

const address = "http://127.0.0.1:8080/im?SdkAppid=1400000009&CallbackCommand=Group.CallbackAfterSendMsg"

var spellings = []spelling{
	{"single quotes", func(p string) string { return "curl '" + address + "' -d " + single(p) }, true},
	{"double quotes", func(p string) string { return "curl '" + address + "' --data-raw " + double(p) + " ;" }, true},
	{"escapes of a browser", func(p string) string { return "curl '" + address + "' --data-raw " + ansi(p) }, true},
	{"lines that go on", func(p string) string {
		return "curl -X POST \\\n  --url '" + address + "' \\\r\n  --data-binary " + single(p) + " \\\n  --compressed\n"
	}, true},
	{"here document", func(p string) string {
		return "curl '" + address + "' -d @- <<'THE END'\n" + p + "\nTHE END\n"
	}, true},
	{"expanded here document", func(p string) string {
		p = strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`").Replace(p)
		return "cat <<END | curl '" + address + "' -d @-\n" + p + "\nEND\n"
	}, true},
	{"here string", func(p string) string { return "curl '" + address + "' -d @- <<< " + single(p) }, true},
	{"file", func(string) string { return "curl '" + address + "' --data-binary @packet.json" }, true},
	{"file of a command", func(string) string { return "curl '" + address + "' -d \"$(cat packet.json)\"" }, true},
	{"file that is piped", func(string) string { return "cat ./packet.json | curl '" + address + "' --json @-" }, true},
	{"file as input", func(string) string { return "curl '" + address + "' --json @- < packet.json" }, true},
	{"variable", func(p string) string {
		return "URL=\"" + address + "\"\nexport BODY=" + single(p) + "\ncurl \"$URL\" -d \"$BODY\""
	}, true},
	{"printf", func(p string) string {
		return "printf '%s' " + double(p) + " | curl '" + address + "' --data-binary @-"
	}, true},
	{"a fence", func(p string) string {
		return "It's broken:\n\n```sh\n$ curl '" + address + "' -d " + single(p) + "\n{\"ActionStatus\":\"OK\"}\n```\n"
	}, true},
	{"a prompt", func(p string) string {
		return "me@box:~/im$ curl '" + address + "' \\\n>   -d " + single(p) + "\n{\"ActionStatus\":\"OK\"}\nme@box:~/im$ "
	}, true},
	{"a script", func(p string) string {
		return "#!/bin/sh\nif ! status=$(curl -s -d " + single(p) + " '" + address + "'); then\n  echo \"it's down\"\nfi\n"
	}, true},
	{"Chrome for cmd", func(p string) string {
		return "curl " + chrome(address) + " ^\r\n  -H " + chrome("Content-Type: application/json") + " ^\r\n  --data-raw " +
			chrome(p) + "\r\n"
	}, true},
	{"old Chrome for cmd", func(p string) string {
		return "curl \"" + carets(address) + "\" --data-raw \"" + carets(p) + "\"\r\n"
	}, false},
	{"Firefox for cmd", func(p string) string {
		p = strings.NewReplacer(`"`, `""`, "\n", "\"^\r\n\r\n\"").Replace(slashes(p))
		return "curl \"" + address + "\" ^\r\n  -X POST ^\r\n  --data-raw \"" + p + "\"\r\n"
	}, false},
	{"quotes with backslashes in cmd", func(p string) string {
		return `C:\im> curl.exe "` + address + `" -d "` + quoteEscaped(p) + "\"\r\n"
	}, false},
	{"PowerShell 7", func(p string) string {
		return "curl.exe '" + address + "' `\r\n  -d " + powerShell(p) + "\r\n"
	}, true},
	{"PowerShell 5", func(p string) string {
		return "curl.exe '" + address + "' -d " + powerShell(quoteEscaped(p)) + "\r\n"
	}, true},
	{"PowerShell with double quotes", func(p string) string {
		return "curl.exe \"" + address + "\" `\r\n  -d \"" + strings.NewReplacer(
			"`", "``", `"`, "`\"", "$", "`$", "“", "`“", "”", "`”").Replace(p) + "\"\r\n"
	}, true},
	{"PowerShell as it is meant", func(p string) string {
		p = strings.NewReplacer("`", "``", "$", "`$", "“", "`“", "”", "`”").Replace(quoteEscaped(p))
		return "curl.exe \"" + address + "\" `\r\n  -d \"" + p + "\"\r\n"
	}, true},
	{"PowerShell's here string", func(p string) string {
		return "$body = @'\r\n" + p + "\r\n'@\r\ncurl.exe '" + address + "' --data-raw $body\r\n"
	}, true},
	{"PowerShell's variable", func(p string) string {
		return "$body = " + powerShell(p) + "\r\n$u = \"" + address +
			"\"\r\ncurl.exe $u --data-raw $body | ConvertFrom-Json\r\n"
	}, true},
	{"PowerShell that stops", func(p string) string {
		return "curl.exe --% \"" + address + "\" -d \"" + quoteEscaped(p) + "\"\r\n"
	}, false},
}

func single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// powerShell has curly quotes, too: in single quotes, each is written twice.
func powerShell(s string) string {
	return "'" + strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’").Replace(s) + "'"
}

func double(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s) + `"`
}

// ansi spells a text as browsers do for bash.
func ansi(s string) string {
	s = strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, "\r", `\r`, "!", `\u0021`).Replace(s)
	return "$'" + s + "'"
}

var signs = regexp.MustCompile(`[^a-zA-Z0-9\s_\-:=+~'/.',?;()*` + "`]")

// chrome spells a text as Chrome does for cmd.
func chrome(s string) string { return `^"` + carets(s) + `^"` }

func carets(s string) string {
	s = strings.ReplaceAll(slashes(s), `"`, `\"`)
	s = signs.ReplaceAllStringFunc(s, func(c string) string { return "^" + c })
	return strings.ReplaceAll(s, "\n", "^\n\n")
}

func slashes(s string) string { return strings.ReplaceAll(s, `\`, `\\`) }

// quoteEscaped has a backslash in front of each quote, and two for each one there (Microsoft's C runtime).
func quoteEscaped(s string) string {
	var b strings.Builder
	run := 0
	for i := range len(s) {
		switch s[i] {
		case '\\':
			run++
		case '"':
			b.WriteString(strings.Repeat(`\`, run+1))
			run = 0
		default:
			run = 0
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// drawPacket is a packet with any text in it.
func drawPacket(t *rapid.T) string {
	text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.RuneFrom([]rune(
		"\"'\\`$^%&|<>!{}[]()#@~*?=,;: \n\t中é🧧‘’“”\u00a0\u2028\u3000xX1")), 0, 30, -1)).Draw(t, "text")
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(rapid.Bool().Draw(t, "escape"))
	if rapid.IntRange(0, 4).Draw(t, "indent") == 0 {
		enc.SetIndent("", "  ")
	}
	packet := map[string]any{"CallbackCommand": "Group.CallbackAfterSendMsg", "Text": text, "Seq": 7}
	if err := enc.Encode(packet); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// TestAPacketInAnySpellingComesBackByteForByte or is refused.
func TestAPacketInAnySpellingComesBackByteForByte(t *testing.T) {
	for _, s := range spellings {
		t.Run(s.name, func(t *testing.T) {
			read, all := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				packet := drawPacket(t)
				want := packet
				text := s.line(packet)
				list, err := script{text: text, files: map[string]string{"packet.json": packet}}.calls()
				if err != nil || len(list) != 1 {
					t.Fatalf("%s\ngot %d calls and error %v, want one call", text, len(list), err)
				}
				call := list[0]
				all++
				refused := fmt.Sprint(call.Err, call.Hidden)
				if call.Err != nil || len(call.Hidden) > 0 {
					if s.always {
						t.Fatalf("%s\nrefused: %s", text, refused)
					}
					return
				}
				read++
				if got := string(call.Record.Request.Body); got != want && got != dropped(want) {
					t.Fatalf("%s\ngot  %q\nwant %q", text, got, want)
				}
			})
			if read*10 < all*3 {
				t.Errorf("%d packets of %d were read, want three tenths at least", read, all)
			}
		})
	}
}

// dropped is a packet without the ends of its lines, which -d leaves out of a file.
func dropped(packet string) string { return strings.NewReplacer("\n", "", "\r", "").Replace(packet) }
