// The charts, reading values off them with pointer or arrow keys, and the copy button.
(() => {
  const parts = document.getElementById("charts");
  const charts = parts ? JSON.parse(parts.textContent) : {};
  const tip = document.getElementById("tip");

  // Columns to records; "nan" and "inf" cannot be drawn, but are read off as they are.
  const records = (table, drawn) => table.step.map((_, i) => Object.fromEntries(
    Object.entries(table).map(([name, column]) => [name, drawn && typeof column[i] === "string" ? null : column[i]])));

  const small = (value) => value === 0 ? "0" : value.toExponential(1);
  const plain = (value) => Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 ? value.toPrecision(8) : value === 0 ? "0" : value.toExponential(4);
  const words = (value, format) => value === null ? "-" : typeof value === "string" ? value : format(value);
  const reading = (row) => [
    ["scratch", words(row.scratch, plain)], ["Keras", words(row.Keras, plain)], ["gap", words(row.gap, small)], ["allowed", words(row.allowed, small)]];
  const heading = (row) => `step ${row.step.toLocaleString("en")}, epoch ${row.epoch}`;

  function nearest(rows, step) {
    let low = 0, high = rows.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (rows[middle].step < step) low = middle; else high = middle;
    }
    return Math.abs(rows[low].step - step) <= Math.abs(rows[high].step - step) ? low : high;
  }

  function showTip(row, x, y) {
    const title = document.createElement("b");
    title.textContent = heading(row);
    tip.replaceChildren(title, ...reading(row).map(([name, value]) => {
      const line = document.createElement("span");
      line.append(Object.assign(document.createElement("i"), { textContent: name }), value);
      return line;
    }));
    tip.hidden = false;
    const left = x + 16 + tip.offsetWidth < innerWidth ? x + 16 : x - 16 - tip.offsetWidth;
    tip.style.transform = `translate(${Math.max(4, Math.min(left, innerWidth - tip.offsetWidth - 4))}px, ${Math.max(4, y - tip.offsetHeight - 12)}px)`;
  }

  async function draw(holder) {
    const { spec, data } = charts[holder.dataset.chart];
    spec.datasets = { ...spec.datasets, ...Object.fromEntries(Object.entries(data).map(([name, table]) => [name, records(table, true)])) };
    const inner = holder.appendChild(document.createElement("div"));
    const { view } = await vegaEmbed(inner, spec, { mode: "vega-lite", renderer: "svg", actions: false, tooltip: false, defaultStyle: false });
    const rows = records(data.points, false);
    let at = -1;

    const left = () => inner.querySelector("svg").getBoundingClientRect().left + view.origin()[0];
    function read(index, y) {
      at = Math.max(0, Math.min(rows.length - 1, index));
      const row = rows[at], box = holder.getBoundingClientRect();
      view.signal("at", row.step).runAsync();
      holder.setAttribute("aria-valuenow", row.step);
      holder.setAttribute("aria-valuetext", [heading(row), ...reading(row).map((pair) => pair.join(" "))].join("; "));
      showTip(row, left() + view.scale("x")(row.step), y ?? box.top + 80);
    }
    function leave() {
      tip.hidden = true;
      view.signal("at", -1).runAsync();
    }

    holder.tabIndex = 0;
    holder.setAttribute("role", "slider");
    holder.setAttribute("aria-valuemin", rows[0].step);
    holder.setAttribute("aria-valuemax", rows[rows.length - 1].step);
    holder.setAttribute("aria-valuenow", rows[0].step);
    holder.setAttribute("aria-valuetext", heading(rows[0]));
    const point = (event) => read(nearest(rows, view.scale("x").invert(event.clientX - left())), event.clientY);
    holder.addEventListener("pointermove", point);
    holder.addEventListener("pointerdown", point);
    holder.addEventListener("pointerleave", leave);
    holder.addEventListener("blur", leave);
    holder.addEventListener("keydown", (event) => {
      const leap = Math.max(1, Math.round(rows.length / 10));
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - leap, PageDown: at + leap, Home: 0, End: rows.length - 1 }[event.key];
      if (event.key === "Escape") leave();
      if (to === undefined) return;
      event.preventDefault();
      read(to);
    });
  }
  document.querySelectorAll("[data-chart]").forEach(draw);

  const copy = document.getElementById("copy"), command = document.getElementById("command");
  copy?.addEventListener("click", async () => {
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(command.textContent);
    } catch {
      // No clipboard without leave: mark the command, so that the next key press copies it.
      getSelection().selectAllChildren(command);
      said = "Selected";
    }
    copy.textContent = document.getElementById("copied").textContent = said;
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
})();
