package group_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// What derives from the field that the user gives follows it.
func TestFieldsFollowWhatTheUserGives(t *testing.T) {
	for _, tt := range []struct{ short, set, want string }{
		{"join", "Type=Public|Operator_Account=administrator", "JoinType=Invited"},
		{"join", "JoinType=Apply", "NewMemberList.0.Member_Account=Operator_Account"},
		{"join", "Type=AVChatRoom", "JoinType=Apply"},
		{"join", "Type=Work", "JoinType=Invited"},
		{"exit", "Operator_Account=administrator", "ExitType=Kicked"},
		{"exit", "ExitType=Quit", "ExitMemberList.0.Member_Account=Operator_Account"},
		{"create", "Operator_Account=otis", "Owner_Account=otis"},
		{"owner", "Operator_Account=otis", "OldOwner_Account=otis"},
		{"destroy", "Owner_Account=otis", "MemberList.0.Member_Account=otis"},
		{"topic", "TopicId=@TGS#_a@TOPIC#_b", "GroupId=@TGS#_a"},
		{"modify", "TopicId=@TGS#_a@TOPIC#_b", "GroupId=@TGS#_a"},
		{"extension", "Seq=12", "ExtensionList.0.Seq=12"},
	} {
		t.Run(tt.short+" "+tt.set, func(t *testing.T) {
			c := lookup(t, tt.short)
			var overrides []payloads.Override
			for set := range strings.SplitSeq(tt.set, "|") {
				o, err := payloads.ParseSet(set)
				if err != nil {
					t.Fatal(err)
				}
				overrides = append(overrides, o)
			}
			for n := range uint64(200) {
				params := payloads.Params{Seed: 9, Number: n, Now: now, Overrides: overrides}
				packets, err := c.Build(payloads.Example(), params)
				if err != nil {
					t.Fatal(err)
				}
				follows(t, packets[0].Body, tt.want)
			}
		})
	}
}

// follows wants a place to hold a text, or what the field of that name holds. A list may be empty or absent.
func follows(t *testing.T, body []byte, want string) {
	t.Helper()
	tree, err := jsontree.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	place, text, _ := strings.Cut(want, "=")
	if v := tree.Get(text); !v.IsAbsent() {
		text = v.Text()
	}
	at, err := jsontree.ParsePath(place)
	if err != nil {
		t.Fatal(err)
	}
	if list := tree.Get(at[0]); len(at) > 1 && list.Len() == 0 {
		return
	}
	if got := tree.At(at).Text(); got != text {
		t.Fatalf("%s is %q, want %q\n%s", place, got, text, body)
	}
}
