// Comfort only: without this file every page does all it does. Keys, tables that sort and filter, exports.
"use strict";

// Charts find their rules in our sheet, so there is nothing to warn of.
window.PlotlyConfig = { logging: 0 };

(() => {
  const words = {
    en: { filter: "Filter", export: "Export as CSV", sorted: "sorted" },
    fr: { filter: "Filtrer", export: "Exporter en CSV", sorted: "trié" },
  }[document.documentElement.lang] || {};

  // A key does what its button does, unless somebody is typing.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus();
    else target.click();
    const first = target.closest("details[open]")?.querySelector("input:not([type=hidden]), select");
    if (first) first.focus();
  });

  // Only one outcome is open at a time.
  document.querySelectorAll(".outcomes details").forEach((one) => {
    one.addEventListener("toggle", () => {
      if (one.open) document.querySelectorAll(".outcomes details[open]").forEach((other) => { if (other !== one) other.open = false; });
    });
  });

  const valueOf = (row, place) => {
    const cell = row.cells[place];
    const told = cell.dataset.by ?? cell.textContent.trim();
    const number = Number(told);
    return told !== "" && !Number.isNaN(number) ? number : told.toLocaleLowerCase();
  };

  const compare = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);

  const sorting = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row, place), row]);
        rows.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]));
        table.tBodies[0].append(...rows.map((pair) => pair[1]));
      });
    });
  };

  // What a spreadsheet would read as a formula gets a mark that makes it text.
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text.replace(",", "."))) ? `'${text}` : text);
  const quoted = (text) => `"${safe(text).replaceAll('"', '""')}"`;

  const exported = (table) => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    return "\ufeff" + rows.map((row) => [...row.cells].map((cell) => quoted(cell.textContent.trim())).join(";")).join("\r\n");
  };

  const tools = (table) => {
    const box = document.createElement("div");
    box.className = "tools";
    const filter = document.createElement("input");
    filter.type = "search";
    filter.placeholder = words.filter;
    filter.setAttribute("aria-label", words.filter);
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLocaleLowerCase();
      [...table.tBodies[0].rows].forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted); });
    });
    const save = document.createElement("button");
    save.type = "button";
    save.className = "quiet";
    save.textContent = words.export;
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([exported(table)], { type: "text/csv;charset=utf-8" }));
      link.download = `${table.id || "encours"}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    box.append(filter, save);
    table.closest(".scroll").before(box);
  };

  // What is at work is asked again in place, so that nobody loses their place on the page; at its end the page opens anew.
  const again = (seconds) => setTimeout(async () => {
    try {
      const told = await fetch(location.href);
      const page = new DOMParser().parseFromString(await told.text(), "text/html");
      const now = page.querySelector("[data-again]");
      if (told.ok && !now) return location.reload();
      document.querySelector("[data-again]").replaceChildren(...now.childNodes);
    } catch { /* The server begins anew: ask later. */ }
    again(seconds);
  }, seconds * 1000);
  const work = document.querySelector("[data-again]");
  if (work) again(Number(work.dataset.again));

  document.querySelectorAll("table.data").forEach((table) => {
    if (!table.tHead || !table.tBodies[0]) return;
    sorting(table);
    if (table.tBodies[0].rows.length > 8) tools(table);
  });
})();
