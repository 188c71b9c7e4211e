package report

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
)

// document is the JSON report. Members are added, never renamed.
type document struct {
	Verdict   string         `json:"verdict"` // pass, fail, fixed, warn, skip or error
	Counts    map[string]int `json:"counts"`
	Seed      uint64         `json:"seed"`
	Now       time.Time      `json:"now"`
	Version   string         `json:"version"`
	Catalogue string         `json:"catalogue"`
	Backend   string         `json:"backend"`
	SDKAppID  uint64         `json:"sdkAppId"`
	Signed    bool           `json:"signed"`
	Started   time.Time      `json:"started"`
	Seconds   float64        `json:"seconds"`
	Findings  []finding      `json:"findings"`
	Results   []result       `json:"results,omitempty"`
}

type finding struct {
	Check    string   `json:"check"`
	Level    string   `json:"level"`
	Outcome  string   `json:"outcome"` // fail, warn, info, or known when only known failures show it
	Callback string   `json:"callback"`
	Case     string   `json:"case"`
	Path     string   `json:"path"`
	Offset   int      `json:"offset"` // -1: no place in the body
	Got      string   `json:"got"`
	Want     string   `json:"want"`
	Count    int      `json:"count"`
	Cases    []string `json:"cases"`
	Source   string   `json:"source"`
	Evidence string   `json:"evidence"`
	Means    string   `json:"means"`
	Mend     string   `json:"mend"`
	Again    string   `json:"again"`
}

type result struct {
	Case     string   `json:"case"`
	Callback string   `json:"callback"`
	Variant  string   `json:"variant,omitempty"`
	Step     string   `json:"step,omitempty"`
	Delivery string   `json:"delivery,omitempty"`
	Outcome  string   `json:"outcome"`
	Level    string   `json:"level"`
	Expect   string   `json:"expect"`
	Reaction string   `json:"reaction,omitempty"`
	Skipped  string   `json:"skipped,omitempty"`
	Note     string   `json:"note,omitempty"`
	Error    string   `json:"error,omitempty"`
	Checks   []string `json:"checks,omitempty"` // ids of the findings
	Request  *sent    `json:"request,omitempty"`
	Answer   *answer  `json:"answer,omitempty"`
}

type sent struct {
	Method string `json:"method"`
	URL    string `json:"url"` // without query
	content
}

type answer struct {
	Status      int     `json:"status,omitempty"`
	Proto       string  `json:"proto,omitempty"`
	Failure     string  `json:"failure,omitempty"`
	Truncated   bool    `json:"truncated,omitempty"`
	Reused      bool    `json:"reusedConnection"`
	ConnectMS   float64 `json:"connectMs"`
	FirstByteMS float64 `json:"firstByteMs"`
	WholeMS     float64 `json:"wholeMs"`
	content
}

// content is a body: text where it is valid UTF-8, base64 otherwise. Bytes counts it as it came, with its secrets.
type content struct {
	Body   string `json:"body,omitempty"`
	Base64 string `json:"bodyBase64,omitempty"`
	Bytes  int    `json:"bytes"`
}

func newContent(body []byte, hide secrets) content {
	c := content{Bytes: len(body)}
	if text := hide.mask(string(body)); utf8.ValidString(text) {
		c.Body = text
	} else {
		c.Base64 = base64.StdEncoding.EncodeToString([]byte(text))
	}
	return c
}

func newDocument(r *conformance.Report) document {
	d := document{
		Verdict: strings.ToLower(r.Verdict().String()), Counts: map[string]int{}, Seed: r.Seed, Now: r.Now, Version: r.Version,
		Catalogue: conformance.CatalogueDate, Backend: r.Backend, SDKAppID: r.SDKAppID, Signed: r.Signed,
		Started: r.Started, Seconds: r.Elapsed.Seconds(), Findings: []finding{},
	}
	for _, o := range conformance.Outcomes() {
		d.Counts[strings.ToLower(o.String())] = r.Count(o)
	}
	for _, c := range r.Causes() {
		d.Findings = append(d.Findings, newFinding(r, c))
	}
	return d
}

func newFinding(r *conformance.Report, c conformance.Cause) finding {
	f := finding{
		Check: c.Check.ID, Level: c.Level.String(), Outcome: strings.ToLower(c.Outcome().String()), Callback: c.First.Packet.Command.Name, Case: c.First.Name(),
		Path: c.Path, Offset: c.Offset, Got: c.Got, Want: c.Want, Count: len(c.Cases),
		Source: c.Check.Source, Evidence: c.Check.Evidence.String(), Means: c.Check.Means, Mend: c.Check.Mend, Again: Again(r, c.First),
	}
	for _, shown := range c.Cases {
		f.Cases = append(f.Cases, shown.Name())
	}
	return f
}

func newResult(r conformance.Result, hide secrets) result {
	out := result{
		Case: r.Name(), Callback: r.Packet.Command.Name, Step: r.Packet.Label, Delivery: r.Delivery,
		Outcome: strings.ToLower(r.Outcome().String()), Level: r.Level.String(), Expect: r.Expect.String(), Skipped: r.Skip, Note: r.Note,
	}
	if r.Packet.Variant != nil {
		out.Variant = r.Packet.Variant.ID
	}
	if r.Judgement.Err != nil {
		out.Error = r.Judgement.Err.Error()
	}
	for _, f := range r.Judgement.Findings {
		out.Checks = append(out.Checks, f.Check.ID)
	}
	if x := r.Exchange; x != nil {
		out.Reaction = r.Judgement.Reaction.String()
		out.Request = &sent{Method: x.Request.Method, URL: endpointOf(r), content: newContent(r.Packet.Body, hide)}
		out.Answer = &answer{
			Status: x.Status, Proto: x.Proto, Truncated: x.Truncated, Reused: x.Reused, content: newContent(x.Body, hide),
			ConnectMS: ms(x.Timing.Connect), FirstByteMS: ms(x.Timing.FirstByte), WholeMS: ms(x.Timing.Whole),
		}
		if x.Failure != nil {
			out.Answer.Failure = x.Failure.Error()
		}
	}
	return out
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func writeJSON(w io.Writer, r *conformance.Report) error {
	d := newDocument(r)
	for _, res := range r.Results {
		d.Results = append(d.Results, newResult(res, secretsOf(w)))
	}
	enc := encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func writeNDJSON(w io.Writer, r *conformance.Report) error {
	enc := encoder(w)
	for _, res := range r.Results {
		if err := enc.Encode(newResult(res, secretsOf(w))); err != nil {
			return err
		}
	}
	return enc.Encode(newDocument(r))
}

// encoder leaves < and & readable: the escaping of encoding/json is for pages, and this is none.
func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(inertJSON{w})
	enc.SetEscapeHTML(false)
	return enc
}
