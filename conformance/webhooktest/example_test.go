package webhooktest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/webhooktest"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// takes is a small backend: it checks the signature and answers.
func takes(token string) http.Handler {
	answer := func(w http.ResponseWriter, status int, packet string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, packet)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if err := signer.Verify(token, q.Get("Sign"), q.Get("RequestTime"), time.Now()); err != nil {
			answer(w, http.StatusForbidden, `{"ActionStatus":"FAIL","ErrorInfo":"sign","ErrorCode":1}`)
			return
		}
		answer(w, http.StatusOK, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)
	})
}

// A test of a team's own. Each case is a subtest: go test -run TestCallbacks/timhook/send/eventtime-string.
func ExampleRun() {
	_ = func(t *testing.T) { // func TestCallbacks(t *testing.T)
		webhooktest.Run(t, takes("token of the console"), webhooktest.Options{
			Path: "/im", SDKAppID: 1400000001, Token: "token of the console", Callbacks: []string{"send", "recall"},
		})
	}
}

// Without a test, for example in a health check of a staging environment.
func ExampleCheck() {
	err := webhooktest.Check(context.Background(), takes("token of the console"), webhooktest.Options{
		Token: "token of the console", Run: []string{"send/baseline-*", "send/neg-sign-*"},
	})
	fmt.Println(err)

	err = webhooktest.Check(context.Background(), takes("another token"), webhooktest.Options{
		Token: "token of the console", Run: []string{"send/baseline-minimal"},
	})
	if failed, ok := errors.AsType[*webhooktest.Failure](err); ok {
		fmt.Println(failed.Checks)
	}
	// Output:
	// <nil>
	// [resp-status-200]
}

// What the backend has stored is looked at as well. A database is asked by the key of the event, for example by GroupId
// and MsgSeq of the packet.
func ExampleOptions_effect() {
	type message struct{ Group, Text string }
	stored := func(ctx context.Context, packet []byte) ([]message, error) {
		return nil, nil // SELECT … WHERE group_id = … AND seq = …
	}
	_ = webhooktest.Options{
		Effect: func(c webhook.Callback) (any, error) { return stored(context.Background(), c.Body) },
	}
}
