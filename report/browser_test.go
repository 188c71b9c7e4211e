package report_test

import (
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/timhook/timhook/report"
)

// openPage opens the HTML report of a document.
func openPage(t *testing.T, d *report.Document) *reporttest.Browser {
	t.Helper()
	return reporttest.OpenHTML(t, pageOf(t, d))
}

func choose(name, value string) chromedp.Action {
	return chromedp.Evaluate(`{ const f = document.querySelector("form.filter"); f["`+name+`"].value = "`+value+`"; f["`+name+`"].dispatchEvent(new Event("input", {bubbles: true})); }`, nil)
}

func TestThePageWorksInARealBrowser(t *testing.T) {
	d := report.NewDocument(reporttest.Model(t, reporttest.Hostile))
	d.Cases[0].Callback, d.Cases[4].Callback = "Bot.OnGroupMessage", "Bot.OnGroupMessage"
	b := openPage(t, d)

	reporttest.Expect(b, "all cases are shown", reporttest.CasesShown, 10)
	reporttest.Expect(b, "all findings but the note are shown", reporttest.FindingsShown, 4)
	b.Run(choose("callback", "Bot.OnGroupMessage"))
	reporttest.Expect(b, "those of one callback", reporttest.CasesShown, 2)
	reporttest.Expect(b, "how many there are", `document.querySelector(".shown").textContent`, "2 of 10 cases")
	b.Run(choose("outcome", "fail"))
	reporttest.Expect(b, "those of one callback and outcome", reporttest.CasesShown, 0)
	reporttest.Expect(b, "a word where none is left",
		`document.querySelector("[data-empty=case]").offsetParent !== null`, true)
	b.Run(choose("callback", ""))
	reporttest.Expect(b, "those of one outcome", reporttest.CasesShown, 3)
	b.Run(chromedp.Click(`form.filter button`))
	reporttest.Expect(b, "all again", reporttest.CasesShown, 10)
	b.Run(choose("level", "SHOULD"))
	reporttest.Expect(b, "findings of one level", reporttest.FindingsShown, 1)
	b.Run(choose("level", ""), chromedp.SendKeys(`input[name=text]`, "no such words"))
	reporttest.Expect(b, "those with a text that none has", reporttest.CasesShown, 0)
	b.Run(chromedp.Click(`form.filter button`))

	reporttest.Expect(b, "details are closed", `document.querySelector(".finding details").open`, false)
	b.Run(chromedp.Click(`.finding details summary`))
	reporttest.Expect(b, "details open", `document.querySelector(".finding details").open`, true)
	b.Run(chromedp.Focus(`.case summary`), chromedp.KeyEvent("\r"))
	reporttest.Expect(b, "a case opens by keyboard",
		`document.querySelector(".case details").open && document.querySelector(".case .inside").offsetHeight > 0`, true)
	reporttest.Expect(b, "nothing hostile became an element",
		`document.querySelectorAll("main script, main iframe, main img, main a[href^=javascript]").length`, 0)
	reporttest.Expect(b, "headings go down step by step",
		`[...document.querySelectorAll("h1,h2,h3,h4")].every((h, i, all) => i === 0 ? h.tagName === "H1" : h.tagName[1] - all[i - 1].tagName[1] <= 2)`, true)
	reporttest.Expect(b, "every control has a name",
		`[...document.querySelectorAll("select, input")].every((c) => c.labels.length === 1)`, true)
	reporttest.Expect(b, "nothing is wider than the window",
		`document.documentElement.scrollWidth <= document.documentElement.clientWidth`, true)

	light := b.Colours()
	b.Run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	if dark := b.Colours(); light == dark {
		t.Errorf("got %s in light and dark, want two", dark)
	}
	b.Behaved()
}

func TestThePageReadsWithoutScripts(t *testing.T) {
	b := openPage(t, report.NewDocument(reporttest.Model(t, "plain")))
	b.Run(emulation.SetScriptExecutionDisabled(true), chromedp.Reload())
	reporttest.Expect(b, "cases", reporttest.CasesShown, 10)
	reporttest.Expect(b, "findings", reporttest.FindingsShown, 4)
	reporttest.Expect(b, "the filter, which would not work",
		`document.querySelector("form.filter").offsetParent === null`, true)
	b.Run(chromedp.Click(`.finding details summary`))
	reporttest.Expect(b, "details open", `document.querySelector(".finding details").open`, true)
}
