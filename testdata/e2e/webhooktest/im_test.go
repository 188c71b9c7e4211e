package team

import (
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/webhooktest"
	"github.com/timhook/timhook/webhook"
)

func right() *IM { return &IM{SDKAppID: "1400187352", Token: "k7Qd2mXz9TnB4vRw"} }

func options(im *IM) webhooktest.Options {
	return webhooktest.Options{
		SDKAppID: 1400187352, Token: im.Token, Callbacks: []string{"send"},
		Run: []string{
			"send/baseline-*", "send/eventtime-*", "send/neg-sign-missing", "send/neg-sign-wrong",
			"send/delivery-duplicate-now",
		},
		Seed: 7, Now: time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC),
		Effect: func(c webhook.Callback) (any, error) { return im.Stored(c.Body), nil },
	}
}

func TestRight(t *testing.T) {
	im := right()
	webhooktest.Run(t, im, options(im))
}

func TestWrong(t *testing.T) {
	im := right()
	im.Forgetful, im.Careless = true, true
	webhooktest.Run(t, im, options(im))
}
