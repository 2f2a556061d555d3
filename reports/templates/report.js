"use strict";
// The page is complete without this script. It adds: a filter by outcome and text, expand and collapse, copying, and links that
// open what they lead to.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const items = all("[data-v]");
  const toggles = all("[data-filter]");
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const texts = new WeakMap();

  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
    return texts.get(item);
  };

  const filter = () => {
    const wanted = new Set(toggles.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.filter));
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const counts = { requirements: [0, 0], scenarios: [0, 0] };
    for (const item of items) {
      const fits = (wanted.size === 0 || wanted.has(item.dataset.v)) && words.every((word) => textOf(item).includes(word));
      item.hidden = !fits;
      const count = counts[item.tagName === "TR" ? "requirements" : "scenarios"];
      count[1] += 1;
      if (fits) count[0] += 1;
    }
    for (const group of all(".group")) group.hidden = !group.querySelector("tr[data-v]:not([hidden])");
    document.querySelector(".nothing").hidden = counts.scenarios[0] > 0 || counts.scenarios[1] === 0;
    const all_of = ([some, total], name) => `${some} of ${total} ${name}`;
    shown.textContent = wanted.size === 0 && words.length === 0 ? ""
      : `${all_of(counts.requirements, "requirements")}, ${all_of(counts.scenarios, "scenarios")} shown`;
  };

  const reset = () => {
    find.value = "";
    for (const button of toggles) button.setAttribute("aria-pressed", "false");
    filter();
  };

  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) reset();
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    // Scenarios out of sight have a guessed height until they are drawn, so the place moves while the page settles.
    let frames = 6;
    const settle = () => { target.scrollIntoView(); if (frames-- > 0) requestAnimationFrame(settle); };
    settle();
  };

  const copy = async (button) => {
    const pre = button.closest(".curl").querySelector("pre");
    try {
      await navigator.clipboard.writeText(pre.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(pre);
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected: press Ctrl+C";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  document.documentElement.classList.add("js");
  const tools = document.querySelector(".tools");
  tools.hidden = items.length === 0;
  tools.addEventListener("submit", (event) => event.preventDefault());
  let typing = 0;
  find.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 120); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("copy")) copy(button);
    if (button.dataset.filter) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    }
    if (button.dataset.fold)
      for (const scenario of all("details.scenario")) scenario.open = button.dataset.fold === "open";
  });
  addEventListener("hashchange", openTarget);
  openTarget();
})();
