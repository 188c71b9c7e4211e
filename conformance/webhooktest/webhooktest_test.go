package webhooktest_test

import (
	"net/http"
	"testing"

	"github.com/timhook/timhook/conformance/webhooktest"
	"github.com/timhook/timhook/internal/backend"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
)

func reference() http.Handler {
	return backend.Reference(backend.Options{SDKAppID: appID, Token: token})
}

func TestARightHandlerPasses(t *testing.T) {
	webhooktest.Run(t, reference(), webhooktest.Options{
		SDKAppID: appID, Token: token, Callbacks: []string{"send"}, Skip: []string{"delivery-*"},
	})
}

func TestX(t *testing.T) {
	f, _ := backend.LookupFault("accepts-everything")
	err := webhooktest.Check(t.Context(), f.Break(reference()), webhooktest.Options{
		SDKAppID: appID, Token: token, Callbacks: []string{"send"}, Run: []string{"send/baseline-*", "text-*"},
	})
	t.Log(err)
	f, _ = backend.LookupFault("flaky-third")
	webhooktest.Run(t, f.Break(reference()), webhooktest.Options{
		SDKAppID: appID, Token: token, Callbacks: []string{"send"}, Run: []string{"send/baseline-*", "neg-time-*"},
	})
}
