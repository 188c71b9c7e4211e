package request_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/signer"
)

// The line signs itself without timhook: what arrives verifies against the token that only the shell's environment
// holds.
func TestThePortableCurlLineSignsItself(t *testing.T) {
	needCurl(t)
	const token = "p@ss/word+1= $x"
	for _, shell := range shells(t) {
		for name, body := range bodies() {
			if len(body) > 64<<10 {
				continue
			}
			t.Run(shell[0]+"/"+name, func(t *testing.T) {
				l := listen(t, "tcp", "127.0.0.1:0")
				request := addressed(t, "http://"+l.Addr().String()+"/im", body)
				got := received(l, len(body))
				run(t, shell, "export IM_CALLBACK_TOKEN="+safe.Quote(token)+"\n"+printed(t, "curl=portable", request))
				line := split(<-got).Line
				target, err := url.Parse(strings.Fields(line)[1])
				if err != nil {
					t.Fatal(err)
				}
				q := target.Query()
				if err := signer.Verify(token, q.Get("Sign"), q.Get("RequestTime"), time.Now()); err != nil {
					t.Errorf("%s: %v", line, err)
				}
				if _, err := strconv.Atoi(q.Get("SdkAppid")); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			})
		}
	}
}
