package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/config"
)

// checkConfig reads a configuration as a run would, whichever verb it is.
func checkConfig(root *cobra.Command, text string) error {
	f := &config.File{Shown: "timhook.yaml", Dir: ".", Text: text, Public: func() map[string]bool { return flags.PublicKeys(root) }}
	var err error
	if f.Root, err = f.Parse(); err != nil {
		return err
	}
	return flags.Check(f, root)
}

// configRow is a configuration and the error, the lines that show the place and the hint; empty: it is right.
type configRow struct{ text, want string }

func configRows() []configRow {
	return []configRow{
		{"", ""},
		{"# nothing yet\n", ""},
		{"url: http://127.0.0.1:8080/im\nsdk-app-id: 1400000001\ntoken: env:IM_CALLBACK_TOKEN\n", ""},
		{"test:\n  known-failing:\n    - {run: \"neg-*\", reason: \"ticket 812\", until: 2027-01-31}\n    - send\n", ""},
		{"profiles:\n  staging: {url: \"https://staging.example.com/im\", cacert: certs/ca.pem, test: {jobs: 4}}\n", ""},
		{"sign: off\nserve: {listen: \":0\"}\nheader: 'X-A: 1'\ntag: [core, security]\nseed: 7\ntimeout: 2s\ninsecure: true\n", ""},
		{"sign: {token: \"file:t\"}\n", ""},
		{"urll: x\n", "timhook.yaml:1: unknown key \"urll\"\n   1 | urll: masked\n     | ^^^^\ndid you mean url?"},
		{"\n\nsdk-appid: 1\n", "timhook.yaml:3: unknown key \"sdk-appid\"\n   3 | sdk-appid: masked\n     | ^^^^^^^^^\ndid you mean sdk-app-id?"},
		{"zzzzzzzz: 1\n", "timhook.yaml:1: unknown key \"zzzzzzzz\"\n   1 | zzzzzzzz: masked\n     | ^^^^^^^^\nthe keys are the names of flags and verbs, and profiles"},
		{"test:\n  shufle: true\n", "timhook.yaml:2: unknown key \"shufle\"\n   2 |   shufle: masked\n     |   ^^^^^^\ndid you mean shuffle?"},
		{"send: {jobs: 1, budget: x}\n", "timhook.yaml:1: unknown key \"budget\"\n   1 | send: {jobs: 1, budget: x}\n     |                 ^^^^^^\nthe keys are the names of flags and verbs, and profiles"},
		{"profiles:\n  a:\n    profiles: {}\n", "timhook.yaml:3: unknown key \"profiles\"\n   3 |     profiles: {}\n     |     ^^^^^^^^\nthe keys are the names of flags and verbs, and profiles"},
		{"profiles: [a]\n", "timhook.yaml:1: profiles: got a list, want a name with its settings\n   1 | profiles: masked\n     |           ^"},
		{"profiles: {a: b}\n", "timhook.yaml:1: profile a: got a text, want settings\n   1 | profiles: {a: masked\n     |               ^"},
		{"jobs: many\n", "timhook.yaml:1: jobs: got the text \"many\", want a number\n   1 | jobs: many\n     |       ^^^^"},
		{"insecure: \"yes\"\n", "timhook.yaml:1: insecure: got the text \"yes\", want true or false\n   1 | insecure: \"yes\"\n     |           ^^^"},
		{"url: true\n", "timhook.yaml:1: url: got true, want a text\n   1 | url: true\n     |      ^^^^\nif the text is meant, put it in quotes"},
		{"url:\n", "timhook.yaml:1: url: got nothing, want a text\n   1 | url:\n     |     ^"},
		{"url: [a, b]\n", "timhook.yaml:1: url: got a list, want a text\n   1 | url: [a, b]\n     |      ^"},
		{"sign: [off]\n", "timhook.yaml:1: sign: got a list, want a text\n   1 | sign: [off]\n     |       ^"},
		{"key: [a.pem]\n", "timhook.yaml:1: key: got a list, want a text\n   1 | key: [a.pem]\n     |      ^"},
		{"header: {X-Mine: hush}\nquery:\n  - a: 1\n  - b=2\n", ""},
		{"header: {X-Mine: [hush]}\n", "timhook.yaml:1: header: got a list, want a text or a list of texts\n   1 | header: masked\n     |               ^"},
		{"run: {a: b}\n", "timhook.yaml:1: run: got a mapping, want a text or a list of texts\n   1 | run: {a: masked\n     |      ^"},
		{"run: [a, [b]]\n", "timhook.yaml:1: run: got a list, want a text or a list of texts\n   1 | run: [a, [b]]\n     |          ^"},
		{"test: 4\n", "timhook.yaml:1: test: got a number, want the flags of timhook test\n   1 | test: masked\n     |       ^"},
		{"known-failing: [{run: send, untill: 2027-01-31}]\n", "timhook.yaml:1: unknown key \"untill\"\n   1 | known-failing: [{run: send, untill: masked\n     |                             ^^^^^^\ndid you mean until?"},
		{"known-failing: [{run: send, until: soon}]\n", "timhook.yaml:1: until: got \"soon\", want a day such as 2027-01-31\n   1 | known-failing: [{run: send, until: soon}]\n     |                                    ^^^^"},
		{"known-failing: [{reason: x}]\n", "timhook.yaml:1: an entry of known-failing has no run, the pattern of the cases that it means\n   1 | known-failing: [{reason: x}]\n     |                 ^"},
		{"token: secret-k7Qd2mXz\n", "timhook.yaml:1: token: it is here in clear\n   1 | token: masked\n     |        ^\nthis file is committed: write env:NAME or file:PATH, and give the token there"},
		{"profiles: {a: {test: {token: secret-k7Qd2mXz}}}\n", ""},
		{"a: 1\na: 2\n", "timhook.yaml:2: not YAML: this key is there twice\n   2 | a: masked\n     | ^"},
		{"url: [a\n", "timhook.yaml:1: not YAML: the list has no ]\n   1 | url: [a\n     |      ^"},
		{"x-common: &common\n  jobs: 2\n  x: y\ntest:\n  <<: *common\n", "timhook.yaml:3: unknown key \"x\"\n   3 |   x: masked\n     |   ^\nthe keys are the names of flags and verbs, and profiles"},
		{"x-a: &a {jobs: 2}\nx-b: &b\n  <<: *a\n  jobs: 3\ntest:\n  <<: [*b, *a]\n  run: &run send\nsend: {twice: true}\nurl: &u a\nkey: *u\n", ""},
		{"test:\n  <<: [2]\n", "timhook.yaml:2: <<: got a number, want a mapping such as *common\n   2 |   <<: masked\n     |       ^"},
		{"url: *u\n", "timhook.yaml:1: no value before it has this anchor\n   1 | url: *u\n     |      ^"},
		{"x-a: &a [b, b, b, b, b, b, b, b, b, b]\nx-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nx-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nx-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n", "timhook.yaml:4: more than 10000 values, with those that aliases repeat\n   4 | x-d: masked\n     |            ^"},
		{"url: !!str a\n", "timhook.yaml:1: tags and complex keys are not read here; write the value itself\n   1 | url: !!str a\n     |      ^^^^^"},
		{"%YAML 1.2\n---\nurl: a\n", ""},
		{"test:\nprofiles:\n", ""},
		{"test:\n\tjobs: 2\n", "timhook.yaml:2: not YAML: a tab indents this line, and YAML indents with blanks\n   2 | \\tjobs: 2\n     | ^\nput blanks in the place of tabs"},
		{"test:\n\u00a0\u00a0jobs: 2\n", "timhook.yaml:2: a no-break space (U+00A0) in front of the text\n   2 | \\u00a0\\u00a0jobs: 2\n     | ^\nindent with ordinary blanks"},
		{"run: [send, No]\n", "timhook.yaml:1: run: got No, which is true or false to other readers of YAML\n   1 | run: [send, No]\n     |             ^^\nif the text is meant, put it in quotes: \"No\""},
		{"run: [send, \"no\"]\nsign: off\n", ""},
		{"sdk-app-id: 01400000000\n", "timhook.yaml:1: sdk-app-id: got 01400000000, which is octal to some readers of YAML, and decimal to others\n   1 | sdk-app-id: 01400000000\n     |             ^^^^^^^^^^^\nwrite it without the 0 in front"},
		{"jobs: \"2\"\n", "timhook.yaml:1: jobs: got the text \"2\", want a number\n   1 | jobs: \"2\"\n     |       ^\nwrite the number without quotes"},
		{"query: ['a=${KEY}']\n", "timhook.yaml:1: query: got the variable ${KEY}\n   1 | query: masked\n     |         ^\nvariables are not filled in here; take it from the environment as TIMHOOK_QUERY"},
		{"<<<<<<< HEAD\nurl: a\n", "timhook.yaml:1: a merge conflict that is not resolved\n   1 | <<<<<<< HEAD\n     | ^^^^^^^^^^^^"},
		{"“url”: a\n", "timhook.yaml:1: unknown key \"“url”\"\n   1 | “url”: masked\n     | ^^^^^\nthere is “ (U+201C); want \""},
		{"url：a\n", "timhook.yaml:1: got a text, want settings such as url: http://127.0.0.1:8080/im\n   1 | url：a\n     | ^^^^^^\nthere is ： (U+FF1A); want a colon and a blank"},
		{"url:http://h/im\n", "timhook.yaml:1: got a text, want settings such as url: http://127.0.0.1:8080/im\n   1 | url:http://h/im\n     | ^^^^^^^^^^^^^^^\na blank is missing behind the colon: url: …"},
		{"run: *\n", "timhook.yaml:1: not YAML: * begins the name of an anchor, and there is none\n   1 | run: *\n     |      ^\nif a text begins with this character, put it in quotes: 'x'"},
		{"mask: [GroupId, hook]\n", ""},
		{"1: x\n", "timhook.yaml:1: got the key 1, want the name of a flag or a verb\n   1 | 1: masked\n     | ^"},
		{"- url\n", "timhook.yaml:1: got a list, want settings such as url: http://127.0.0.1:8080/im\n   1 | - masked\n     | ^"},
		{"url: a\n---\nurl: b\n", "timhook.yaml:3: a second document; want one\n   3 | url: b\n     |    ^"},
		{"\xff: 1\n", "timhook.yaml:1: this line is not UTF-8\n   1 | �: masked\n     | ^\nsave the file as UTF-8"},
		{strings.Repeat("# long\n", 10_000), "timhook.yaml: got 70000 bytes, want at most 65536"},
		{"群: 1\n", "timhook.yaml:1: unknown key \"群\"\n   1 | 群: masked\n     | ^^\nthe keys are the names of flags and verbs, and profiles"},
		{"send: {'群': '\x1b[31m', zz: 1}\n", ""},
	}
}

