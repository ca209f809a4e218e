// The slider of a number that is tried. Without this file the field and its button do the same.
"use strict";
(() => {
  const slide = document.getElementById("slide");
  if (!slide) return;
  const field = document.getElementById("value");
  const mark = document.getElementById("mark");
  const figures = [...document.querySelectorAll("#figures dd")];
  const rows = [...document.querySelectorAll("#points [data-typed]")];
  const points = document.querySelector(".curve polyline").points;
  const show = () => {
    const place = Number(slide.value); // which of the values, for they need not be equally far apart
    const cells = [...rows[place].children];
    figures.forEach((figure, at) => {
      const copy = cells[at].cloneNode(true);
      copy.querySelectorAll(".muted").forEach((one) => one.remove());
      figure.textContent = copy.textContent.trim();
    });
    for (const end of ["x1", "x2"]) mark.setAttribute(end, points.getItem(place).x);
    slide.setAttribute("aria-valuetext", figures[0].textContent);
    field.value = rows[place].dataset.typed;
  };
  slide.hidden = false;
  slide.addEventListener("input", show);
})();
