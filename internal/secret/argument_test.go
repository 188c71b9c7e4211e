package secret_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

func TestARefusalQuotesNoCredential(t *testing.T) {
	for _, c := range []struct{ argument, want string }{
		{"explian", "explian"},
		{"send/eventtime-strng", "send/eventtime-strng"},
		{"Group.CallbackAfterSendMsgg", "Group.CallbackAfterSendMsgg"},
		{"C2C.CallbackAfterSendMsg2", "C2C.CallbackAfterSendMsg2"},
		{"C2C.CallbackAfterC2CMsgExtensoin", "C2C.CallbackAfterC2CMsgExtensoin"},
		{"before-send,c2c-after-sent", "before-send,c2c-after-sent"},
		{"MsgBody[0].MsgContent.Text=hi", "MsgBody[0].MsgContent.Text=hi"},
		{"captures/2026-11-27T10-15-00Z", "captures/2026-11-27T10-15-00Z"},
		{"capture-20261127T101500.ndjson", "capture-20261127T101500.ndjson"},
		{"capture-20261127T101500.ndjson#3-5", "capture-20261127T101500.ndjson#3-5"},
		{"http://localhost:8080/im?a=b", "http://localhost:8080/im?a=b"},
		{"1400000000", "1400000000"},
		{"env:IM_CALLBACK_TOKEN", "env:IM_CALLBACK_TOKEN"},
		{"token=env:IM_CALLBACK_TOKEN", "token=env:IM_CALLBACK_TOKEN"},
		{"a@b.example", "a@b.example"},
		{"q7Ydk2mXz9Tn", "masked"},
		{"sk-proj-q7Ydk2mXz9Tn", "masked"},
		{"550e8400-e29b-41d4-a716-446655440000", "masked"},
		{"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.x", "masked.masked.x"},
		{"@q7Ydk2mXz9Tn", "@masked"},
		{"--header=X-Key q7", "--header=X-Key masked"},
		{"X-Key: hunter2", "X-Key: masked"},
		{"X-Key:hunter2", "X-Key:masked"},
		{"X-Key hunter2", "X-Key masked"},
		{"Authorization: Bearer hunter2", "Authorization: masked"},
		{"Authorization Bearer hunter2", "Authorization masked"},
		{"Bearer hunter2", "Bearer masked"},
		{"basic bWluYTp4", "basic masked"},
		{"access_token=hunter2", "access_token=masked"},
		{"/im?a=b&key=hunter2&c=d", "/im?a=b&key=masked"},
		{"token:hunter2", "token:masked"},
		{"http://mina:hunter2@h/im", "http://mina:masked@h/im"},
		{"mina:hunter2@h/im", "mina:masked@h/im"},
		{`X-Key: "a\b"`, "X-Key: masked"},
	} {
		t.Run(c.argument, func(t *testing.T) {
			for form, around := range map[string]string{"as it is": "unknown name %s here", "in quotes": `unknown name "%s" here`} {
				got := secret.Refused(strings.ReplaceAll(around, "%s", c.argument), []string{"send", c.argument})
				if want := strings.ReplaceAll(around, "%s", c.want); got != want {
					t.Errorf("%s: got %s, want %s", form, got, want)
				}
			}
		})
	}
	const key = "q7Ydk2mXz9Tn"
	if got := secret.Refused(`no header field "X-Key"; did you mean -H 'X-Key: `+key+`'?`, []string{"X-Key " + key}); strings.Contains(got, key) {
		t.Errorf("got %s, want no part of an argument in a hint", got)
	}
	if got := secret.Refused(`got "X-Key: \"a\\b\""`, []string{`X-Key: "a\b"`}); got != `got "X-Key: masked"` {
		t.Errorf("got %s, want what Go's quotes hold masked", got)
	}
}
