(() => {
  "use strict";
  const MOST_PRINTED = 60;
  const filters = document.getElementById("filters");
  const incidents = [...document.querySelectorAll(".incident")];
  if (filters && incidents.length) {
    const text = document.getElementById("filter-text");
    const choices = [...filters.querySelectorAll("select")];
    const count = document.getElementById("count");
    const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").replace(/-/g, " ").toLowerCase();
    const known = new Map(incidents.map((one) => [one, folded(`${one.textContent} ${one.dataset.names}`.replace(/\s+/g, " "))]));
    const isShown = (one) =>
      folded(text.value).split(/\s+/).every((word) => known.get(one).includes(word)) &&
      choices.every((by) => !by.value || one.dataset[by.name].split(" ").includes(by.value));
    const filter = () => {
      incidents.forEach((one) => { one.hidden = !isShown(one); });
      const shown = incidents.filter((one) => !one.hidden).length;
      count.textContent = shown === incidents.length ? count.dataset.all
        : `${shown} of ${incidents.length} shown. The sums on this page are of all of them.`;
    };
    const clear = () => { text.value = ""; choices.forEach((by) => { by.value = ""; }); filter(); };
    const show = () => {
      const wanted = location.hash && document.getElementById(location.hash.slice(1));
      if (wanted && wanted.hidden) { clear(); wanted.scrollIntoView(); }
    };
    filters.hidden = false;
    text.addEventListener("input", filter);
    choices.forEach((by) => by.addEventListener("change", filter));
    document.getElementById("filter-clear").addEventListener("click", clear);
    addEventListener("hashchange", show);
    document.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) setTimeout(show); });
  }
  const table = document.getElementById("table");
  if (table) {
    table.classList.add("sorted");
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.querySelectorAll("th[data-sort]")];
    const keyOf = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
    const sort = (head, column) => {
      const isNumber = head.dataset.sort === "number";
      const isFirst = !head.hasAttribute("aria-sort");
      const sign = (isFirst ? isNumber : head.getAttribute("aria-sort") === "ascending") ? -1 : 1;
      const compare = (one, other) => {
        const [a, b] = [keyOf(one, column), keyOf(other, column)];
        if (!a || !b) return !a - !b;
        return sign * (isNumber ? a - b : a.localeCompare(b));
      };
      table.tBodies[0].append(...[...rows].sort(compare));
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(head, column));
      head.replaceChildren(button);
    });
  }
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((one) => {
      if (one.querySelectorAll("tr").length <= MOST_PRINTED) { one.open = true; opened.push(one); }
    });
  });
  addEventListener("afterprint", () => { opened.splice(0).forEach((one) => { one.open = false; }); });
})();
