// What makes pages quicker to use: sliders that fill in the two plain fields beside them, and ask once they are let go.
// Every page works without it.
"use strict";

document.documentElement.classList.add("js");

const DAY = 86400000;

function written(slider) {
  if (slider.dataset.first === "0") return slider.value === slider.max ? "" : "#" + slider.value;
  const day = new Date(Date.parse(slider.dataset.first + "T00:00:00Z") + slider.value * DAY);
  return day.toISOString().slice(0, 10);
}

document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches("input[type=range][data-field]")) return;
  const text = written(slider);
  slider.form.elements[slider.dataset.field].value = text;
  slider.setAttribute("aria-valuetext", text || slider.dataset.all);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=range][data-field]")) event.target.form.requestSubmit();
});
