// Answers while somebody types: one request for each pause, the last one counts. Without this the form does the same.
"use strict";
(() => {
  const form = document.querySelector("form.ask");
  if (!form || !window.fetch || !window.AbortController) return;
  const field = form.elements.q, answers = document.getElementById("answers"), told = document.getElementById("answers-count");
  const PAUSE = 300, SHORTEST = 3;
  let waiting = 0, under_way = null, shown = field.value.trim();

  const show = (text) => {
    answers.innerHTML = text;
    const head = answers.querySelector("[data-count]");
    told.textContent = head ? head.dataset.count : "";
  };
  const ask = async () => {
    const question = field.value.trim();
    if (question === shown) return;
    if (under_way) under_way.abort();
    if (question.length < SHORTEST) { shown = ""; show(""); return; }
    const mine = under_way = new AbortController();
    try {
      const found = await fetch(`${form.dataset.answers}?q=${encodeURIComponent(question)}`, { signal: mine.signal, headers: { Accept: "text/html" } });
      if (!found.ok || mine !== under_way) return;
      const text = await found.text();
      if (mine !== under_way) return;
      shown = question;
      show(text);
      // So that going back from an answer finds the question again.
      history.replaceState(null, "", `${form.action}?q=${encodeURIComponent(question)}`);
    } catch { /* no answer came: the button still asks */ }
  };
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); });
})();
