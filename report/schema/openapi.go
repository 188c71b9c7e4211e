package schema

import (
	"encoding/json"
	"io"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/signer"
)

// WriteOpenAPI writes an OpenAPI 3.1 document with a webhook for each callback: the query with the signature, the
// packet and the answer. Its version is that of the catalogue.
func WriteOpenAPI(w io.Writer, callbacks []*payloads.Command, s Strictness) error {
	b := builder{tolerant: bool(s), defs: "#/components/schemas/"}
	hooks := Node{}
	for _, c := range callbacks {
		hooks[c.Name] = Node{"post": b.operation(c)}
	}
	return safe.WriteJSON(w, Node{
		"openapi": "3.1.0",
		"info": Node{
			"title": "Callbacks of Tencent Cloud Chat", "version": conformance.CatalogueDate,
			"description": "What Chat sends to the backend of an application, and what it reads of the answer. " +
				"An answer has to be whole within 2 seconds.",
		},
		"jsonSchemaDialect": Draft,
		"webhooks":          hooks,
		"components": Node{
			"schemas":    Node{elementDef: b.element()},
			"parameters": parameters(),
		},
	})
}

func (b builder) operation(c *payloads.Command) Node {
	request, response := b.request(c), b.response(c)
	request["title"], response["title"] = c.Name, c.Name+", response"
	content := Node{"schema": request}
	if json.Valid([]byte(c.Sample)) && len(c.SampleOffSpec) == 0 {
		content["example"] = json.RawMessage(c.Sample)
	}
	query := c.Query
	if query == nil {
		query = payloads.PlainQuery()
	}
	list := []Node{commandParameter(c)}
	for _, name := range append(query, "Sign", "RequestTime") {
		if name != commandName {
			list = append(list, Node{"$ref": "#/components/parameters/" + name})
		}
	}
	return Node{
		"operationId":  typeName(c.Name),
		"summary":      c.Title,
		"description":  c.Page,
		"externalDocs": Node{"url": c.URL},
		"parameters":   list,
		"requestBody":  Node{"required": true, "content": Node{"application/json": content}},
		"responses": Node{
			"200": Node{
				"description": "the packet was taken", "content": Node{"application/json": Node{"schema": response}},
			},
			"403": Node{"description": "Sign, RequestTime or SdkAppid is not right"},
		},
	}
}

const commandName = "CallbackCommand"

func commandParameter(c *payloads.Command) Node {
	return inQuery(commandName, true, "the callback", Node{"type": "string", "const": c.Name})
}

func inQuery(name string, required bool, doc string, s Node) Node {
	return Node{"name": name, "in": "query", "required": required, "description": doc, "schema": s}
}

// parameters are those that callbacks have in common.
func parameters() Node {
	const only = "; only if authentication is on in the console"
	text := Node{"type": "string"}
	digits := Node{"type": "string", "minLength": signer.Size, "maxLength": signer.Size, "pattern": "^[0-9a-f]+$"}
	return Node{
		"SdkAppid": inQuery("SdkAppid", true, "the SDKAppID of the application",
			Node{"type": "integer", "minimum": 1}),
		"contenttype": inQuery("contenttype", false, "json", text),
		"ClientIP":    inQuery("ClientIP", false, "the address of the client that caused the event", text),
		"OptPlatform": inQuery("OptPlatform", false, "the platform of that client, such as Android or RESTAPI", text),
		"Sign": inQuery("Sign", false,
			"the SHA-256 of the token followed by RequestTime, in lower-case hexadecimal"+only, digits),
		"RequestTime": inQuery("RequestTime", false,
			"when the request was signed, seconds since 1970-01-01 UTC; valid for a minute"+only,
			Node{"type": "integer", "minimum": 0}),
	}
}
