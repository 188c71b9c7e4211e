package e2e_test

import (
	"os/exec"
	"path/filepath"
)

// flawed is a backend of testdata/mistakes, and which words of timhook cure it.
type flawed struct {
	name    string // its file or directory below testdata/mistakes
	program string // what has to be installed
	command func(t tempDirer, name, address string) ([]string, error)
	cures   []cure
	never   string // words that would name a cause that this backend does not have
}

// cure is a fix of a backend, and the words that have to be among the advice of one finding before it may be applied.
type cure struct{ fix, words string }

type tempDirer interface{ TempDir() string }

// The words that several backends are cured by.
const (
	wordsCanonical = `"ActionStatus":"OK"`
	wordsCode      = `"ErrorCode":0\b`
	wordsInfo      = `"ErrorInfo":""`
	wordsStatus    = `(?i)\b201\b|status(es)? 200|send 200|answer 200`
	wordsSign      = `(?i)sha-?256`
	wordsOrder     = `(?i)(wrong|other|reversed?) order|token first|RequestTime before the token`
	wordsHMAC      = `(?i)\bhmac\b`
	wordsWindow    = `(?i)60 s|minute|RequestTime.*(old|late|future|window)`
	wordsApp       = `SdkAppid`
	wordsMethod    = `(?i)\b405\b|other methods?|method is not POST|only POST|POST only`
	wordsBadJSON   = `(?i)(catch|except|exception)\b.*JSON|JSON.*(catch|except|exception)\b|JSON_THROW_ON_ERROR`
	wordsNull      = `(?i)no object|an object|a dict|isinstance|is_object|null (body|root|and)|body is null`
	wordsList      = `(?i)an? (array|list|object)|isArray|is_object`
	wordsBacklog   = `(?i)backlog|request_queue_size|ThreadingHTTPServer|ThreadingMixIn`
	wordsNaN       = `parse_constant`
	wordsLarge     = `(?i)\b(large|larger|limit|size|KiB|KB)\b`
	wordsCrash     = `(?i)uncaught|unhandled|exception|try/catch|\bcatch\b`
)

func flawedBackends() []flawed {
	const bom, hmac, omitempty = `(?i)without a (BOM|byte order mark)`, `createHmac|hash_hmac|hmac\.New`, `omitempty`
	return []flawed{
		{"python/first.py", "python3", script("python3"), []cure{
			{"plain-ok", wordsCanonical},
			{"missing-field", `From_Account|\.get\(|(?i)(lacks?|without) (its|a|the) fields?|missing fields?`},
			{"bad-json", wordsBadJSON},
			{"nan", wordsNaN},
			{"no-object", wordsNull},
			{"no-sign", wordsSign},
			{"no-app", wordsApp},
			{"chunked", `(?i)chunk(ed|s)\b`},
			{"backlog", wordsBacklog},
		}, bom},
		{"python/wsgi.py", "python3", script("python3"), []cure{
			{"repr", `(?i)single quotes?|json\.dumps`},
			{"order", wordsOrder},
			{"null-info", wordsInfo},
			{"body", wordsBadJSON},
			{"nan", wordsNaN},
			{"no-app", wordsApp},
			{"method", wordsMethod},
			{"backlog", wordsBacklog},
		}, bom},
		{"python/kept.py", "python3", script("python3"), []cure{
			{"hmac", wordsHMAC},
			{"created", wordsStatus},
			{"length", `Content-Length`},
			{"nan", wordsNaN},
			{"method", wordsMethod},
			{"no-app", wordsApp},
			{"large", wordsLarge},
		}, bom},
		{"node/first.js", "node", script("node"), []cure{
			{"plain-ok", wordsCanonical},
			{"exception", wordsCrash},
			{"null-body", wordsNull},
			{"no-sign", wordsSign},
			{"no-app", wordsApp},
			{"method", wordsMethod},
		}, bom},
		{"node/strings.js", "node", script("node"), []cure{
			{"string-code", wordsCode},
			{"lower-case", `actionStatus|camel case|Corrected +\{"ActionStatus"`},
			{"created", wordsStatus},
			{"md5", `(?i)\bmd5\b`},
			{"no-window", wordsWindow},
			{"unknown", `(?i)unknown command|do(es)? not (know|handle)`},
			{"no-app", wordsApp},
			{"array", wordsList},
		}, bom},
		{"node/wrapped.js", "node", script("node"), []cure{
			{"wrapped", `(?i)unwrap|/data\b`},
			{"millis", `(?i)\bseconds\b`},
			{"type", `(?i)\b415\b|Content-Type`},
			{"silent", `(?i)never answer|no answer|without (an )?answer|answers? (on )?every|every (path|branch)`},
			{"uncaught", wordsCrash},
			{"no-app", wordsApp},
		}, bom},
		{"php/first.php", "php", phpServer, []cure{
			{"notices", `(?i)display_errors|warning|notice`},
			{"no-json", wordsBadJSON + `|` + wordsNull},
			{"no-sign", wordsSign},
			{"no-app", wordsApp},
			{"method", wordsMethod},
		}, bom},
		{"php/loose.php", "php", phpServer, []cure{
			{"unsigned", `(?i)unsigned|without (a )?Sign|no Sign|missing or empty Sign|isset`},
			{"zeros", `===|hash_equals`},
			{"no-window", wordsWindow},
			{"null-info", wordsInfo},
			{"text-code", wordsCode},
			{"no-app", wordsApp},
			{"empty", `(?i)empty|JSON_THROW_ON_ERROR|json_last_error|` + wordsNull},
			{"list", wordsList},
		}, bom},
		{"php/saved.php", "php", phpServer, []cure{
			{"bom", bom},
			{"success", wordsCanonical},
			{"die", `(?i)"FAIL"|\bdie\b`},
			{"no-sign", wordsSign},
			{"no-app", wordsApp},
			{"method", wordsMethod},
		}, hmac},
		{"go/first", "go", goBuild, []cure{
			{"omitempty", omitempty},
			{"event-time", `EventTime`},
			{"random", `Random`},
			{"method", wordsMethod},
			{"no-sign", wordsSign},
			{"no-app", wordsApp},
			{"null", wordsNull},
		}, bom},
		{"go/signed", "go", goBuild, []cure{
			{"upper", `(?i)(upper|lower)[ -]?case`},
			{"window", wordsWindow},
			{"ok", wordsCanonical},
			{"content", `MsgContent`},
			{"no-app", wordsApp},
			{"null", wordsNull},
		}, hmac},
		{"go/strict", "go", goBuild, []cure{
			{"panic", `(?i)panic|type assertion`},
			{"unknown", `(?i)DisallowUnknownFields|unknown (field|member)|fields? (that )?(it|you) do(es)? not know`},
			{"large", wordsLarge},
			{"info", wordsInfo},
			{"float", wordsCode},
			{"hmac", wordsHMAC},
			{"no-app", wordsApp},
			{"null", wordsNull},
		}, bom},
	}
}

func script(program string) func(tempDirer, string, string) ([]string, error) {
	return func(_ tempDirer, name, _ string) ([]string, error) {
		file, err := filepath.Abs("testdata/mistakes/" + name)
		return []string{program, file}, err
	}
}

func phpServer(_ tempDirer, name, address string) ([]string, error) {
	file, err := filepath.Abs("testdata/mistakes/" + name)
	return []string{"php", "-S", address, file}, err
}

func goBuild(t tempDirer, name, _ string) ([]string, error) {
	program := t.TempDir() + "/backend"
	return []string{program}, exec.Command("go", "build", "-o", program, "./testdata/mistakes/"+name).Run()
}
