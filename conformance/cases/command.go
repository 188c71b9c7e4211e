package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// bodyTampers is section 16 of the catalogue: commands, JSON, sizes and types that are not what they should be.
func bodyTampers() []tamper {
	list := slices.Concat(commandTampers(), jsonTampers(), sizeTampers(), typeTampers())
	return under("Negative: command and body", robustness, resuming(list))
}

// Commands that a backend need not handle: one that no page has, one that may be switched on by accident, and one that
// comes without being switched on.
const (
	unknownCommand   = "Group.CallbackAfterTeleport"
	unhandledCommand = "Group.CallbackAfterNewMemberJoin"
	alertCommand     = "Alert.RequestOverLimit"
)

func commandTampers() []tamper {
	always := "query and packet of every page carry it"
	return []tamper{
		should("neg-command-mismatch", "query and packet name different commands; refused, or taken as one of the two",
			"consistency; inferred", mismatched).expect(survive).of(itsName()),
		should("neg-command-query-missing", "no CallbackCommand in the query", always,
			once(without("CallbackCommand"))).expect(survive),
		should("neg-command-body-missing", "no CallbackCommand in the packet", always,
			body(withoutField("CallbackCommand"))).expect(survive).of(itsName()),
		should("neg-command-unknown", "Group.CallbackAfterTeleport in query and packet; OK is better",
			"new commands appear; inferred", unhandled(unknownCommand, "")).expect(survive),
		should("neg-command-unhandled", "a callback that was not chosen; OK is better",
			"After a User Joins a Group (1047/34372); switched on by accident",
			unhandled(unhandledCommand,
				`,"JoinType":"Apply","NewMemberList":[{"Member_Account":"jared"}]`)).expect(survive).
			of(beside(unhandledCommand)),
		should("neg-command-alert", "an alarm about the REST API; OK is better",
			"Alert.RequestOverLimit (1047/60256): it has no switch and comes to every URL", alerted).expect(survive).
			of(beside(alertCommand)).ofEndpoint(),
		may("neg-command-case", "the command in lower case", "exact spelling", spelling(strings.ToLower)).expect(info),
		may("neg-command-space", "a space behind the command", "exact spelling",
			spelling(func(name string) string { return name + " " })).expect(info),
	}
}

// mismatched names another command in the query: the next of the usual ones.
func mismatched(ctx context.Context, run *conformance.CaseRun) {
	usual := chat.Usual()
	i := slices.IndexFunc(usual, func(c *payloads.Command) bool { return c.Name == run.Case.Command.Name })
	run.Send(ctx, run.Changed("", setting("CallbackCommand", usual[(i+1)%len(usual)].Name)))
}

// unhandled sends a packet of another command: what the callbacks of a group have in common, and further members.
func unhandled(command, more string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		if isPlayed(run, command) {
			return
		}
		a := attemptWith(run, "", func(p payloads.Packet) []byte { return ofGroup(run, p, command, more) })
		setting("CallbackCommand", command)(a.Request)
		a.Under = judge.Unhandled
		run.Send(ctx, a)
	}
}

// alerted sends an ordinary alarm.
func alerted(ctx context.Context, run *conformance.CaseRun) {
	c, err := chat.Lookup(alertCommand)
	if err != nil {
		panic(err)
	}
	if isPlayed(run, c.Name) {
		return
	}
	a := run.Attempt("", run.Packet(c, nil))
	a.Under = judge.Unhandled
	run.Send(ctx, a)
}

// isPlayed reports whether a command is one of the run's callbacks, and then skips the case.
func isPlayed(run *conformance.CaseRun, command string) bool {
	if !run.Gets(command) {
		return false
	}
	run.Skip(command + " is among the callbacks of the run, which has cases of its own for it")
	return true
}

// ofGroup is a packet of the command, about the group of an ordinary packet. One without a group leaves its place to
// the first callback that has all that is in common.
func ofGroup(run *conformance.CaseRun, p payloads.Packet, command, more string) []byte {
	common := func(c *payloads.Command) []string {
		return ofKinds(c, "group-id", "group-type", "operator", "event-time")
	}
	if common(p.Command) == nil {
		p = run.Packet(chat.Usual()[0], nil)
	}
	v, names := tree(p), common(p.Command)
	body := fmt.Appendf(nil, `{"CallbackCommand":%q`, command)
	for i, name := range names {
		if i == len(names)-1 {
			body = append(body, more...)
		}
		body = fmt.Appendf(body, ",%q:%s", name, v.Get(name).JSON())
	}
	return append(body, '}')
}

func spelling(change func(string) string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		name := change(run.Case.Command.Name)
		a := attemptWith(run, "", func(p payloads.Packet) []byte {
			if !p.Command.NamesItself() {
				return p.Body
			}
			return with("CallbackCommand", jsontree.String(name))(p)
		})
		setting("CallbackCommand", name)(a.Request)
		run.Send(ctx, a)
	}
}

// with makes a body with another value at a path, and withoutField one that lacks a field.
func with(path string, x jsontree.Value) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte { return edited(p, change{path, x}).Body }
}

func withoutField(name string) func(payloads.Packet) []byte { return with(name, jsontree.Absent()) }
