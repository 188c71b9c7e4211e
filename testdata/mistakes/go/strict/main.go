// Command strict trusts its packets. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all
// cures all.
//
//	panic    panics where MsgBody is no list
//	unknown  refuses members that it does not know
//	large    reads 4096 bytes of a packet
//	info     answers without ErrorInfo
//	float    answers ErrorCode as 0.0
//	hmac     takes HMAC-SHA256 for the signature
//	no-app   takes the callbacks of any application
//	null     takes null for a packet
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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

func signed(q url.Values) bool {
	text := q.Get("RequestTime")
	at, err := strconv.ParseInt(text, 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > time.Minute {
		return false
	}
	if fixed("hmac") {
		sum := sha256.Sum256([]byte(os.Getenv("IM_TOKEN") + text))
		return q.Get("Sign") == hex.EncodeToString(sum[:])
	}
	mac := hmac.New(sha256.New, []byte(os.Getenv("IM_TOKEN")))
	mac.Write([]byte(text))
	return q.Get("Sign") == hex.EncodeToString(mac.Sum(nil))
}

// known are the members that the page of the newest callback had when this was written.
type known struct {
	CallbackCommand, GroupId, Type, From_Account, Operator_Account, MsgId, TopicId, CloudCustomData any
	EventTime, Random, MsgSeq, MsgTime, OnlineOnlyFlag, MsgBody, AtRobots_Account, GroupAtInfo      any
	MsgSeqList, GroupAttr, OptionType                                                               any
}

func read(body io.Reader) error {
	if !fixed("large") {
		body = io.LimitReader(body, 4096)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	if !fixed("unknown") {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&known{}); err != nil {
			return err
		}
	}
	var packet map[string]any
	if err := json.Unmarshal(text, &packet); err != nil {
		return err
	}
	if packet == nil && fixed("null") {
		return errors.New("no packet")
	}
	if body := packet["MsgBody"]; body != nil {
		elements, isList := body.([]any)
		if !isList && fixed("panic") {
			return errors.New("MsgBody is no list")
		}
		log.Print(elements[0].(map[string]any)["MsgType"])
	}
	return nil
}

func reply(w http.ResponseWriter, status int, reason string) {
	actionStatus, code, info := "OK", "0", ""
	if reason != "" {
		actionStatus, code = "FAIL", "1"
	}
	if fixed("info") || reason != "" {
		info = fmt.Sprintf(`"ErrorInfo":%q,`, reason)
	}
	if !fixed("float") {
		code += ".0"
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"ActionStatus":%q,%s"ErrorCode":%s}`, actionStatus, info, code)
}

func handle(w http.ResponseWriter, r *http.Request) {
	switch {
	case !signed(r.URL.Query()):
		reply(w, http.StatusForbidden, "Sign is wrong")
	case fixed("no-app") && r.URL.Query().Get("SdkAppid") != os.Getenv("IM_SDK_APP_ID"):
		reply(w, http.StatusForbidden, "SdkAppid is not ours")
	case read(r.Body) != nil:
		reply(w, http.StatusBadRequest, "no packet")
	default:
		reply(w, http.StatusOK, "")
	}
}

func main() {
	http.HandleFunc("POST /", handle)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
