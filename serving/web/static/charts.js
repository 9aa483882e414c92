// Draws the charts of a page from the data it holds; the numbers stay below each. What draws them is large,
// and is asked for once the page has been painted.
"use strict";

const draw = () => {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const layout = {
    margin: { l: 60, r: 20, t: 10, b: 40 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, color: of("--ink"), size: 13 },
    xaxis: { gridcolor: of("--line"), zerolinecolor: of("--line"), automargin: true },
    yaxis: { gridcolor: of("--line"), zerolinecolor: of("--soft"), automargin: true },
    legend: { orientation: "h", y: 1.12 },
    separators: document.documentElement.lang === "fr" ? ",\u202f" : ".,",
  };
  // Traces name colours of the sheet, such as "--link": the page decides whether it is dark.
  const coloured = (value) => {
    if (typeof value === "string" && value.startsWith("--")) return of(value);
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, coloured(one)]));
    return value;
  };
  const joined = (base, more) => {
    const made = { ...base };
    Object.entries(more || {}).forEach(([key, value]) => {
      made[key] = value && typeof value === "object" && !Array.isArray(value) ? joined(base[key] || {}, value) : value;
    });
    return made;
  };
  document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const canvas = figure.querySelector(".canvas");
    canvas.hidden = false;
    Plotly.newPlot(canvas, coloured(spec.data), joined(layout, coloured(spec.layout)), { displayModeBar: false, responsive: true })
      .then(() => { figure.querySelector("details").open = false; });
  });
};

const plotly = document.createElement("script");
plotly.src = document.currentScript.dataset.plotly;
plotly.onload = draw;
requestAnimationFrame(() => setTimeout(() => document.head.append(plotly)));
