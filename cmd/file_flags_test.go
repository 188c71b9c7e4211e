package cmd

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
)

// fileFlag is a flag that takes a file, or an argument that does.
type fileFlag struct {
	writes bool
	file   string   // of folderOfInputs: what the flag reads without complaint
	before string   // in front of the name of the file: "file:" of --token
	with   []string // what else is on the command line then
	many   bool     // entries are read one by one, and a folder is one input
}

// argument is the name here of a file given as an argument, as others are given with a flag.
const argument = "FILE"

// fileFlags are all that take a file: those of the same name take the same in every verb.
func fileFlags() map[string]fileFlag {
	return map[string]fileFlag{
		argument:             {file: "calls.ndjson", many: true},
		"report " + argument: {file: "run.ndjson"},
		"config":             {file: "timhook-2.yaml"},
		"token":              {file: "token.txt", before: "file:"},
		"body":               {file: "packet.json"},
		"set":                {file: "text.txt", before: "From_Account=@"},
		"add":                {file: "text.txt", before: "New=@"},
		"run":                {file: "list.txt", before: "@"},
		"skip":               {file: "list.txt", before: "@"},
		"known-failing":      {file: "known.txt", before: "@"},
		"cacert":             {file: "cert.pem"},
		"record cacert":      {file: "cert.pem", with: []string{"--forward", "https://127.0.0.1:9/im"}},
		"cert":               {file: "cert.pem", with: []string{"--key", "key.pem"}},
		"key":                {file: "key.pem", with: []string{"--cert", "cert.pem"}},
		"tls-cert":           {file: "cert.pem", with: []string{"--tls-key", "key.pem"}},
		"tls-key":            {file: "key.pem", with: []string{"--tls-cert", "cert.pem"}},
		"reply":              {file: "answer.json"},
		"output":             {writes: true},
		"save":               {writes: true},
		"ready-file":         {writes: true},
		"report":             {writes: true, before: "json="},
		"to":                 {writes: true, before: "json="},
	}
}

// verbsWithFiles are the command lines that the flags are added to. Nothing listens on port 9.
func verbsWithFiles() [][]string {
	return [][]string{
		{"send", "send", "http://127.0.0.1:9/im"},
		{"test", "http://127.0.0.1:9/im"},
		{"load", "send", "http://127.0.0.1:9/im", "-n", "1"},
		{"shrink", "send", "-u", "http://127.0.0.1:9/im"},
		{"generate", "send"},
		{"record", "--listen", "127.0.0.1:0", "-n", "1"},
		{"serve", "--listen", "127.0.0.1:0"},
		{"sign"},
		{"demo"},
		{"replay", argument, "-u", "http://127.0.0.1:9/im"},
		{"shrink", argument, "-u", "http://127.0.0.1:9/im"},
		{"lint", argument},
		{"verify", argument, "--token", "env:IM_TOKEN"},
		{"diff", argument, "second.ndjson"},
		{"compare", argument, "second.ndjson"},
		{"report", argument},
	}
}

// fileFlagsOf are those of a verb, by name. It fails for a flag with a file that the table lacks.
func fileFlagsOf(t *testing.T, verb *cobra.Command, line []string) map[string]fileFlag {
	t.Helper()
	known, found := fileFlags(), map[string]fileFlag{}
	add := func(name string) {
		use, ok := known[verb.Name()+" "+name]
		if !ok {
			use, ok = known[name]
		}
		if !ok {
			t.Errorf("%s: the tests know no file for %s", verb.Name(), name)
		}
		found[name] = use
	}
	verb.InheritedFlags()
	verb.Flags().VisitAll(func(f *pflag.Flag) {
		placeholder, _ := pflag.UnquoteUsage(f)
		_, names := f.Annotations["timhook_file"]
		isFile := names || strings.Contains(placeholder, "FILE") || strings.Contains(placeholder, "PATH=") ||
			strings.HasSuffix(placeholder, "=PATH")
		builtOnly := slices.Contains([]string{"body", "set", "add"}, f.Name) && slices.Contains(line, argument)
		if isFile && !builtOnly && !slices.Contains(line, "--"+f.Name) {
			add(f.Name)
		}
	})
	if slices.Contains(line, argument) {
		add(argument)
	}
	return found
}

// words are the command line that gives a flag this file.
func (f fileFlag) words(line []string, flag, path string) []string {
	if flag == argument {
		line = slices.Clone(line)
		line[slices.Index(line, argument)] = path
		return line
	}
	return slices.Concat(line, []string{"--" + flag, f.before + path}, f.with)
}

// withArgument fills in the file that the verb reads where no test has done so.
func withArgument(words []string) []string {
	file := "calls.ndjson"
	if words[0] == "report" {
		file = "run.ndjson"
	}
	words = slices.Clone(words)
	if i := slices.Index(words, argument); i >= 0 {
		words[i] = file
	}
	return words
}

// folderOfInputs has a file for each flag that reads one.
func folderOfInputs(t *testing.T) map[string][]byte {
	t.Helper()
	cert, key := selfSigned(t)
	t.Chdir(t.TempDir())
	files := map[string][]byte{
		"cert.pem": cert, "key.pem": key, "timhook-2.yaml": []byte("timeout: 2s\n"),
		"token.txt": []byte("canary-of-the-files\n"), "text.txt": []byte("somebody"),
		"list.txt": []byte("baseline-minimal\n"), "known.txt": []byte("send/baseline-minimal\n"),
		"answer.json": []byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`),
	}
	for name, data := range files {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(files["answer.json"])
	}))
	defer backend.Close()
	for _, words := range []string{
		"generate send --seed 7 -o packet.json",
		"send send --body packet.json --save calls.ndjson --report ndjson=run.ndjson " + backend.URL,
		"send send --body packet.json --save second.ndjson " + backend.URL,
	} {
		if code, _, stderr := ran(t.Context(), strings.Fields(words)); code != 0 {
			t.Fatalf("%s: exit %d: %s", words, code, stderr)
		}
	}
	for _, name := range []string{"packet.json", "calls.ndjson", "second.ndjson", "run.ndjson"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	return files
}

// selfSigned are a certificate and its key.
func selfSigned(t *testing.T) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "timhook"}, IsCA: true, BasicConstraintsValid: true,
		NotAfter: time.Now().Add(time.Hour),
	}
	der, errCert := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	secret, errKey := x509.MarshalPKCS8PrivateKey(private)
	if errCert != nil || errKey != nil {
		t.Fatal(errCert, errKey)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
}

// ran runs a command line in this process. What it says is on stderr, as is how it ends.
func ran(ctx context.Context, args []string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	environment := map[string]string{"IM_TOKEN": "canary-of-the-files"}
	a := cli.New(strings.NewReader(""), &out, &errs, func(name string) string { return environment[name] })
	a.Stop = ctx.Done()
	err := run(ctx, a, args)
	for _, end := range a.AtEnd {
		end()
	}
	_ = a.Out.Flush()
	code = a.Finish(err)
	_ = a.Err.Flush()
	return code, out.String(), errs.String()
}
