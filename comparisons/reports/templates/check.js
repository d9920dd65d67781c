// Finding parts by name and verdict, opening the one in the address, and the copy buttons. Without it, everything is there to read.
(() => {
  const form = document.getElementById("find"), search = document.getElementById("search");
  const parts = [...document.querySelectorAll(".part")].map((element) => ({
    element, group: element.closest(".group"), words: element.querySelector("summary").textContent.toLowerCase() }));
  const boxes = form ? [...form.querySelectorAll("input[type=checkbox]")] : [];

  function find() {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, group, words } of parts) {
      element.hidden = !wanted.has(group.dataset.verdict) || !asked.every((word) => words.includes(word));
      shown += !element.hidden;
    }
    document.querySelectorAll(".group").forEach((group) => { group.hidden = !group.querySelector(".part:not([hidden])"); });
    document.getElementById("shown").textContent = shown === parts.length ? "" : `${shown} of ${parts.length} parts shown`;
  }

  function open() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* an address that is no text names no part */ }
    const part = document.getElementById(name);
    if (!part?.classList.contains("part")) return;
    if (part.hidden) {
      search.value = "";
      boxes.forEach((box) => { box.checked = true; });
      find();
    }
    part.open = true;
    part.scrollIntoView();
    part.querySelector("summary").focus({ preventScroll: true });
  }

  if (form) {
    form.hidden = false;
    form.addEventListener("input", find);
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input")) return;
      event.preventDefault();
      search.focus();
    });
    find();
  }
  addEventListener("hashchange", open);
  addEventListener("load", open); // not earlier: the browser, too, goes to the address, and takes the focus away
  parts.forEach(({ element }) => element.querySelector("summary").addEventListener("click", () => {
    if (!element.open) history.replaceState(null, "", `#${encodeURIComponent(element.id)}`); // what it is about to show can be linked to
  }));

  document.querySelectorAll(".copy").forEach((button) => button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code); // no clipboard without leave: the next key press copies it
      said = "Selected";
    }
    button.textContent = document.getElementById("copied").textContent = said;
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }));
})();
