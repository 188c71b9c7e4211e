//go:build unix

package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// secretCanary is a secret of the user's in one place.
type secretCanary struct {
	place, value string
	parts        []string // what is left of the value in any spelling: letters and digits, or base64
}

// secretCanaries are the values that the command lines of canary rows hold, by the word that stands for each in a row.
func secretCanaries() map[string]secretCanary {
	list := map[string]secretCanary{}
	for word, c := range map[string][2]string{
		"TOKEN":    {"--token", `To0cAnary<&>/+"%To0taiL`},
		"APIKEY":   {"a header field with a plain name", `Ap1cAnary<&>/+"%Ap1taiL`},
		"KEY":      {"a header field with a short name", `Ke2cAnary<&>/+"%Ke2taiL`},
		"BEARER":   {"Authorization", `Be3cAnary-._~+/Be3taiL`},
		"PLAIN":    {"a header field whose name tells nothing", `Pl8cAnary.Pl8taiL`},
		"COOKIE":   {"Cookie", `Co4cAnary%22+/<&>Co4taiL`},
		"PARAM":    {"--query", `Pa5cAnary<&>/+"%Pa5taiL`},
		"OWN":      {"a parameter of the URL", `Ow6cAnary%3C%26%2FOw6taiL`},
		"PATH":     {"a segment of the URL's path", `Se7cAnary8x9Se7taiL`},
		"PASSWORD": {"the URL's user", `Pw9cAnary!Pw9taiL`},
		"TENANT":   {"a header field that is told", "T1taiL"},
		"SHORT":    {"a short value in several places that are told", "q<7"},
		"CUSTOMER": {"a parameter that is told", `Cu1cAnary<&>/+"%Cu1taiL`},
		"MEMBER":   {"a member that is told", `Me2cAnary<&>/+%Me2taiL`},
		"PASTED":   {"where no secret belongs", `Xk9pCanary77Qz3LmPs4taiL`},
		"PROXY":    {"the user of a proxy", `Pr0cAnary!Pr0taiL`},
		"BASIC":    {"Authorization: Basic", `Ba6cAnary!Ba6taiL`},
		"SIGN":     {"Sign of a capture", "5a6b7c8d9e0f" + strings.Repeat("0123456789abc", 4)},
	} {
		value := c[1]
		list[word] = secretCanary{place: c[0], value: value, parts: canaryPartsOf(value)}
	}
	return list
}

// canaryPartsOf are pieces of a value that are written the same in every spelling, so that one that nobody has
// thought of is found too, and pieces of its base64, wherever it begins in what is encoded.
func canaryPartsOf(value string) []string {
	if len(value) < 9 {
		return []string{value, html.EscapeString(value)}
	}
	parts := []string{value[:9], value[len(value)-7:]}
	if len(value) == 64 { // a signature, of which a few digits stand in other numbers
		parts = []string{value[:12], value[len(value)-12:]}
	}
	for _, form := range letterForms() {
		parts = append(parts, strings.TrimSpace(escapedLetters(form, value[:9])))
	}
	for _, once := range inBase64(value) {
		parts = append(parts, once[:10], once[len(once)-10:])
		for _, twice := range inBase64(once) {
			parts = append(parts, twice[:10], twice[len(twice)-10:])
		}
	}
	return parts
}

// inBase64 are the characters that a value decides in any base64 that holds it, wherever in that it begins.
func inBase64(value string) []string {
	var list []string
	for before := range 3 {
		text := append(make([]byte, before), value...)
		first, end := (before*8+5)/6, len(text)*8/6 // other characters hold bits of the text around it
		list = append(list, base64.RawStdEncoding.EncodeToString(text)[first:end])
	}
	return list
}

// toldCanaries are those that only the user can tell. They are not even in a request that is asked for.
func toldCanaries() []string { return []string{"PATH", "TENANT", "SHORT", "CUSTOMER", "MEMBER"} }

// leaksIn names the canaries of which a part stands in a text.
func leaksIn(text string) []string {
	var found []string
	for word, c := range secretCanaries() {
		if holdsPart(text, c.parts) {
			found = append(found, word)
		}
	}
	slices.Sort(found)
	return found
}

