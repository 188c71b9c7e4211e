package flags

import (
	"maps"
	"reflect"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/report/schema"
)

// ConfigSchema is the JSON Schema of timhook.yaml, from the flags of the verbs below the root, which have to be made.
// It admits what [Check] takes, but for texts that readers of YAML differ on. A tolerant one admits keys of later
// versions.
func ConfigSchema(root *cobra.Command, s schema.Strictness) schema.Node {
	settings := settingsOf(root)
	defs, keys := schema.Node{}, schema.Node{}
	for name, f := range settings.top {
		keys[name] = define(defs, "flag-"+name, settingSchema(f))
	}
	for verb, flags := range settings.verbs {
		members := schema.Node{}
		for name, f := range flags {
			if own := settingSchema(f); reflect.DeepEqual(own, settingSchema(settings.top[name])) {
				members[name] = keys[name]
			} else {
				members[name] = own
			}
		}
		section := define(defs, "verb-"+verb, closedIf(s, schema.Node{
			"type": []string{"object", "null"}, "properties": members, "description": "settings of timhook " + verb,
		}))
		if keys[verb] != nil { // sign is a verb and a flag
			section = schema.Node{"anyOf": []any{keys[verb], section}}
		}
		keys[verb] = section
	}
	profile := settingsSchema(s, keys)
	profile["type"] = []string{"object", "null"}
	top := maps.Clone(keys)
	top[profilesKey] = schema.Node{
		"type": []string{"object", "null"}, "additionalProperties": profile,
		"description": "settings by the name of a profile, which win over the others: --" + profileFlag + " NAME",
	}
	doc := settingsSchema(s, top)
	doc["$schema"], doc["$defs"] = schema.Draft, defs
	doc["title"], doc["description"] = config.Name, "defaults for the flags of timhook"
	return doc
}

// define puts a schema where others refer to it, and refers to it.
func define(defs schema.Node, name string, n schema.Node) schema.Node {
	defs[name] = n
	return schema.Node{"$ref": "#/$defs/" + name}
}

func settingsSchema(s schema.Strictness, members schema.Node) schema.Node {
	return closedIf(s, schema.Node{
		"type": "object", "properties": members, "patternProperties": schema.Node{"^" + freePrefix: schema.Node{}},
	})
}

func closedIf(s schema.Strictness, n schema.Node) schema.Node {
	if s == schema.Strict {
		n["additionalProperties"] = false
	}
	return n
}

// settingSchema is what a flag takes in the file: the kinds of [checkValue], and the choices of a flag that has some.
func settingSchema(f *pflag.Flag) schema.Node {
	doc := usage(f)
	n := schema.Node{"type": []string{"string", "number"}, "description": doc}
	switch v := f.Value.(type) {
	case *Token:
		return schema.Node{"type": "string", "pattern": "^(" + envPrefix + "|" + filePrefix + ")", "description": doc}
	case *EnumValue:
		if !v.Open {
			return schema.Node{"enum": v.names(), "description": doc}
		}
	}
	switch f.Value.Type() {
	case "bool":
		n["type"] = "boolean"
	case "int", "uint64", "count":
		n["type"] = "integer"
	}
	if !has(f, repeatableAnnotation) {
		return n
	}
	one := schema.Node{"type": []string{"string", "number"}}
	items := []any{one}
	if _, isKnown := f.Value.(*KnownValue); isKnown {
		members := schema.Node{}
		for _, key := range knownKeys() {
			members[key] = one
		}
		members["until"] = schema.Node{"type": "string", "pattern": `^\d{4}-\d\d-\d\d$`, "description": "its last day"}
		items = append(items, schema.Node{
			"type": "object", "properties": members, "required": knownKeys()[:1], "additionalProperties": false,
		})
	}
	if has(f, maskedAnnotation) { // names and values
		items = append(items, schema.Node{"type": "object", "additionalProperties": one})
	}
	list := schema.Node{"type": "array", "items": schema.Node{"anyOf": slices.Clone(items)}}
	return schema.Node{"anyOf": append(items, list), "description": doc}
}

// usage is the text of a flag without the marks of its placeholder.
func usage(f *pflag.Flag) string {
	_, text := pflag.UnquoteUsage(f)
	return text
}
