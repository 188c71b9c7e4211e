"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const items = [...document.querySelectorAll("[data-outcome]")];
  const shown = form.querySelector(".shown");
  const cases = items.filter((item) => item.classList.contains("case"));
  const apply = () => {
    const want = { callback: form.callback.value, outcome: form.outcome.value, level: form.level.value };
    const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const fits = Object.keys(want).every((key) => want[key] === "" || (" " + item.dataset[key] + " ").includes(" " + want[key] + " "));
      item.hidden = !fits || !words.every((word) => item.dataset.text.includes(word));
    }
    shown.textContent = cases.filter((item) => !item.hidden).length + " of " + cases.length + " cases";
    for (const empty of document.querySelectorAll("[data-empty]")) {
      const list = items.filter((item) => item.classList.contains(empty.dataset.empty));
      empty.hidden = list.length === 0 || list.some((item) => !item.hidden);
    }
  };
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden) { form.reset(); apply(); }
    const inner = target.querySelector(":scope > details");
    if (inner) inner.open = true;
    target.scrollIntoView();
  };
  form.addEventListener("input", apply);
  form.querySelector("button").addEventListener("click", () => { form.reset(); apply(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
  reveal();
})();
