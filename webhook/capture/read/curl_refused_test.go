package read_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/read"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// What refusals have in common.
const (
	noShell    = "; write what it stands for, no shell is run"
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
	{"another command", "curl h\nwget h", `x:2: got the command "wget", want curl`},
	{"a command that only the shell knows", "curl h\n$RUN -d a h", `x:2: got the command "$…", want curl`},
	{"the host is a variable", "\ncurl http://$HOST/im", "x:2: the URL holds $HOST" + noShell},
	{
		"Windows' cmd", `curl ^"http://h/^"`,
		"x:1: the line is spelt for Windows' cmd; copy it as cURL (bash), or write it for a POSIX shell",
	},
	{"no URL", "curl -d a", "x:1: the curl line has no URL"},
	{"two URLs", "curl h --url $B", `x:1: the curl line has two URLs, "h" and "$…"; give each its own line`},
	{"a letter without its value", "curl h -sX", "x:1: curl's -X has no value behind it"},
	{"an option without its value", "curl h --data", "x:1: curl's --data has no value behind it"},
	{
		"several requests", "curl h --next -d a i",
		"x:1: --next makes several requests of one line; give each its own line",
	},
	{"a form", "curl h -F a=b", "x:1: --form makes no callback, or reads a file" + dataBinary},
	{
		"a form of texts", "curl h --form-string a=b",
		"x:1: --form-string makes no callback, or reads a file" + dataBinary,
	},
	{"a file to upload", "curl h -T packet.json", "x:1: --upload-file makes no callback, or reads a file" + dataBinary},
	{"a file of options", "curl -K curlrc", "x:1: --config makes no callback, or reads a file" + dataBinary},
	{"an option holds a variable", "curl h -u me:$PASSWORD", "x:1: --user holds $PASSWORD" + noShell},
	{"an option holds a command", "curl h -A \"$(uname -a)\"", "x:1: --user-agent holds $(uname -a)" + noShell},
	{
		"the query by itself", "curl h --url-query a=b",
		"x:1: --url-query is not understood; write the query into the URL",
	},
	{
		"a target that is no path", "curl h --request-target '*'",
		"x:1: --request-target * is no path; write one that begins with /",
	},
	{
		"a file of header fields", "curl h -H @fields",
		"x:1: -H @fields reads a file; write the header fields into the line",
	},
	{
		"a header name with a blank", "curl h -H 'a b: c'",
		`x:1: header name: got "a b", want letters, digits and hyphens`,
	},
	{
		"a header value of two lines", "curl h \\\n -H 'a: b\nc'",
		`x:1: header a: got '\n' at byte 1 of the value, want one line of text`,
	},
	{"a body holds a variable", "curl h -d \"a ${B:-c}\"", "x:1: --data holds ${B:-c}" + noShell},
	{"a body holds a command", "curl h --json `id`", "x:1: --json holds `id`" + noShell},
	{
		"a body from a file",
		"curl h --data-binary @packet.json",
		"x:1: --data-binary @packet.json reads a file, and only the line is here" +
			dataRaw + ", or give that file instead",
	},
	{
		"a field from a file", "curl h --data-urlencode a@b",
		"x:1: --data-urlencode a@b reads a file; write its text into the line",
	},
	{"a body from the terminal", "curl h -d @-", "x:1: --data @-" + nobody + dataRaw},
	{"a body from two commands", "printf a | cat | curl h -d @-", "x:1: --data @-" + nobody + dataRaw},
	{"a body from nothing", "A=1 | curl h -d @-", "x:1: nothing is piped into curl"},
	{
		"a body from another command", "curl i\ncat packet.json | curl h -d @-",
		`x:2: the body comes from "cat", which is not run` + dataRaw,
	},
	{"printf holds a variable", `printf '%s' "$BODY" | curl h -d @-`, "x:1: printf holds $BODY" + noShell},
	{"printf without a format", "printf -- | curl h -d @-", "x:1: printf has no format"},
	{"printf of a number", "printf '%05d' 1 | curl h -d @-", `x:1: printf's "%0" is not understood, want %s and %%`},
	{
		"a here document", "curl h -d @- <<EOF\n{}\nEOF",
		`x:1: < is not understood; write the packet behind --data-binary, in quotes`,
	},
	{
		"input from a file", "curl h -d @- < packet.json",
		"x:1: < is not understood; write the packet behind --data-binary, in quotes",
	},
	{"a subshell", "curl i;(curl h)", "x:1: a shell's brackets are not understood; give the curl line alone"},
	{"a NUL", manyBytes + "\x00", "x:1: got a NUL, which no shell line holds"},
	{"a NUL in single quotes", manyBytes + "'\x00'", "x:1: got a NUL, which no shell line holds"},
	{"a NUL in double quotes", manyBytes + "\"\x00\"", "x:1: got a NUL, which no shell line holds"},
	{"an escaped NUL", `curl h -d $'\x00'`, "x:1: got an escaped NUL, which no shell word holds"},
	{"a backslash at the end", `curl h -d a\`, "x:1: the shell word is not whole" + ends},
	{"open single quotes", "curl i\ncurl h -d 'a", "x:2: a text in single quotes" + ends},
	{"open double quotes", "curl h -d \"a\n\n", "x:1: a text in double quotes" + ends},
	{"open quotes with a dollar", "curl h -d $'a", "x:1: a text in $'…'" + ends},
	{
		"open backquotes",
		"curl h `\n -d a",
		`x:1: a text in backquotes, which a shell would run: the text ends before it does (a line that goes on ` +
			`ends in \)`,
	},
	{"an open command", "curl h -d $(date", "x:1: a $(" + ends},
	{"an open variable", "curl h -d \"${A", "x:1: a ${" + ends},
	{
		"a line that is too long", "curl h -d '" + strings.Repeat("a", 2000),
		"x: line 1: the entry is longer than 1000 bytes",
	},
}

func TestEachKindOfRefusalKeepsItsReason(t *testing.T) {
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			got := "nothing is refused"
			o := read.ReadOptions{All: true, MaxLine: 1000 + 10000*int64(strings.Count(test.text, "\x00"))}
			for _, err := range read.Entries([]read.Input{textInput("x", test.text)}, o) {
				if err != nil {
					got = err.Error()
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
		"curl h -H HERE", "curl h -H 'a: 'HERE", "curl h -dHERE", "curl h --unknown HERE -d a", "curl h -o HERE -d a",
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
		for e, err := range read.Entries([]read.Input{textInput("x", "curl h\n"+line+"\ncurl h")}, read.ReadOptions{All: true}) {
			if err != nil {
				fmt.Fprintf(&out, "\t%s\n", errorLine(err))
				continue
			}
			r := e.Request
			fmt.Fprintf(&out, "\t%d:%d %s %s?%s", e.Number, e.Line, r.Method, r.URL, r.Query)
			fmt.Fprintf(&out, " %q %d %v\n", r.Body, len(r.Header), e.Place(false, 1))
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
