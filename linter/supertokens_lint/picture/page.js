"use strict";
(() => {
  document.documentElement.classList.add("scripted-page");
  const tabs = [...document.querySelectorAll(".tabs a")];
  const panels = tabs.map((tab) => document.querySelector(tab.hash));
  const here = document.querySelector("#show-here");
  let current = 0;

  const filter = () => {
    const name = tabs[current]?.querySelector("span").textContent;
    for (const finding of document.querySelectorAll(".finding")) {
      const held = finding.dataset.environments?.split("|");
      finding.hidden = Boolean(here?.checked && held && !held.includes(name));
    }
  };

  const show = (index) => {
    current = index;
    tabs.forEach((tab, number) => {
      tab.setAttribute("aria-selected", String(number === index));
      tab.tabIndex = number === index ? 0 : -1;
      panels[number].hidden = number !== index;
    });
    filter();
  };

  const follow = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const panel = panels.findIndex((each) => each.contains(target));
    if (panel >= 0) show(panel);
    const details = target.querySelector(":scope > details");
    if (details) {
      target.hidden = false;
      details.open = true;
    }
    target.scrollIntoView({ block: "nearest" });
    target.focus({ preventScroll: true });
  };

  document.querySelector(".tabs")?.setAttribute("role", "tablist");
  tabs.forEach((tab, index) => {
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panels[index].id);
    panels[index].setAttribute("role", "tabpanel");
    panels[index].setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      show(index);
    });
    tab.addEventListener("keydown", (event) => {
      const last = tabs.length - 1;
      const next = {
        ArrowRight: index === last ? 0 : index + 1,
        ArrowLeft: index === 0 ? last : index - 1,
        Home: 0,
        End: last,
        " ": index,
      }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      show(next);
      tabs[next].focus();
    });
  });
  const worst = ["b.breaks", "b.warning"]
    .map((mark) => tabs.findIndex((tab) => tab.querySelector(mark)))
    .find((index) => index >= 0);
  if (tabs.length) show(worst ?? 0);
  here?.addEventListener("change", filter);
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  follow();
})();
