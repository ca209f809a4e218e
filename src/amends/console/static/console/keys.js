// Keys of the console. Without this file every page works the same, by links and fields.
"use strict";
(() => {
  const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const lines = () => [...document.querySelectorAll("[data-line]")];
  const step = (by) => {
    const all = lines();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const go = (selector) => {
    const found = document.querySelector(selector);
    if (!found) return false;
    found.focus();
    if (found.select) found.select();
    return true;
  };
  const does = {
    "/": () => go("[data-key='/']"),
    j: () => step(1),
    k: () => step(-1),
    n: () => go("[data-key='n']"),
    "?": () => { location.href = document.querySelector("[data-key='?']").href; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const act = does[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  // A second press of a button that was pressed sends nothing again; the server would not do it twice either.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
