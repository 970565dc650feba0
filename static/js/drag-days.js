// Lets a meeting be dragged to another day of the calendar. That opens its form with the day filled in;
// nothing is saved by dragging. The link of the meeting does the same for keys and fingers.
let dragged = null;
const hint = document.querySelector("[data-drag-hint]");
if (hint && matchMedia("(any-pointer: fine)").matches) hint.hidden = false;
for (const entry of document.querySelectorAll("[data-drag-to]")) {
  entry.draggable = true;
  for (const link of entry.querySelectorAll("a")) link.draggable = false;
  entry.addEventListener("dragstart", (event) => {
    dragged = entry;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.textContent.trim());
  });
  entry.addEventListener("dragend", () => { dragged = null; });
}
for (const day of document.querySelectorAll("[data-drop-day]")) {
  const fits = () => dragged !== null && dragged.closest("[data-drop-day]") !== day;
  const mark = (on) => day.classList.toggle("lp-days__drop", on);
  day.addEventListener("dragover", (event) => {
    if (!fits()) return;
    event.preventDefault();
    mark(true);
  });
  day.addEventListener("dragleave", () => mark(false));
  day.addEventListener("drop", (event) => {
    mark(false);
    if (!fits()) return;
    event.preventDefault();
    location.assign(`${dragged.dataset.dragTo}?dag=${day.dataset.dropDay}`);
  });
}
