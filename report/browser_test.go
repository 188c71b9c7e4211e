package report_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/report"
)

// browser is a page in a real Chromium, and what it did that it should not.
type browser struct {
	t      *testing.T
	ctx    context.Context
	mu     sync.Mutex
	faults []string
}

// openPage opens the HTML report of a document.
func openPage(t *testing.T, d *report.Document) *browser {
	t.Helper()
	return openHTML(t, pageOf(t, d))
}

// openHTML opens a page. It skips the test where there is no Chromium.
func openHTML(t *testing.T, html string) *browser {
	t.Helper()
	path := chromium()
	if path == "" {
		t.Skip("no chromium, chromium-browser or google-chrome on this machine")
	}
	dir, err := os.MkdirTemp("", "timhook-page")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the browser may still be writing to it, which is of no consequence
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx,
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
		chromedp.UserDataDir(filepath.Join(dir, "profile")), chromedp.WindowSize(1200, 900))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.watch)
	b.run(network.Enable(), log.Enable(), chromedp.Navigate("file://"+file))
	return b
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// watch notes what a page that needs nothing and runs nothing of a backend's never does.
func (b *browser) watch(event any) {
	fault := ""
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file://") && !strings.HasPrefix(e.Request.URL, "data:") {
			fault = "it asked for " + e.Request.URL
		}
	case *log.EventEntryAdded:
		fault = "the log has: " + e.Entry.Text
	case *runtime.EventConsoleAPICalled:
		fault = "the console was written to"
	case *runtime.EventExceptionThrown:
		fault = "a script failed: " + e.ExceptionDetails.Error()
	case *page.EventJavascriptDialogOpening:
		fault = "a dialog opened: " + e.Message
	}
	if fault != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.faults = append(b.faults, fault)
	}
}

func (b *browser) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// expect evaluates an expression in the page.
func expect[T any](b *browser, what, expression string, want T) {
	b.t.Helper()
	var got T
	b.run(chromedp.Evaluate(expression, &got))
	if diff := cmp.Diff(want, got); diff != "" {
		b.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const (
	casesShown    = `[...document.querySelectorAll(".case")].filter((c) => c.offsetParent !== null).length`
	findingsShown = `[...document.querySelectorAll(".finding")].filter((c) => c.offsetParent !== null).length`
)

func choose(name, value string) chromedp.Action {
	return chromedp.Evaluate(`{ const f = document.querySelector("form.filter"); f["`+name+`"].value = "`+value+`"; f["`+name+`"].dispatchEvent(new Event("input", {bubbles: true})); }`, nil)
}

func TestThePageWorksInARealBrowser(t *testing.T) {
	d := report.NewDocument(model(t, hostile))
	d.Cases[0].Callback, d.Cases[4].Callback = "Bot.OnGroupMessage", "Bot.OnGroupMessage"
	b := openPage(t, d)

	expect(b, "all cases are shown", casesShown, 10)
	expect(b, "all findings are shown", findingsShown, 5)
	b.run(choose("callback", "Bot.OnGroupMessage"))
	expect(b, "those of one callback", casesShown, 2)
	expect(b, "how many there are", `document.querySelector(".shown").textContent`, "2 of 10 cases")
	b.run(choose("outcome", "fail"))
	expect(b, "those of one callback and outcome", casesShown, 0)
	expect(b, "a word where none is left", `document.querySelector("[data-empty=case]").offsetParent !== null`, true)
	b.run(choose("callback", ""))
	expect(b, "those of one outcome", casesShown, 3)
	b.run(chromedp.Click(`form.filter button`))
	expect(b, "all again", casesShown, 10)
	b.run(choose("level", "SHOULD"))
	expect(b, "findings of one level", findingsShown, 1)
	b.run(choose("level", ""), chromedp.SendKeys(`input[name=text]`, "no such words"))
	expect(b, "those with a text that none has", casesShown, 0)
	b.run(chromedp.Click(`form.filter button`))

	expect(b, "details are closed", `document.querySelector(".finding details").open`, false)
	b.run(chromedp.Click(`.finding details summary`))
	expect(b, "details open", `document.querySelector(".finding details").open`, true)
	b.run(chromedp.Focus(`.case summary`), chromedp.KeyEvent("\r"))
	expect(b, "a case opens by keyboard", `document.querySelector(".case details").open && document.querySelector(".case .inside").offsetHeight > 0`, true)
	expect(b, "nothing hostile became an element", `document.querySelectorAll("main script, main iframe, main img, main a[href^=javascript]").length`, 0)
	expect(b, "headings go down step by step", `[...document.querySelectorAll("h1,h2,h3,h4")].every((h, i, all) => i === 0 ? h.tagName === "H1" : h.tagName[1] - all[i - 1].tagName[1] <= 2)`, true)
	expect(b, "every control has a name", `[...document.querySelectorAll("select, input")].every((c) => c.labels.length === 1)`, true)
	expect(b, "nothing is wider than the window", `document.documentElement.scrollWidth <= document.documentElement.clientWidth`, true)

	light := b.colours()
	b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	if dark := b.colours(); light == dark {
		t.Errorf("got %s in light and dark, want two", dark)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		t.Errorf("the page did what it should not:\n%s", strings.Join(b.faults, "\n"))
	}
}

// colours are those of the page; it fails the test when a text is hard to read on what is behind it (WCAG 2.2, 1.4.3).
func (b *browser) colours() string {
	b.t.Helper()
	expect(b, "texts that are hard to read", hardToRead, []string{})
	var colours string
	b.run(chromedp.Evaluate(`getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(document.body).color`, &colours))
	return colours
}

const hardToRead = `(() => {
	const parse = (c) => c.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
	const bad = new Set();
	for (const e of document.querySelectorAll("body *")) {
		if (e.closest("svg, script, .skip") || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
		const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
		if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) bad.add(e.tagName + "." + e.className);
	}
	return [...bad];
})()`

func TestThePageReadsWithoutScripts(t *testing.T) {
	b := openPage(t, report.NewDocument(model(t, "plain")))
	b.run(emulation.SetScriptExecutionDisabled(true), chromedp.Reload())
	expect(b, "cases", casesShown, 10)
	expect(b, "findings", findingsShown, 5)
	expect(b, "the filter, which would not work", `document.querySelector("form.filter").offsetParent === null`, true)
	b.run(chromedp.Click(`.finding details summary`))
	expect(b, "details open", `document.querySelector(".finding details").open`, true)
}