func TestConfigurationsAreReadStrictly(t *testing.T) {
	root := wholeRoot()
	for _, tt := range configRows() {
		err := checkConfig(root, tt.text)
		if strings.Contains(tt.text, "{a: {test: {token") || strings.Contains(tt.text, "\x1b") {
			if err == nil || strings.ContainsAny(explained(err), "\x1b") {
				t.Errorf("%q: got %v, want an error that is fit to be seen", tt.text, err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, explained(err)); diff != "" {
			t.Errorf("%q:\n%s", tt.text, diff)
		}
	}
}

// explained is an error as a person sees it.
func explained(err error) string {
	if err == nil {
		return ""
	}
	lines := []string{err.Error()}
	if placed, isPlaced := err.(interface{ Place() []string }); isPlaced { //nolint:errorlint // nothing wraps it
		lines = append(lines, placed.Place()...)
	}
	if hint := cli.HintOf(err); hint != "" {
		lines = append(lines, hint)
	}
	return strings.Join(lines, "\n")
}

func TestTheNearestConfigurationOfTheRepositoryIsFound(t *testing.T) {
	dir := t.TempDir()
	at := func(path string) string { return filepath.Join(dir, filepath.FromSlash(path)) }
	for _, path := range []string{"repo/.git", "repo/a/b", "repo/c/d", "loose/a"} {
		if err := os.MkdirAll(at(path), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"timhook.yaml", "repo/timhook.yaml", "repo/c/timhook.yaml", "loose/timhook.yaml"} {
		if err := os.WriteFile(at(path), []byte("url: x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for from, want := range map[string]string{
		"repo": "repo/timhook.yaml", "repo/a/b": "repo/timhook.yaml", "repo/c": "repo/c/timhook.yaml", "repo/c/d": "repo/c/timhook.yaml",
		"loose": "loose/timhook.yaml", "loose/a": "",
	} {
		if want != "" {
			want = at(want)
		}
		if got := config.FindConfig(at(from)); got != want {
			t.Errorf("from %s: got %q, want %q", from, got, want)
		}
	}
}

func TestPathsInTheConfigurationBeginWhereItLies(t *testing.T) {
	f := &config.File{Shown: "x", Dir: "/srv/app"}
	root := wholeRoot()
	for _, tt := range []struct{ flag, text, want string }{
		{"cacert", "certs/ca.pem", "/srv/app/certs/ca.pem"},
		{"save", "calls.ndjson", "/srv/app/calls.ndjson"},
		{"ready-file", "addr", "/srv/app/addr"},
		{"tls-cert", "cert.pem", "/srv/app/cert.pem"},
		{"known-failing", "@known.txt", "@/srv/app/known.txt"},
		{"cacert", "/etc/ca.pem", "/etc/ca.pem"},
		{"token", "file:t", "file:/srv/app/t"},
		{"token", "env:T", "env:T"},
		{"report", "junit=out/j.xml", "junit=/srv/app/out/j.xml"},
		{"run", "@list.txt", "@/srv/app/list.txt"},
		{"run", "send/*", "send/*"},
		{"body", "-", "-"},
		{"url", "a/b", "a/b"},
	} {
		t.Run(tt.flag+" "+tt.text, func(t *testing.T) {
			got := flags.FromHere(f, flagNamed(t, root, tt.flag), tt.text)
			want := tt.want
			if prefix, path, found := strings.Cut(tt.want, "/srv"); found {
				want = prefix + config.ShortPath("/srv"+path)
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// flagNamed is the flag of some verb.
func flagNamed(t *testing.T, root *cobra.Command, name string) *pflag.Flag {
	t.Helper()
	for _, c := range root.Commands() {
		if f := c.Flags().Lookup(name); f != nil {
			return f
		}
	}
	t.Fatalf("no verb has a flag --%s", name)
	return nil
}

func FuzzConfigurationsNeverPanic(f *testing.F) {
	for _, seed := range []string{
		"url: x\ntest: {run: [a, b], known-failing: [{run: a, until: 2027-01-31}]}\n", "a: &b [*b]\n", "? {a: b}\n: c\n", "%YAML 1.2\n---\n!!map {}\n...\n",
		"a: |\n  b\n", "a: >-\n\n b\n c: d\n", "<<: *a\n", "{", "[[[[", "- - - -", "\t", "'", "\"\\x", "a: b: c", "token: 'a\n b'\n", "---\n---\n", "a:\n  # x\n", "- # a\n", "---\n# b\n---\n",
	} {
		f.Add(seed)
	}
	root := wholeRoot()
	f.Add("x-a: &a {jobs: 2}\nx-b: &b\n  <<: [*a, *a]\n  c: &c [*a, *b]\ntest:\n  <<: *b\nheader:\n- X: ${Y}\n")
	f.Add("\u00a0a\n\tb: 010\n“c”: no\n<<<<<<< d\n%YAML 1.1\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		err := checkConfig(root, text)
		if err != nil && strings.Contains(explained(err), "\n   ") && !strings.Contains(explained(err), " | ") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
