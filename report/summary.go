package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
)

// hints say what a person at the screen would ask next.
func (t Text) hints(r *conformance.Report) {
	refused := 0
	for _, result := range r.Results {
		if result.Judgement.Reaction == conformance.Refused && result.Expect.Accepts() {
			refused++
		}
	}
	if refused == 0 {
		return
	}
	if !r.Signed {
		fmt.Fprintln(t.W, "hint: nothing was signed; if the backend checks Sign, give the console's token: --token env:NAME or --token file:PATH")
	}
	fmt.Fprintf(t.W, "hint: SdkAppid was %d; a backend that checks it wants its own: --sdk-app-id N\n", r.SDKAppID)
}

// summary is the last line: how many of which outcome, and what repeats the run.
func (t Text) summary(r *conformance.Report) {
	var counts []string
	for _, o := range conformance.Outcomes() {
		if n := r.Count(o); n > 0 {
			counts = append(counts, t.Palette.Outcome(o, fmt.Sprintf("%d %s", n, strings.ToLower(o.String()))))
		}
	}
	if len(counts) == 0 {
		counts = []string{"nothing was sent"}
	}
	verdict := r.Verdict()
	fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(verdict, verdict.String()), strings.Join(counts, ", "),
		t.Palette.Faint(fmt.Sprintf("%s · %s · seed %d · now %s · %s", Visible(r.Backend), round(r.Elapsed), r.Seed, r.Now.Format(time.RFC3339Nano), r.Version)))
}

// exchange shows the packet and the answer, on request.
func (t Text) exchange(r conformance.Result) {
	x := r.Exchange
	if t.Verbose > 1 {
		head, rest, _ := strings.Cut(string(x.Sent), "\r\n")
		t.block("> ", MaskSign(head)+"\r\n"+rest)
		t.block("< ", string(x.Raw))
		return
	}
	fmt.Fprintf(t.W, "  > %s\n", Visible(cut(string(r.Packet.Body), 0, 400)))
	fmt.Fprintf(t.W, "  < %s\n", Visible(cut(string(x.Body), 0, 400)))
}

func (t Text) block(prefix, text string) {
	for line := range strings.Lines(cut(text, 0, 16<<10)) {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), Visible(strings.TrimRight(line, "\r\n")))
	}
}

// MaskSign hides the signature in a request line or a URL, which is good for a minute.
func MaskSign(line string) string {
	const name = "Sign="
	at := strings.Index(line, name)
	if at < 0 {
		return line
	}
	end := at + len(name) + strings.IndexAny(line[at+len(name):]+" ", "& ")
	return line[:at] + name + "…" + line[end:]
}
