package envelope_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

const (
	callback = "Group.CallbackAfterSendMsg"
	wanted   = "SdkAppid=1400000009&CallbackCommand=" + callback + "&contenttype=json&ClientIP=203.0.113.77"
	pairs    = `"SdkAppid":"1400000009","CallbackCommand":"` + callback + `","contenttype":"json","ClientIP":"203.0.113.77"`
	lists    = `"SdkAppid":["1400000009"],"CallbackCommand":["` + callback + `"],"contenttype":["json"],` +
		`"ClientIP":["203.0.113.77"]`
	keys = `{"key":"SdkAppid","value":"1400000009"},{"key":"CallbackCommand","value":"` + callback + `"},` +
		`{"key":"contenttype","value":"json"},{"key":"x","value":"y","disabled":true},{"key":"z","value":"y","enabled":false},` +
		`{"key":"ClientIP","value":"203.0.113.77"}`
)

// form is a way to keep a request. In its text, BODY is the packet as a JSON string, BASE64 is it in base64, PACKET is
// it as an object, and BYTES is a list of its bytes.
type form struct {
	name   string
	format string
	text   string
	lone   bool // the packet is all that it keeps
	status int  // of the answer
}

// forms are what the tools write, each cut down to what matters.
var forms = []form{
	{name: "Postman v2.1", format: "Postman collection", text: `{"info":{"_postman_id":"1","schema":` +
		`"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"folder","item":[` +
		`{"name":"send","request":{"method":"POST","header":[{"key":"Content-Type","value":"application/json"}],` +
		`"body":{"mode":"raw","raw":BODY,"options":{"raw":{"language":"json"}}},"url":{"raw":"http://h/im?` + wanted +
		`","query":[` + keys + `]}},"response":[]}]}]}`},
	{name: "Postman v2.0, the URL a text", format: "Postman collection", text: `{"info":{"name":"x","schema":` +
		`"https://schema.getpostman.com/json/collection/v2.0.0/collection.json"},"item":[{"request":{"method":"POST",` +
		`"header":[],"url":"http://h/im?` + wanted + `","body":{"mode":"raw","raw":BODY}}}]}`},
	{name: "Postman, the URL in parts", format: "Postman collection", text: `{"info":{"_postman_id":"1"},"item":[{` +
		`"request":{"method":"POST","header":[],"url":{"protocol":"https","host":["im","example","com"],"path":["im"],` +
		`"query":[` + keys + `]},"body":{"mode":"raw","raw":BODY}}}]}`},
	{name: "Postman v1", format: "Postman collection (v1)", text: `{"id":"1","name":"x","order":["2"],"requests":[{` +
		`"id":"2","headers":"Content-Type: application/json\n","url":"http://h/im?` + wanted +
		`","method":"POST","dataMode":"raw","rawModeData":BODY}]}`},
	{name: "newman", format: "newman report", text: `{"collection":{"info":{"_postman_id":"1"},"item":[{"request":{` +
		`"method":"POST","url":"http://h/im?` + wanted + `","body":{"mode":"raw","raw":BODY}}}]},"run":{"executions":[{` +
		`"request":{"method":"POST","header":[],"url":{"protocol":"http","host":["h"],"path":["im"],"query":[` + keys +
		`]},"body":{"mode":"raw","raw":BODY}},"response":{"code":200,"status":"OK","header":[],` +
		`"stream":{"type":"Buffer","data":[79,75]}}}]}}`, status: 200},
	{name: "Insomnia", format: "Insomnia export", text: `{"_type":"export","__export_format":4,"resources":[` +
		`{"_id":"wrk","_type":"workspace","name":"w"},{"_id":"req","_type":"request","url":"http://h/im","method":"POST",` +
		`"parameters":[` + strings.ReplaceAll(keys, `"key"`, `"name"`) + `],"headers":[{"name":"Content-Type","value":` +
		`"application/json"}],"body":{"mimeType":"application/json","text":BODY}}]}`},
	{name: "Thunder Client", format: "Thunder Client collection", text: `{"clientName":"Thunder Client","requests":[{` +
		`"url":"http://h/im?` + wanted + `","method":"POST","headers":[{"name":"Content-Type","value":` +
		`"application/json"}],"params":[],"body":{"type":"json","raw":BODY,"form":[]}}]}`},
	{name: "Hoppscotch", format: "Hoppscotch collection", text: `{"v":1,"name":"x","folders":[],"requests":[{"v":"1",` +
		`"endpoint":"http://h/im","method":"POST","params":[` + keys + `],"headers":[{"key":"A","value":"b","active":true}],` +
		`"body":{"contentType":"application/json","body":BODY}}]}`},
	{name: "Bruno", format: "Bruno collection", text: `{"name":"x","version":"1","items":[{"type":"http","request":{` +
		`"url":"http://h/im?` + wanted + `","method":"POST","headers":[],"body":{"mode":"json","json":BODY}}}]}`},
	{name: "webhook.site, a list", format: "list of webhook.site", text: `{"data":[{"uuid":"1","token_id":"2","method":` +
		`"POST","content":BODY,"query":{` + pairs + `},"headers":{"content-type":["application/json"]},` +
		`"url":"https://webhook.site/2?` + wanted + `","created_at":"2026-01-05 02:31:36"}],"total":1}`},
	{name: "webhook.site, one", format: "list of webhook.site", text: `{"uuid":"1","token_id":"2","method":"POST",` +
		`"content":BODY,"headers":{"content-type":["application/json"]},"url":"https://webhook.site/2?` + wanted + `"}`},
	{name: "ngrok", format: "list of ngrok", text: `{"uri":"/api/requests/http","requests":[{"uri":"/api/requests/http/1",` +
		`"id":"1","tunnel_name":"t","start":"2026-01-05T02:31:36.5+08:00","request":{"method":"POST","proto":"HTTP/1.1",` +
		`"headers":{"Host":["h"]},"uri":"/im?` + wanted + `","raw":MESSAGE},"response":{"status":"200 OK",` +
		`"status_code":200,"proto":"HTTP/1.1","headers":{},"raw":"SFRUUC8xLjEgMjAwIE9LDQoNCk9L"}}]}`, status: 200},
	{name: "Lambda v1", format: "event of AWS Lambda", text: `{"resource":"/im","path":"/im","httpMethod":"POST",` +
		`"headers":{"Host":"h"},"multiValueHeaders":{"Host":["h"]},"queryStringParameters":{` + pairs + `},` +
		`"multiValueQueryStringParameters":{` + lists + `},"requestContext":{"accountId":"1","resourcePath":"/im",` +
		`"requestTimeEpoch":1767580296123},"body":BODY,"isBase64Encoded":false}`},
	{name: "Lambda v2", format: "event of AWS Lambda", text: `{"version":"2.0","rawPath":"/im","rawQueryString":"` + wanted +
		`","headers":{"host":"h"},"requestContext":{"http":{"method":"POST","path":"/im"},"timeEpoch":1767580296123},` +
		`"body":BASE64,"isBase64Encoded":true}`},
	{name: "a load balancer", format: "event of a load balancer of AWS", text: `{"requestContext":{"elb":{` +
		`"targetGroupArn":"a"}},"httpMethod":"POST","path":"/im","queryStringParameters":{` + pairs +
		`},"headers":{"host":"h"},"body":BODY,"isBase64Encoded":false}`},
	{name: "SCF", format: "event of Tencent's API gateway (SCF)", text: `{"requestContext":{"serviceId":"s","httpMethod":` +
		`"POST"},"headers":{"host":"h"},"body":BODY,"queryString":{` + pairs + `},"httpMethod":"POST","path":"/im"}`},
	{name: "Function Compute", format: "event of Function Compute", text: `{"version":"v1","rawPath":"/im","headers":{},` +
		`"queryParameters":{` + pairs + `},"body":BASE64,"isBase64Encoded":true,"requestContext":{"http":{` +
		`"method":"POST","path":"/im"}}}`},
	{name: "a queue", format: "event of a queue", text: `{"Records":[{"messageId":"1","body":BODY,"eventSource":` +
		`"aws:sqs"}]}`, lone: true},
	{
		name: "Pub/Sub", format: "event of a queue", text: `{"message":{"data":BASE64,"messageId":"1"},"subscription":"s"}`,
		lone: true,
	},
	{
		name: "CloudEvent", format: "CloudEvent", text: `{"specversion":"1.0","type":"x","source":"y","id":"1","data":PACKET}`,
		lone: true,
	},
	{name: "vegeta", format: "target of vegeta", text: `{"method":"POST","url":"http://h/im?` + wanted +
		`","header":{"Content-Type":["application/json"]},"body":BASE64}`},
	{name: "vegeta, no header", format: "JSON object around a request", text: `{"method":"POST","url":"http://h/im?` +
		wanted + `","body":BASE64}`},
	{name: "generate --as ndjson", format: "request of generate --as ndjson", text: `{"method":"POST","url":"http://h/im?` +
		wanted + `","header":[["Content-Type","application/json"]],"body":BODY}`},
	{name: "WireMock", format: "journal of WireMock", text: `{"requests":[{"id":"1","request":{"url":"/im?` + wanted +
		`","absoluteUrl":"http://h/im?` + wanted + `","method":"POST","headers":{"Host":"h"},"body":BODY,` +
		`"bodyAsBase64":BASE64},"responseDefinition":{"status":200}}]}`},
	{name: "MockServer", format: "log of MockServer", text: `[{"httpRequest":{"method":"POST","path":"/im",` +
		`"queryStringParameters":{` + lists + `},"headers":{"Host":["h"]},"body":{"type":"JSON","json":PACKET}},` +
		`"httpResponse":{"statusCode":200,"body":"OK"}}]`, status: 200},
	{name: "Pact", format: "Pact file", text: `{"consumer":{"name":"a"},"interactions":[{"request":{"method":"POST",` +
		`"path":"/im","query":"` + wanted + `","headers":{"A":"b"},"body":PACKET},"response":{"status":200}}]}`},
	{name: "VCR", format: "VCR cassette", text: `{"http_interactions":[{"request":{"method":"post","uri":"http://h/im?` +
		wanted + `","body":{"encoding":"UTF-8","string":BODY},"headers":{"A":["b"]}},"response":{"status":{"code":200,` +
		`"message":"OK"},"headers":{},"body":{"encoding":"UTF-8","string":"OK"}}}]}`, status: 200},
	{name: "an entry of a HAR", format: "HTTP Archive without its log", text: `{"startedDateTime":` +
		`"2026-01-05T02:31:36.123Z","request":{"method":"POST","url":"http://h/im?` + wanted + `","headers":[{"name":"A",` +
		`"value":"b"}],"postData":{"mimeType":"application/json","text":BODY},"headersSize":-1},"response":{"status":200,` +
		`"statusText":"OK","headers":[],"content":{"mimeType":"a","text":"OK"}}}`, status: 200},
	{name: "entries of a HAR", format: "HTTP Archive without its log", text: `{"entries":[{"request":{"method":"POST",` +
		`"url":"http://h/im?` + wanted + `","headers":[],"postData":{"text":BODY}}}]}`},
	{
		name: "mitmproxy", text: `[{"request":{"method":"POST","scheme":"http","host":"h","path":"/im?` + wanted +
			`","headers":[["Host","h"]],"content":BODY},"response":{"status_code":200,"headers":[],"content":"OK"}}]`,
		status: 200,
	},
	{name: "Charles", text: `[{"status":"COMPLETE","method":"POST","scheme":"http","host":"h","path":"/im","query":"` +
		wanted + `","request":{"headers":[{"name":"A","value":"b"}],"body":{"text":BODY,"charset":"utf-8"}},` +
		`"response":{"status":200,"body":{"text":"OK","charset":null}}}]`, status: 200},
	{name: "request and body", text: `{"id":"evt_1","request":{"body":PACKET,"headers":{"content-type":` +
		`"application/json"}}}`, lone: true},
	{name: "httpbin", text: `{"args":{` + pairs + `},"data":BODY,"headers":{"Host":"h"},"json":PACKET,"method":"POST",` +
		`"url":"http://h/anything?` + wanted + `"}`},
	{name: "pipedream", text: `{"event":{"method":"POST","path":"/im","query":{` + pairs + `},"headers":{"host":"h"},` +
		`"bodyRaw":BODY,"body":PACKET}}`},
	{
		name: "smee",
		text: `{"host":"smee.io","x-a":"b","body":PACKET,"query":{` + pairs + `},"timestamp":1767580296123}`,
	},
	{name: "Azure", text: `{"Method":"POST","Url":"http://h/im?` + wanted + `","Headers":{"Host":["h"]},"Body":BODY}`},
	{name: "bytes of Node", text: `{"method":"POST","url":"/im?` + wanted + `","headers":{"host":"h"},"body":{"type":` +
		`"Buffer","data":BYTES}}`},
	{name: "Express", text: `{"originalUrl":"/im?` + wanted + `","url":"/","method":"POST","query":{` + pairs +
		`},"rawHeaders":["Host","h"],"body":PACKET}`},
	{name: "JSON in JSON", text: `{"Records":[{"body":"{\"method\":\"POST\",\"url\":\"/im?` + wanted +
		`\",\"headers\":{},\"body\":PACKET2}","eventSource":"aws:sqs"}]}`, format: "event of a queue"},
}

// around puts a packet into a form.
func (f *form) around(packet []byte) []byte {
	quoted := quote(string(packet))
	var numbers []string
	for _, c := range packet {
		n, _ := json.Marshal(c)
		numbers = append(numbers, string(n))
	}
	message := "POST /im?" + wanted + " HTTP/1.1\r\nHost: h\r\n\r\n" + string(packet)
	twice := quote(string(packet))
	return []byte(strings.NewReplacer(
		"BODY", quoted, "BASE64", quote(base64.StdEncoding.EncodeToString(packet)), "PACKET2", twice[1:len(twice)-1],
		"PACKET", string(packet), "BYTES", "["+strings.Join(numbers, ",")+"]",
		"MESSAGE", quote(base64.StdEncoding.EncodeToString([]byte(message))),
	).Replace(f.text))
}

// quote is a text as a JSON string, with as few escapes as there can be.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
