package envelope

import (
	"bytes"
	"errors"
)

// otherTexts are formats of other tools that are no JSON, by what they begin with or hold near their beginning.
var otherTexts = [...]struct{ begins, holds, why string }{
	{"type: collection.insomnia.rest", "", "a collection of Insomnia as YAML: export it as Insomnia v4 (JSON), or as HAR"},
	{"type: spec.insomnia.rest", "", "a document of Insomnia as YAML: export it as Insomnia v4 (JSON), or as HAR"},
	{"---\nhttp_interactions:", "", "a cassette of VCR as YAML: convert it to JSON"},
	{"http_interactions:", "", "a cassette of VCR as YAML: convert it to JSON"},
	{"interactions:", "request:", "a cassette of VCR as YAML: convert it to JSON"},
	{"openapi:", "", "a description of an API: it holds schemas and no requests"},
	{"swagger:", "", "a description of an API: it holds schemas and no requests"},
	{"<", "<jmeterTestPlan", "a test plan of JMeter: record with timhook record, or copy the request as curl"},
	{"<", "burpVersion", "an export of Burp Suite: save the request as text (Copy to file)"},
	{"<", "<con:soapui-project", "a project of SoapUI: copy the raw request"},
}

// RefusedText is why a text of another tool that is no JSON is not read, with the way out; nil where it is none.
func RefusedText(head []byte) error {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	head = bytes.ReplaceAll(head[:min(len(head), 4096)], []byte("\r\n"), []byte("\n"))
	for _, t := range otherTexts {
		if bytes.HasPrefix(head, []byte(t.begins)) && bytes.Contains(head, []byte(t.holds)) {
			return errors.New("got " + t.why)
		}
	}
	return nil
}
