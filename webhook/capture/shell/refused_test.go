package shell_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What refusals have in common.
const (
	dataRaw    = "; write the packet behind --data-raw"
	dataBinary = "; write the packet behind --data-binary"
	nobody     = " reads standard input, and no printf or echo in front of curl says what that is"
	ends       = ": the text ends before it does"
)

// manyBytes begins a line whose NUL comes late: a text with one in its first bytes is taken for binary data.
var manyBytes = "curl " + strings.Repeat("-s ", 2000) + "h "

// refusals are one row for each kind. The text and the line number of each are frozen: people search for them, and
// scripts compare them.
var refusals = []struct{ name, text, want string }{
	{
		"another command", "curl h\nwget h",
		`2: got the command "wget", want curl; give what wget --debug prints of the request, ` +
			`or write the line for curl`,
	},
	{"a command that only the shell knows", "curl h\n$RUN -d a h", `2: got the command "$…", want curl`},
	{
		"a blank behind the backslash", "\ncurl h \\ \t\r\n -d a",
		"2: a blank behind the \\ at the end of line 2, so that the shell ends the command there; delete the blank",
	},
	{
		"a blank behind the backtick", "PS> curl.exe h ` \r\n -d a",
		"1: a blank behind the ` at the end of line 1, so that PowerShell ends the command there; delete the blank",
	},
	{
		"a blank behind the caret", "curl \"h\" ^ \r\n -d a",
		"1: a blank behind the ^ at the end of line 1, so that cmd ends the command there; delete the blank",
	},
	{
		"no backslash", "curl h\n  --data a",
		`1: line 1 ends the command, and line 2 begins with --data; write a \ at the end of line 1`,
	},
	{
		"an empty line", "curl h \\\n\n -d a",
		`1: line 2 ends the command, and line 3 begins with -d; line 2 is empty: delete it`,
	},
	{
		"a comment", "curl h \\\n # b\n -d a",
		`1: line 2 ends the command, and line 3 begins with -d; line 2 is a comment: delete it`,
	},
	{
		"an ampersand", "curl http://h/im?a=1&b=2 -d c",
		"1: column 21: the & is not quoted, so that the shell ends the URL in front of b; put the URL in single quotes",
	},
	{
		"an ampersand in cmd", "C:\\>curl http://h/im?a=1&b=2 -d c",
		"1: column 25: the & is not quoted, so that cmd ends the URL in front of b; put the URL in double quotes",
	},
	{
		"an ampersand between quotes of cmd", `C:\>curl "h" -d "{\"a\":\"b & c\"}"`,
		`1: column 29: the & is in quotes for curl and outside of them for cmd, which counts each ` +
			`\" as a quote; write ^& there`,
	},
	{
		"single quotes in cmd", `C:\>curl 'h' -d "a"`,
		"1: cmd has no single quotes, so that 'h' begins with one; write the text in double " +
			"quotes, with \\\" for each quote in it",
	},
	{
		"quotes that the shell drops", `curl h -d "{"a":1,"b":"c"}"`,
		`1: the shell drops the quotes in the packet ({a:1,b:c}); put the packet in single quotes`,
	},
	{
		"quotes that the shell drops for echo", `echo {"a":1} | curl h -d @-`,
		`1: the shell drops the quotes in the packet ({a:1}); put the packet in single quotes`,
	},
	{
		"quotes that PowerShell does not escape", "PS> curl.exe h -d \"{\\\"a\\\":\"b\"}\"",
		"1: column 27: PowerShell ends the text there; write each quote in it as `\"",
	},
	{
		"a blank in the URL", "curl 'http://h/a b'",
		`1: curl refuses the URL for ' ' in it (http://h/a b); write %20 for a blank`,
	},
	{
		"a pattern in the URL", "curl 'http://h/?a={b}'",
		"1: curl takes { in a URL for a pattern and sends something else; write it as %7B, or add -g",
	},
	{"another protocol", "curl ftp://h/a", "1: the URL is one of ftp, and callbacks go over http or https"},
	{"no host", "curl /im -d a", "1: the URL /im has no host"},
	{"a head with a body", "curl -I h -d a", "1: curl refuses -I (--head) with a body: it sends nothing"},
	{
		"an equals sign", "curl h --data=secret",
		"1: curl itself refuses --data=: between an option and its value it wants a blank, not =",
	},
	{"a letter that is none", "curl h -s~", "1: curl itself refuses the option -~, which it does not know"},
	{"several options that begin so", "curl h --dat a", "1: curl itself refuses the option --dat, which it does not know"},
	{"a file's end", "curl h -d @- <<E\na\nEE\n", "1: the here document has no end: want a line with E alone"},
	{"no URL", "curl -d a", "1: the curl line has no URL"},
	{"two URLs", "curl h --url $B", `1: the curl line has two URLs, "h" and "$…"; give each its own line`},
	{"a letter without its value", "curl h -sX", "1: curl's -X has no value behind it"},
	{"an option without its value", "curl h --data", "1: curl's --data has no value behind it"},
	{"a form", "curl h -F a=b", "1: --form makes no callback, or reads a file" + dataBinary},
	{
		"a form of texts", "curl h --form-string a=b",
		"1: --form-string makes no callback, or reads a file" + dataBinary,
	},
	{"a file to upload", "curl h -T packet.json", "1: --upload-file makes no callback, or reads a file" + dataBinary},
	{"a file of options", "curl -K curlrc", "1: --config makes no callback, or reads a file" + dataBinary},
	{
		"a target that is no path", "curl h --request-target '*'",
		"1: --request-target * is no path; write one that begins with /",
	},
	{
		"a file of header fields", "curl h -H @fields",
		"1: -H @fields reads a file; write the header fields into the line",
	},
	{
		"a header name with a blank", "curl h -H 'a b: c'",
		`1: header name: got "a" and a blank, want letters, digits and hyphens`,
	},
	{
		"a header value of two lines", "curl h \\\n -H 'a: b\nc'",
		`1: header a: got '\n' at byte 1 of the value, want one line of text`,
	},
	{
		"a body from a file",
		"curl h --data-binary @packet.json",
		"1: --data-binary @packet.json reads a file, and only the line is here" +
			dataRaw + ", or give that file instead",
	},
	{
		"a field from a file", "curl h --data-urlencode a@b",
		"1: --data-urlencode a@b reads a file; write its text into the line",
	},
	{"a body from the terminal", "curl h -d @-", "1: --data @-" + nobody + dataRaw},
	{"a body from nothing", "A=1 | curl h -d @-", "1: nothing is piped into curl"},
	{
		"a body from another command", "curl i\ncat packet.json | curl h -d @-",
		"2: cat packet.json reads a file, and only the line is here" + dataRaw + ", or give that file instead",
	},
	{"printf without a format", "printf -- | curl h -d @-", "1: printf has no format"},
	{"printf of a number", "printf '%05d' 1 | curl h -d @-", `1: printf's "%0" is not understood, want %s and %%`},
	{
		"input from a file", "curl h -d @- < packet.json",
		"1: < packet.json reads a file, and only the line is here" + dataRaw + ", or give that file instead",
	},
	{"a NUL", manyBytes + "\x00", "1: got a NUL, which no shell line holds"},
	{"a NUL in single quotes", manyBytes + "'\x00'", "1: got a NUL, which no shell line holds"},
	{"a NUL in double quotes", manyBytes + "\"\x00\"", "1: got a NUL, which no shell line holds"},
	{"a NUL behind a backslash", manyBytes + "\\\x00", "1: got a NUL, which no shell line holds"},
	{"an escaped NUL of UTF-16", `curl h -d $'\u0000'`, "1: got an escaped NUL, which no shell word holds"},
	{"an escaped NUL of PowerShell", "PS C:\\> curl.exe h -d \"a`0\"", "1: got an escaped NUL, which no shell word holds"},
	{"an escaped NUL", `curl h -d $'\x00'`, "1: got an escaped NUL, which no shell word holds"},
	{"a backslash at the end", `curl h -d a\`, "1: the shell word is not whole" + ends},
	{"open single quotes", "curl i\ncurl h -d 'a", "2: a text in single quotes" + ends},
	{"open double quotes", "curl h -d \"a\n\n", "1: a text in double quotes" + ends},
	{"open quotes with a dollar", "curl h -d $'a", "1: a text in $'…'" + ends},
	{
		"open backquotes",
		"curl h `date\n -d a",
		`1: a text in backquotes, which a shell would run: the text ends before it does (a line that goes on ` +
			`ends in \)`,
	},
	{"an open command", "curl h -d $(date", "1: a $(" + ends},
	{"an open variable", "curl h -d \"${A", "1: a ${" + ends},
	{
		"a line that is too long", "curl h -d '" + strings.Repeat("a", 2000),
		"line 1: the entry is longer than 1000 bytes",
	},
}

