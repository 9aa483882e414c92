// Returns the faults of a page as sentences. Colours are those the browser paints; text over a picture is
// not judged.
() => {
  const faults = [];
  const shown = (one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.display !== "none";
  };
  const name = (one) => `${one.tagName.toLowerCase()}${one.id ? "#" + one.id : ""} “${(one.textContent || one.name || "").trim().slice(0, 40)}”`;
  if (!document.documentElement.lang) faults.push("The page has no language.");
  if (!document.title.trim()) faults.push("The page has no title.");
  const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
  if (heads.filter((one) => one.tagName === "H1").length !== 1) faults.push("There must be one h1.");
  let before = 0;
  for (const one of heads) {
    const level = Number(one.tagName[1]);
    if (level > before + 1) faults.push(`${name(one)} skips a level of headings.`);
    before = level;
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) faults.push(`The id ${id} is used twice.`);
  for (const one of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!one.labels?.length && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")) faults.push(`${name(one)} (${one.name}) has no label.`);
  }
  for (const one of document.querySelectorAll("img")) if (one.getAttribute("alt") === null) faults.push(`${one.src} has no alternative text.`);
  for (const one of document.querySelectorAll("a[href], button, summary")) {
    if (!(one.textContent.trim() || one.getAttribute("aria-label") || one.querySelector("img[alt]:not([alt=''])"))) faults.push(`${name(one)} says nothing.`);
  }
  for (const one of document.querySelectorAll("[tabindex]")) if (Number(one.getAttribute("tabindex")) > 0) faults.push(`${name(one)} changes the order of focus.`);
  for (const one of document.querySelectorAll("table")) {
    if (![...one.querySelectorAll("th")].every((head) => head.scope)) faults.push(`A heading of ${name(one).slice(0, 30)} has no scope.`);
    if (!one.querySelector("th")) faults.push("A table has no headings.");
  }
  for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
    for (const id of `${one.getAttribute("aria-describedby") || ""} ${one.getAttribute("aria-labelledby") || ""}`.split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) faults.push(`${name(one)} points to ${id}, which is not there.`);
    }
  }
  const parsed = (text) => { const n = text.match(/[\d.]+/g).map(Number); return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }; };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const behind = (one) => {
    const stack = [];
    for (let at = one; at; at = at.parentElement) stack.push(parsed(getComputedStyle(at).backgroundColor));
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return stack.reverse().reduce((under, top) => over(top, under), dark ? { r: 0, g: 0, b: 0, a: 1 } : { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const part = [r, g, b].map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !shown(one) || one.closest("script, style, noscript, .canvas, svg, option") || one.disabled) continue;
    const style = getComputedStyle(one), ground = behind(one), ink = over(parsed(style.color), ground);
    const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      const fault = `${name(one)} has a contrast of ${ratio.toFixed(2)}.`;
      if (!told.has(fault)) { told.add(fault); faults.push(fault); }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push("The page is wider than the window.");
  return faults;
}
