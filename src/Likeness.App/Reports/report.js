// The page reads without this; it only adds sorting to tables and a button to copy the command.
"use strict";

function compare(a, b) {
  const x = Number(a), y = Number(b);
  const numbers = a !== "" ? b !== "" ? !Number.isNaN(x) ? !Number.isNaN(y) : false : false : false;
  return numbers ? x - y : (a === "") - (b === "") || (a === "NaN") - (b === "NaN") || a.localeCompare(b);
}

function sortBy(table, head, column) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  const key = row => row.cells[column].dataset.key;
  const rows = [...table.tBodies[0].rows].sort((a, b) => compare(key(a), key(b)) * (descending ? -1 : 1));
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

for (const table of document.querySelectorAll("table.sortable"))
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sortBy(table, head, column));
    head.replaceChildren(button);
  }

for (const command of document.querySelectorAll("pre.command")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command.querySelector("code").textContent);
    button.textContent = "Copied";
  });
  command.append(button);
}
