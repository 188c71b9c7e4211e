package envelope

import "strings"

// format is a way in which a tool keeps requests.
type format struct {
	name string
	// marks are paths of members that only this format has, with a part of their text behind an equals sign, or the
	// bracket of a list or an object; "|" parts sets of which one is enough. The items of an array are those of its
	// first.
	marks   string
	in      []string // the member that holds the requests, where others hold them again
	open    string   // what begins a variable, empty where there are none
	escaped bool     // names and values of a query have kept their escapes
	coding  string   // of the bodies, where nothing beside them names it
	unsure  bool     // a URL without a query may have had one
	refused string   // why it is not read, and what to do instead
}

const chatNames = "Chat's own names begin with a capital, as in CallbackCommand. Log the body of the request as it " +
	"came, before it is read into an object"

// formats are the known ones; the first that fits counts.
var formats = [...]format{
	{name: "newman report", marks: "run.executions collection", in: []string{"run", "executions"}, open: "{{"},
	{
		name: "Postman collection", open: "{{",
		marks: "info.schema=postman|info._postman_id|collection.info.schema=postman",
	},
	{
		name: "Postman collection (v1)", open: "{{",
		marks: "order requests.rawModeData|order requests.dataMode|folders_order requests",
	},
	{name: "Postman backup", marks: "version collections.requests|version collections.item", open: "{{"},
	{
		name: "Postman environment", marks: "_postman_variable_scope",
		refused: "it holds variables and no requests: export the collection",
	},
	{name: "Insomnia export", marks: "_type=export resources|__export_format resources", open: "{{"},
	{name: "Thunder Client collection", marks: "client=Thunder requests|clientName=Thunder requests", open: "{{"},
	{name: "Hoppscotch collection", marks: "requests.endpoint|folders.requests.endpoint", open: "<<"},
	{name: "Bruno collection", marks: "items.request.url|brunoConfig|items.items.request.url", open: "{{"},
	{name: "list of webhook.site", marks: "data.token_id|token_id uuid"},
	{name: "list of ngrok", marks: "requests.tunnel_name|tunnel_name request", coding: unlabelled},
	{name: "event of a load balancer of AWS", marks: "requestContext.elb", escaped: true},
	{name: "event of Function Compute", marks: "queryParameters rawPath|queryParameters httpMethod"},
	{
		name: "event of AWS Lambda",
		marks: "rawPath requestContext.http|requestContext.requestTimeEpoch|" +
			"requestContext.accountId httpMethod|requestContext.resourcePath",
	},
	{
		name:  "event of Tencent's API gateway (SCF)",
		marks: "requestContext.serviceId|httpMethod queryString requestContext|headerParameters queryString",
	},
	{name: "event of a cloud function", marks: "httpMethod isBase64Encoded"},
	{name: "event of a queue", marks: "Records.eventSource|Records.EventSource|message.messageId subscription"},
	{name: "CloudEvent", marks: "specversion"},
	{name: "request of generate --as ndjson", marks: "method url header=["},
	{name: "target of vegeta", marks: "method url header={", coding: unlabelled},
	{name: "journal of WireMock", marks: "requests.request.absoluteUrl|request.absoluteUrl"},
	{name: "log of MockServer", marks: "httpRequest.method|httpRequest.path"},
	{name: "Pact file", marks: "interactions consumer"},
	{name: "VCR cassette", marks: "http_interactions"},
	{name: "HTTP Archive without its log", marks: "request.headersSize|entries.request|request.postData"},
	{
		name: "Hoverfly simulation", marks: "data.pairs",
		refused: "it holds matchers in the place of requests: export its journal, or record with timhook record",
	},
	{
		name: "description of an API", marks: "openapi|swagger|asyncapi",
		refused: "it holds schemas and no requests",
	},
	{
		name: "message of the Yuanbao bot gateway (a websocket)",
		marks: "callback_command claw_msg_type|callback_command bot_owner_id|callback_command group_code|" +
			"callback_command msg_key",
		refused: "it looks like a callback of Chat with its names in snake_case, and is no webhook: " +
			"Chat does not send it",
	},
	{name: "packet with its names in snake_case", marks: "callback_command", refused: chatNames},
	{name: "packet with its names in camelCase", marks: "callbackCommand", refused: chatNames},
	{name: "packet with its names in small letters", marks: "callbackcommand", refused: chatNames},
}

// fits reports whether a shape has the marks.
func (f *format) fits(s shape) bool {
	for set := range strings.SplitSeq(f.marks, "|") {
		if s.hasAll(strings.Fields(set)) {
			return true
		}
	}
	return false
}

// shape is the beginning of a JSON value: its members by their paths, with texts where they are short.
type shape map[string]string

func (s shape) hasAll(marks []string) bool {
	for _, mark := range marks {
		path, part, _ := strings.Cut(mark, "=")
		if text, ok := s[path]; !ok || !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
