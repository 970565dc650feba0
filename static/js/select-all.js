// Adds one checkbox to a table head that ticks or clears all rows of this page.
// The server puts data-select-all="<label>" on the cell that gets it.
for (const cell of document.querySelectorAll("[data-select-all]")) {
  const boxes = [...cell.closest("table").querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];
  if (boxes.length < 2) continue;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "lp-box";
  all.setAttribute("aria-label", cell.dataset.selectAll);
  const refresh = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  for (const box of boxes) box.addEventListener("change", refresh);
  refresh();
  cell.replaceChildren(all);
}