func TestEachKindOfRefusalKeepsItsReason(t *testing.T) {
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			got := "nothing is refused"
			list, err := script{text: test.text, most: 1000 + 10000*int64(strings.Count(test.text, "\x00"))}.calls()
			if err != nil {
				got = err.Error()
			}
			for _, call := range list {
				if call.Err != nil {
					got = fmt.Sprintf("%d: %v", call.Line, call.Err)
					break
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// hostile are 160 lines that would touch a file if anything of them was run: each expansion in each place.
func hostile() (lines []string) {
	for _, place := range []string{
		"curl HERE", "curl http://HERE/im", "curl http://h/im?a=HERE", "curl 'http://h/' -d \"HERE\"",
		"curl h -H HERE", "curl h -H 'a: 'HERE", "curl h -dHERE", "curl h --max-time HERE -d a", "curl h -o HERE -d a",
		"HERE curl h", "A=HERE curl h", "printf HERE | curl h -d @-", "echo a\"HERE\" | curl h -d @-",
		"HERE", "curl h\nHERE\ncurl i", "curl h | HERE", "curl h; HERE", "curl h >HERE", "curl h # HERE",
		"curl h -d 'HERE'",
	} {
		for _, run := range []string{
			"$(touch ran)", "`touch ran`", "<(touch ran)", "$(<ran)", "${A:=$(touch ran)}", "$((ran=1))",
			"x;touch ran;", "x&&touch ran",
		} {
			lines = append(lines, strings.ReplaceAll(place, "HERE", run))
		}
	}
	return lines
}

// TestNothingOfAHostileLineIsRun reads lines in an empty folder, in which nothing may appear. The result of each line
// is frozen.
func TestNothingOfAHostileLineIsRun(t *testing.T) {
	golden, err := filepath.Abs(filepath.Join("testdata", "hostile.golden"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	lines := hostile()
	if len(lines) != 160 {
		t.Fatalf("got %d lines, want 160", len(lines))
	}
	var out strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&out, "%q\n", line)
		list, err := script{text: "curl h\n" + line + "\ncurl h"}.calls()
		if err != nil {
			t.Fatalf("%s\n%v", line, err)
		}
		for _, call := range list {
			if call.Err != nil {
				fmt.Fprintf(&out, "\t%d: %v\n", call.Line, call.Err)
				continue
			}
			r := call.Record.Request
			fmt.Fprintf(&out, "\t%d %s %s?%s", call.Line, r.Method, r.URL, r.Query)
			fmt.Fprintf(&out, " %q %d %v %q\n", r.Body, len(r.Header), call.Place(false, 1), call.Hidden)
		}
		if files, err := os.ReadDir("."); err != nil || len(files) > 0 {
			t.Fatalf("%s\nleft %v behind (%v)", line, files, err)
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("(-want +got; -update writes it):\n%s", diff)
	}
}
