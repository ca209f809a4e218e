// Light or dark, as the reader chose at the foot of a page: kept in this browser, and set before anything is drawn.
"use strict";
(() => {
  const root = document.documentElement;
  const say = (look) => (look ? root.setAttribute("data-theme", look) : root.removeAttribute("data-theme"));
  let kept = "";
  try { kept = localStorage.getItem("look") || ""; } catch { /* nothing may be kept here */ }
  if (kept === "light" || kept === "dark") say(kept);
  document.addEventListener("DOMContentLoaded", () => {
    const chosen = document.getElementById(`look-${kept || "shop"}`);
    if (chosen) chosen.checked = true;
  });
  document.addEventListener("change", ({ target }) => {
    if (target.name !== "look") return;
    say(target.value);
    try { target.value ? localStorage.setItem("look", target.value) : localStorage.removeItem("look"); } catch { /* so be it */ }
  });
})();
