// A receiver for the callbacks of Tencent Cloud Chat. IM_TOKEN, IM_SDKAPPID and PORT are its settings.
package main

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

type object = map[string]any

var token, app = os.Getenv("IM_TOKEN"), os.Getenv("IM_SDKAPPID")

var seen [1 << 16]atomic.Value // the last events: a retry brings the same bytes

// handle is your work. It comes after the answer, once for each event.
func handle(command string, packet object) {}

// decide gives members of the answer: before an event a code that is not 0 refuses it. docs/callbacks.md has them all.
func decide(command string, packet, answer object) {
	body, _ := json.Marshal(packet["MsgBody"])
	switch {
	case command == "Group.CallbackBeforeSendMsg" && strings.Contains(string(body), "forbidden"):
		answer["ErrorCode"], answer["ErrorInfo"] = 10101, "not this word"
	case command == "Chatbot.OnC2CSignalMessage":
		answer["RspData"] = ""
	case strings.HasPrefix(command, "Sns.CallbackPrev"): // each friend is decided by a ResultCode
		items := []object{}
		asked, _ := cmp.Or(packet["FriendItem"], packet["ResponseFriendItem"]).([]any)
		for _, one := range asked {
			fields, _ := one.(object)
			if name, isText := fields["To_Account"].(string); isText {
				items = append(items, object{"To_Account": name, "ResultCode": 0, "ResultInfo": ""})
			}
		}
		answer["ResultItem"] = items
	}
}

// isFromChat reports whether a request has the application's id and a signature of this minute, each once.
func isFromChat(q url.Values) bool {
	sign := fmt.Sprintf("%x", sha256.Sum256([]byte(token+q.Get("RequestTime"))))
	at, err := strconv.ParseUint(q.Get("RequestTime"), 10, 32)
	once := token != "" && len(q["SdkAppid"]) == 1 && len(q["Sign"]) == 1 && len(q["RequestTime"]) == 1
	return once && err == nil && q.Get("SdkAppid") == app && time.Since(time.Unix(int64(at), 0)).Abs() <= time.Minute &&
		subtle.ConstantTimeCompare([]byte(sign), []byte(q.Get("Sign"))) == 1
}

func receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	q, packet, status := r.URL.Query(), object{}, http.StatusOK
	command, isJSON := q.Get("CallbackCommand"), utf8.Valid(body) && json.Unmarshal(body, &packet) == nil && packet != nil
	answer := object{"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
	switch {
	case r.Method != http.MethodPost:
		status = http.StatusMethodNotAllowed
	case err != nil:
		status = http.StatusRequestEntityTooLarge
	case !isFromChat(q):
		status = http.StatusForbidden
	case !isJSON || packet["CallbackCommand"] != nil && packet["CallbackCommand"] != command:
		status = http.StatusBadRequest
	default:
		decide(command, packet, answer)
	}
	if status != http.StatusOK {
		answer = object{"ActionStatus": "FAIL", "ErrorInfo": http.StatusText(status), "ErrorCode": 1}
	} else if key := sha256.Sum256(body); seen[binary.BigEndian.Uint16(key[:])].Swap(key) != key {
		go func() {
			defer func() { log.Printf("%q is done: %v", command, recover()) }() // nil, unless it failed
			handle(command, packet)
		}()
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func main() {
	http.HandleFunc("/im", receive)
	log.Fatal(http.ListenAndServe(os.Getenv("IM_HOST")+":"+cmp.Or(os.Getenv("PORT"), "8080"), nil))
}
