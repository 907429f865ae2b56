// @ts-check
/** A table of two accounts; all text becomes text nodes. */

export default function (/** @type {any} */ { parentElement, data }) {
  const table = document.createElement("table");
  table.setAttribute("aria-label", data.label);
  const head = table.createTHead().insertRow();
  for (const words of ["", ...data.heads]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = words;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const [field, one, other, differs] of data.rows) {
    const row = body.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = differs ? `${field} ≠` : field;
    if (differs) row.className = "differs";
    row.append(name);
    for (const words of [one, other]) row.insertCell().textContent = words || "–";
  }
  parentElement.querySelector(".sides").replaceChildren(table);
}
