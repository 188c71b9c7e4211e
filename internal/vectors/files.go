package vectors

import (
	"bytes"
	"encoding/json"
	"strings"
)

// File is a file of the folder, with its path below it, in slashes.
type File struct {
	Path string
	Data []byte
}

// index is the form of index.json.
type index struct {
	Timhook  string         `json:"timhook"` // the version of the form
	Now      int64          `json:"now"`
	Token    string         `json:"token"`
	SDKAppID int64          `json:"sdkAppId"`
	Window   int            `json:"windowSeconds"`
	Reasons  []ReasonInfo   `json:"reasons"`
	Requests []requestEntry `json:"requests"`
	Answers  []answerEntry  `json:"answers"`
}

type requestEntry struct {
	ID       string `json:"id"`
	Head     string `json:"head"`
	Body     string `json:"body"`
	Accept   bool   `json:"accept"`
	Reason   Reason `json:"reason,omitempty"`
	Level    string `json:"level"`
	Callback string `json:"callback"`
	Doc      string `json:"doc"`
	Source   string `json:"source"`
	Check    string `json:"check,omitempty"`
	Case     string `json:"case,omitempty"`
}

type answerEntry struct {
	ID       string `json:"id"`
	Head     string `json:"head"`
	Body     string `json:"body"`
	Right    bool   `json:"right"`
	Check    string `json:"check,omitempty"`
	Level    string `json:"level,omitempty"`
	Request  string `json:"request"`
	Callback string `json:"callback"`
	Doc      string `json:"doc"`
}

// IndexName is the file that names all others.
const IndexName = "index.json"

// Files are the files of a folder: the index, then a head and a body for each vector. Head and body one after the other
// are the bytes of the wire.
func (s Set) Files() ([]File, error) {
	x := index{
		Timhook: "vectors/1", Now: s.Now, Token: Token, SDKAppID: SDKAppID, Window: 60, Reasons: Reasons(),
	}
	var files []File
	split := func(folder, id string, wire []byte) (head, body string) {
		end := bytes.Index(wire, []byte("\r\n\r\n")) + 4
		head, body = folder+"/"+id+".head", folder+"/"+id+".body"
		files = append(files, File{head, wire[:end]}, File{body, wire[end:]})
		return head, body
	}
	callbacks := map[string]string{}
	for _, r := range s.Requests {
		head, body := split("requests", r.ID, r.AppendWire(nil))
		callbacks[r.ID] = r.Callback
		x.Requests = append(x.Requests, requestEntry{
			ID: r.ID, Head: head, Body: body, Accept: r.Reason == "", Reason: r.Reason, Level: r.Level.String(),
			Callback: r.Callback, Doc: r.Doc, Source: r.Source, Check: r.Check, Case: r.Case,
		})
	}
	for _, a := range s.Answers {
		head, body := split("answers", a.ID, []byte(a.Wire))
		e := answerEntry{
			ID: a.ID, Head: head, Body: body, Right: a.Check == "", Check: a.Check,
			Request: a.Request, Callback: callbacks[a.Request], Doc: a.Doc,
		}
		if !e.Right {
			e.Level = a.Level.String()
		}
		x.Answers = append(x.Answers, e)
	}
	text, err := x.text()
	return append([]File{{IndexName, text}}, files...), err
}

// text has a line for each member of an entry, and no escaped ampersands.
func (x index) text() ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(x)
	return []byte(b.String()), err
}
