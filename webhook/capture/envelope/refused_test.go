package envelope_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/envelope"
)

func TestTextsOfOtherToolsAreNamedWithTheWayOut(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"Insomnia 5", "type: collection.insomnia.rest/5.0\nname: x\n", "got a collection of Insomnia as YAML: export it as"},
		{"VCR", "---\r\nhttp_interactions:\r\n- request:\r\n", "got a cassette of VCR as YAML"},
		{"OpenAPI", "openapi: 3.1.0\npaths: {}\n", "got a description of an API"},
		{"JMeter", "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<jmeterTestPlan>", "got a test plan of JMeter"},
		{"Burp", "<?xml version=\"1.0\"?>\n<items burpVersion=\"2\">", "got an export of Burp Suite"},
		{"SoapUI", "<con:soapui-project>", "got a project of SoapUI"},
		{"another text", "2026-11-20 INFO openapi: x", ""},
		{"another document", "<html>", ""},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if err := envelope.RefusedText([]byte(test.text)); err != nil {
				got = err.Error()
			}
			if !strings.HasPrefix(got, test.want) || test.want == "" && got != "" {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
