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
	verdict := r.Verdict()
	fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(verdict, verdict.String()), counted(r, t.Palette),
		t.Palette.Faint(t.show(fmt.Sprintf("%s · %s · seed %d · now %s · %s", r.Backend, round(r.Elapsed), r.Seed, r.Now.Format(time.RFC3339Nano), r.Version))))
}

// counted says how many results have which outcome, those that none has left out.
func counted(r *conformance.Report, p Palette) string {
	var counts []string
	for _, o := range conformance.Outcomes() {
		if n := r.Count(o); n > 0 {
			counts = append(counts, p.Outcome(o, fmt.Sprintf("%d %s", n, strings.ToLower(o.String()))))
		}
	}
	if len(counts) == 0 {
		return "nothing was sent"
	}
	return strings.Join(counts, ", ")
}

// exchange shows the packet and the answer, on request.
func (t Text) exchange(r conformance.Result) {
	x := r.Exchange
	if t.Verbose > 1 {
		t.block("> ", MaskSign(string(x.Sent)))
		t.block("< ", MaskSign(string(x.Raw)))
		return
	}
	fmt.Fprintf(t.W, "  > %s\n", t.excerpt(string(r.Packet.Body), 400))
	fmt.Fprintf(t.W, "  < %s\n", t.excerpt(MaskSign(string(x.Body)), 400))
}

func (t Text) block(prefix, text string) {
	const longest = 16 << 10
	text = secretsOf(t.W).mask(text)
	to := runeStart(text, longest)
	for line := range strings.Lines(text[:to]) {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), Visible(strings.TrimRight(line, "\r\n")))
	}
	if more := remainder(text, to); more != "" {
		fmt.Fprintf(t.W, "  %s%s\n", t.Palette.Faint(prefix), more)
	}
}

// MaskSign hides every signature in a request, a URL or what came of them: a signature is good for a minute.
func MaskSign(text string) string {
	const name = "Sign="
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, name)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(name + "…")
		text = strings.TrimLeft(after, signDigits)
	}
}

// signDigits are what a signature is made of, in whatever case it is echoed, and what a broken one may hold beside them.
const signDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~%+"
