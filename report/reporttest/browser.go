package reporttest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// Browser is a page in a real Chromium, and what it did that it should not.
type Browser struct {
	t      *testing.T
	ctx    context.Context
	mu     sync.Mutex
	faults []string
}

// OpenHTML opens a page. It skips the test where there is no Chromium.
func OpenHTML(t *testing.T, html string) *Browser {
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
		chromedp.Flag("disable-background-networking",
			true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true),
		chromedp.UserDataDir(filepath.Join(dir, "profile")), chromedp.WindowSize(1200, 900))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &Browser{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.watch)
	b.Run(network.Enable(), log.Enable(), chromedp.Navigate("file://"+file))
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
func (b *Browser) watch(event any) {
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

func (b *Browser) Run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Expect evaluates an expression in the page.
func Expect[T any](b *Browser, what, expression string, want T) {
	b.t.Helper()
	var got T
	b.Run(chromedp.Evaluate(expression, &got))
	if diff := cmp.Diff(want, got); diff != "" {
		b.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// How many cases and findings of a page can be seen.
const (
	CasesShown    = `[...document.querySelectorAll(".case")].filter((c) => c.offsetParent !== null).length`
	FindingsShown = `[...document.querySelectorAll(".finding")].filter((c) => c.offsetParent !== null).length`
)

// Behaved fails the test when the page did what it should not.
func (b *Browser) Behaved() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		b.t.Errorf("the page did what it should not:\n%s", strings.Join(b.faults, "\n"))
	}
}

// Colours are those of the page; it fails the test when a text is hard to read on what is behind it (WCAG 2.2, 1.4.3).
func (b *Browser) Colours() string {
	b.t.Helper()
	Expect(b, "texts that are hard to read", hardToRead, []string{})
	var colours string
	b.Run(chromedp.Evaluate(`getComputedStyle(document.body).backgroundColor + " " + getComputedStyle(document.body).color`, &colours))
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
