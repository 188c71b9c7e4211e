// Package team is the backend of a team that imports webhooktest: a module of its own, which e2e tests copy.
package team

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/timhook/timhook/signer"
)

// Message is what is stored of a callback after a group message was sent.
type Message struct {
	Group string      `json:"group"`
	Seq   json.Number `json:"seq"`
	Time  json.Number `json:"time"`
}

// IM takes callbacks on /im and stores messages.
type IM struct {
	SDKAppID, Token string
	Forgetful       bool // it forgets what it has stored, and stores it again
	Careless        bool // it does not look at Sign

	mu     sync.Mutex
	stored map[string][]Message
}

func (im *IM) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	packet, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	switch {
	case r.URL.Path != "/im":
		http.NotFound(w, r)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		answer(w, http.StatusMethodNotAllowed, "FAIL", 1)
	case err != nil, !json.Valid(packet) || packet[0] != '{':
		answer(w, http.StatusBadRequest, "FAIL", 1)
	case !im.Careless && signer.Verify(im.Token, q.Get("Sign"), q.Get("RequestTime"), time.Now()) != nil,
		len(q["SdkAppid"]) != 1 || q.Get("SdkAppid") != im.SDKAppID:
		answer(w, http.StatusForbidden, "FAIL", 1)
	default:
		im.store(packet)
		answer(w, http.StatusOK, "OK", 0)
	}
}

func (im *IM) store(packet []byte) {
	key, m := read(packet)
	im.mu.Lock()
	defer im.mu.Unlock()
	if im.stored == nil {
		im.stored = map[string][]Message{}
	}
	if len(im.stored[key]) == 0 || im.Forgetful {
		im.stored[key] = append(im.stored[key], m)
	}
}

// Stored are the messages of a callback.
func (im *IM) Stored(packet []byte) []Message {
	key, _ := read(packet)
	im.mu.Lock()
	defer im.mu.Unlock()
	return append([]Message{}, im.stored[key]...)
}

func read(packet []byte) (key string, m Message) {
	var p struct {
		GroupId   any
		MsgSeq    json.Number
		EventTime json.Number // json.Number takes a number and a string of one
	}
	_ = json.Unmarshal(packet, &p) // a field of another type is no reason to lose the event
	m = Message{fmt.Sprint(p.GroupId), p.MsgSeq, p.EventTime}
	if m.Time == "" {
		m.Time = "0"
	}
	if m.Seq == "" {
		m.Seq = "0"
	}
	return fmt.Sprint(m.Group, "/", m.Seq), m
}

func answer(w http.ResponseWriter, status int, word string, code int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"ActionStatus":%q,"ErrorInfo":"","ErrorCode":%d}`, word, code)
}