func holdsPart(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// withCanaries fills the words of a row in.
func withCanaries(text string) string {
	for word, c := range secretCanaries() {
		text = strings.ReplaceAll(text, "$"+word+"$", c.value)
	}
	return text
}

// tellingBackend fails every callback and tells in its answer what it was sent, spelt in several ways, as a backend
// with debugging on does. It keeps what it has seen.
type tellingBackend struct {
	*httptest.Server
	mu    sync.Mutex
	seen  strings.Builder
	signs []string
}

func newTellingBackend(t *testing.T) *tellingBackend {
	b := &tellingBackend{}
	b.Server = httptest.NewServer(http.HandlerFunc(b.answer))
	t.Cleanup(b.Close)
	return b
}

func (b *tellingBackend) answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	told := r.Method + " " + r.RequestURI + "\n"
	for name, values := range r.Header {
		for _, v := range values {
			told += name + ": " + v + "\n"
		}
	}
	for name, values := range r.URL.Query() {
		told += name + "=" + strings.Join(values, ",") + "\n"
	}
	if _, password, ok := r.BasicAuth(); ok {
		told += password + "\n"
	}
	b.mu.Lock()
	b.seen.WriteString(told)
	b.signs = append(b.signs, r.URL.Query()["Sign"]...)
	b.mu.Unlock()
	letters := told
	for _, form := range letterForms() {
		told += escapedLetters(form, letters)
	}
	once := base64.StdEncoding.EncodeToString([]byte(letters))
	told += once + "\n" + base64.StdEncoding.EncodeToString([]byte(once)) + "\n" +
		html.EscapeString(letters) + url.QueryEscape(letters)
	if r.Header.Get("X-Raw") != "" {
		lines := letters + escapedLetters("%%%02x", letters) + once + base64.StdEncoding.EncodeToString([]byte(once))
		answerRaw(w, strings.ReplaceAll(lines, "\n", "' '"))
		return
	}
	info, err := json.Marshal(fmt.Sprintf("%s, %s", told, body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Told", r.Header.Get("X-Key"))
	w.Header().Set("Set-Cookie", r.Header.Get("Cookie"))
	fmt.Fprintf(w, `{"ActionStatus":"OK","ErrorInfo":%s,"ErrorCode":"0"}`, info)
}

// answerRaw tells it in every place of an answer: interim answer, status line, header fields, a chunk's extension, a
// body that is no JSON, and trailers.
func answerRaw(w http.ResponseWriter, told string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "HTTP/1.1 103 Early Hints\r\nLink: <%[1]s>\r\n\r\n"+
		"HTTP/1.1 200 %[1]s\r\nX-Told: %[1]s\r\nSet-Cookie: %[1]s\r\nTransfer-Encoding: chunked\r\nTrailer: X-Last\r\n"+
		"\r\n%[2]x;told=\"%[1]s\"\r\n%[1]s\r\n0\r\nX-Last: %[1]s\r\n\r\n", told, len(told))
}

// letterForms are the escapes that any letter may be spelt in.
func letterForms() []string {
	return []string{"%%%02x", "%%%02X", `\u%04x`, `\u%04X`, `\x%02x`, "&#%d;", "&#x%x;", "&#X%X;", "%02x", "%02X"}
}

// escapedLetters spells every byte in an escape.
func escapedLetters(form, text string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, form, text[i])
	}
	return b.String() + "\n"
}

// told is what the backend was sent so far.
func (b *tellingBackend) told() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seen.String()
}

// signed are the signatures of what it was sent so far.
func (b *tellingBackend) signed() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.signs)
}

// secretRequest is a captured request with a canary in every place, as raw HTTP.
func secretRequest() string {
	body := withCanaries(`{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"$MEMBER$","MsgSeq":"x","Room":"$SHORT$",` +
		`"Sign":"$SIGN$"}`)
	head := withCanaries("POST /hook/$PATH$?access_token=$OWN$&SdkAppid=1400000000" +
		"&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json&ClientIP=203.0.113.9&OptPlatform=Web" +
		"&key=" + url.QueryEscape(secretCanaries()["PARAM"].value) +
		"&customer=" + url.QueryEscape(secretCanaries()["CUSTOMER"].value) + "&Sign=$SIGN$&RequestTime=1741000000" +
		" HTTP/1.1\r\n" +
		"Host: old.example\r\nX-Api-Key: $APIKEY$\r\nX-Key: $KEY$\r\nAuthorization: Bearer $BEARER$\r\n" +
		"Cookie: lang=zh; sid=$COOKIE$\r\nX-Tenant: $TENANT$\r\nX-Room: $SHORT$\r\nContent-Type: application/json\r\n")
	return head + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)
}

// secretArchive is the same request with an answer that quotes it, as browsers keep it.
func secretArchive(t *testing.T) string {
	t.Helper()
	head, body, _ := strings.Cut(secretRequest(), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	type pair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	var header []pair
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		header = append(header, pair{name, value})
	}
	entry := map[string]any{
		"startedDateTime": "2026-01-02T03:04:05Z", "time": 1,
		"request": map[string]any{
			"method": "POST", "url": "https://old.example" + strings.Fields(lines[0])[1], "httpVersion": "HTTP/1.1",
			"headers": header, "queryString": []pair{}, "cookies": []pair{}, "headersSize": -1, "bodySize": len(body),
			"postData": map[string]any{"mimeType": "application/json", "text": body},
		},
		"response": map[string]any{
			"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": []pair{}, "redirectURL": "",
			"headersSize": -1, "bodySize": -1,
			"headers": []pair{
				{"Set-Cookie", "sid=" + secretCanaries()["COOKIE"].value}, {"X-Told", secretCanaries()["KEY"].value},
			},
			"content": map[string]any{
				"size": 1, "mimeType": "application/json",
				"text": fmt.Sprintf(`{"ErrorCode":"0","ErrorInfo":%q}`, head),
			},
		},
		"cache": map[string]any{}, "timings": map[string]any{"send": 0, "wait": 1, "receive": 0},
	}
	text, err := json.Marshal(map[string]any{"log": map[string]any{
		"version": "1.2", "creator": pair{"x", "1"}, "entries": []any{entry},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// otherArchive is an archive in which every canary is another one, and none of them any less.
func otherArchive(archive string) string { return strings.ReplaceAll(archive, "taiL", "taiLother") }
