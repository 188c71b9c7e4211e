package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// account is what the console knows of the application; an empty member is not checked.
// Each callback takes the delay, and with places no more of them are at work at once.
type account struct {
	token, sdkAppID string
	delay           time.Duration
	places          chan struct{}
}

const maxBody = 1 << 20

// packet is a response packet.
type packet struct {
	ActionStatus string
	ErrorInfo    string
	ErrorCode    int
}

func accepted() packet             { return packet{ActionStatus: "OK"} }
func refused(reason string) packet { return packet{"FAIL", reason, 1} }

// take returns the HTTP status and the response packet for a callback. The query gives all values of a parameter.
func (a account) take(query func(name string) []string, body []byte) (int, packet) {
	a.work()
	if !a.knows(only(query("SdkAppid")), only(query("Sign")), only(query("RequestTime")), time.Now()) {
		return http.StatusForbidden, refused("SdkAppid or Sign is wrong")
	}
	var request map[string]json.RawMessage
	if err := json.Unmarshal(body, &request); err != nil || request == nil || only(query("CallbackCommand")) == "" {
		return http.StatusBadRequest, refused("no callback")
	}
	return http.StatusOK, accepted()
}

func (a account) work() {
	if a.places != nil {
		a.places <- struct{}{}
		defer func() { <-a.places }()
	}
	time.Sleep(a.delay)
}

func (a account) knows(sdkAppID, sign, requestTime string, now time.Time) bool {
	if a.sdkAppID != "" && sdkAppID != a.sdkAppID {
		return false
	}
	if a.token == "" {
		return true
	}
	at, err := strconv.ParseInt(requestTime, 10, 64)
	if err != nil || at < now.Unix()-60 || at > now.Unix()+60 {
		return false
	}
	sum := sha256.Sum256([]byte(a.token + requestTime))
	return subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(sign)) == 1
}

// only is the value of a parameter that stands there once, "" otherwise.
func only(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}
