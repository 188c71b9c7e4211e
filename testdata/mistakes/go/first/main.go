// Command first is a first try on net/http. FIXED=a,b,c in the environment cures the mistakes of these names,
// FIXED=all cures all.
//
//	omitempty  leaves out an ErrorCode of 0 and an ErrorInfo of ""
//	event-time reads EventTime as a string
//	random     reads Random as an int32
//	method     takes any method
//	no-sign    checks neither Sign nor RequestTime
//	no-app     takes the callbacks of any application
//	null       takes null for a packet
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

func fixed(name string) bool {
	list := os.Getenv("FIXED")
	return list == "all" || strings.Contains(","+list+",", ","+name+",")
}

type answer struct {
	ActionStatus string
	ErrorInfo    string `json:",omitempty"`
	ErrorCode    int    `json:",omitempty"`
}

type fullAnswer struct {
	ActionStatus string
	ErrorInfo    string
	ErrorCode    int
}

func reply(w http.ResponseWriter, status int, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if fixed("omitempty") {
		_ = json.NewEncoder(w).Encode(fullAnswer(a))
	} else {
		_ = json.NewEncoder(w).Encode(a)
	}
}

func signed(q url.Values) bool {
	at, err := strconv.ParseInt(q.Get("RequestTime"), 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > time.Minute {
		return false
	}
	sum := sha256.Sum256([]byte(os.Getenv("IM_TOKEN") + q.Get("RequestTime")))
	return q.Get("Sign") == hex.EncodeToString(sum[:])
}

// decode reads a member as the type that this backend has for it; a packet without the member is good.
func decode[T any](packet map[string]json.RawMessage, name string) error {
	var value T
	if packet[name] == nil {
		return nil
	}
	return json.Unmarshal(packet[name], &value)
}

func read(body []byte) (map[string]json.RawMessage, error) {
	var packet map[string]json.RawMessage
	if err := json.Unmarshal(body, &packet); err != nil {
		return nil, err
	}
	if !fixed("event-time") {
		if err := decode[string](packet, "EventTime"); err != nil {
			return nil, err
		}
	}
	if !fixed("random") {
		return packet, decode[int32](packet, "Random")
	}
	return packet, nil
}

func handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	switch packet, err := read(body); {
	case fixed("method") && r.Method != http.MethodPost:
		reply(w, http.StatusMethodNotAllowed, answer{"FAIL", "POST only", 1})
	case fixed("no-sign") && !signed(r.URL.Query()):
		reply(w, http.StatusForbidden, answer{"FAIL", "Sign is wrong", 1})
	case fixed("no-app") && r.URL.Query().Get("SdkAppid") != os.Getenv("IM_SDK_APP_ID"):
		reply(w, http.StatusForbidden, answer{"FAIL", "SdkAppid is not ours", 1})
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case fixed("null") && packet == nil:
		http.Error(w, "no packet", http.StatusBadRequest)
	default:
		reply(w, http.StatusOK, answer{ActionStatus: "OK"})
	}
}

func main() {
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.HandlerFunc(handle)))
}
