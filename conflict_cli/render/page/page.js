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
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((one) => {
      if (one.querySelectorAll("tr").length <= MOST_PRINTED) { one.open = true; opened.push(one); }
    });
  });
  addEventListener("afterprint", () => { opened.splice(0).forEach((one) => { one.open = false; }); });
})();
