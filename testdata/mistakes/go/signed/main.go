// Command signed has the wrong signature. FIXED=a,b,c in the environment cures the mistakes of these names,
// FIXED=all cures all.
//
//	upper     compares with a Sign in upper case
//	window    takes any RequestTime
//	ok        answers the text ok
//	content   reads MsgContent as a map of strings
//	no-app    takes the callbacks of any application
//	null      takes null for a packet
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
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

func signed(q url.Values) bool {
	at, err := strconv.ParseInt(q.Get("RequestTime"), 10, 64)
	if fixed("window") && (err != nil || time.Since(time.Unix(at, 0)).Abs() > time.Minute) {
		return false
	}
	want := fmt.Sprintf("%x", sha256.Sum256([]byte(os.Getenv("IM_TOKEN")+q.Get("RequestTime"))))
	if !fixed("upper") {
		want = strings.ToUpper(want)
	}
	return q.Get("Sign") == want
}

type element[T any] struct {
	MsgType    string
	MsgContent T
}

func read(r *http.Request) error {
	var packet map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&packet); err != nil {
		return err
	}
	if packet == nil && fixed("null") {
		return fmt.Errorf("no packet")
	}
	if packet["MsgBody"] == nil || fixed("content") {
		return nil
	}
	var elements []element[map[string]string]
	return json.Unmarshal(packet["MsgBody"], &elements)
}

func reply(w http.ResponseWriter, status int, reason string) {
	if !fixed("ok") {
		w.WriteHeader(status)
		fmt.Fprint(w, "ok")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if reason == "" {
		fmt.Fprint(w, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)
	} else {
		fmt.Fprintf(w, `{"ActionStatus":"FAIL","ErrorInfo":%q,"ErrorCode":1}`, reason)
	}
}

func handle(w http.ResponseWriter, r *http.Request) {
	switch {
	case !signed(r.URL.Query()):
		reply(w, http.StatusForbidden, "Sign is wrong")
	case fixed("no-app") && r.URL.Query().Get("SdkAppid") != os.Getenv("IM_SDK_APP_ID"):
		reply(w, http.StatusForbidden, "SdkAppid is not ours")
	case read(r) != nil:
		reply(w, http.StatusBadRequest, "no packet")
	default:
		reply(w, http.StatusOK, "")
	}
}

func main() {
	http.HandleFunc("POST /", handle)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
