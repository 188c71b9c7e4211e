package request

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// object is a JSON object of another program's format.
type object = map[string]any

// sendable are the parts of a request that a client with windows keeps: it adds Host and Content-Length itself.
func sendable(w io.Writer, r *webhook.Request) (fields [][2]string, body string) {
	for _, h := range r.Header {
		if !strings.EqualFold(h.Name, "Content-Length") && !strings.EqualFold(h.Name, "Host") {
			fields = append(fields, [2]string{h.Name, h.Value})
		}
	}
	return fields, safe.SecretsOf(w).Mask(string(r.Body))
}

// pairs are header fields as objects with these names, and what more each of them has.
func pairs(fields [][2]string, name string, more object) []object {
	list := []object{}
	for _, f := range fields {
		pair := object{name: f[0], "value": f[1]}
		for key, value := range more {
			pair[key] = value
		}
		list = append(list, pair)
	}
	return list
}

// writePostman writes a collection of Postman 2.1. Its script signs each signed request anew where the variable
// IM_CALLBACK_TOKEN is set, since the Sign in it is valid for a minute.
func writePostman(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	items := []object{}
	for _, r := range requests {
		fields, body := sendable(w, r)
		items = append(items, object{
			"name": callbackOf(r),
			"request": object{
				"method": r.Method, "header": pairs(fields, "key", nil), "url": r.URL(),
				"body": object{
					"mode": "raw", "raw": body, "options": object{"raw": object{"language": "json"}},
				},
			},
		})
	}
	script := func(listen string, lines ...string) object {
		return object{"listen": listen, "script": object{"type": "text/javascript", "exec": lines}}
	}
	return safe.WriteJSON(w, object{
		"info": object{
			"name":   "Callbacks of Tencent Cloud Chat",
			"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
		},
		"item": items,
		"event": []object{
			script("prerequest",
				"const token = pm.variables.get('IM_CALLBACK_TOKEN');",
				"if (token && pm.request.url.query.has('Sign')) {",
				"  const now = String(Math.floor(Date.now() / 1000));",
				"  const sign = require('crypto-js').SHA256(token + now).toString();",
				"  pm.request.url.removeQueryParams(['Sign', 'RequestTime']);",
				"  pm.request.url.addQueryParams([{key: 'Sign', value: sign}, {key: 'RequestTime', value: now}]);",
				"}"),
			script("test",
				"pm.test('answered within 2 seconds', () => pm.expect(pm.response.responseTime).to.be.below(2000));"),
		},
	})
}

// writeInsomnia writes an export of Insomnia in its format 4.
func writeInsomnia(w io.Writer, requests []*webhook.Request, at time.Time) error {
	const workspace = "wrk_timhook"
	resources := []object{{
		"_id": workspace, "_type": "workspace", "parentId": nil, "scope": "collection",
		"name": "Callbacks of Tencent Cloud Chat",
	}}
	for i, r := range requests {
		fields, body := sendable(w, r)
		resources = append(resources, object{
			"_id": "req_timhook_" + strconv.Itoa(i+1), "_type": "request", "parentId": workspace, "name": callbackOf(r),
			"method": r.Method, "url": r.URL(), "headers": pairs(fields, "name", nil), "parameters": []object{},
			"body": object{"mimeType": string(HARField(fields, "Content-Type")), "text": body},
			// Insomnia would decide anew which bytes of the query are escaped.
			"settingEncodeUrl": false,
		})
	}
	return safe.WriteJSON(w, object{
		"_type": "export", "__export_format": 4, "__export_date": at.UTC().Format(time.RFC3339),
		"__export_source": "timhook", "resources": resources,
	})
}

// writeBruno writes a collection of Bruno in one file, as its window exports and imports it.
func writeBruno(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	items := []object{}
	for i, r := range requests {
		fields, body := sendable(w, r)
		items = append(items, object{
			"type": "http", "name": strconv.Itoa(i+1) + " " + callbackOf(r), "seq": i + 1,
			"request": object{
				"url": r.URL(), "method": r.Method, "headers": pairs(fields, "name", object{"enabled": true}),
				"params": []object{}, "auth": object{"mode": "none"}, "body": object{"mode": "json", "json": body},
				"script": object{}, "vars": object{}, "assertions": []object{}, "tests": "",
			},
		})
	}
	return safe.WriteJSON(w, object{
		"name": "Callbacks of Tencent Cloud Chat", "version": "1", "items": items, "environments": []object{},
		"brunoConfig": object{"version": "1", "name": "Callbacks of Tencent Cloud Chat", "type": "collection"},
	})
}
