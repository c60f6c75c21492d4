"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const counter = document.getElementById("count");
  // What a filter leaves is opened as far as it can be taken in.
  const OPENED = 60;

  function made(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const files = [...document.querySelectorAll("details.file")].map((element) => ({
    element,
    language: element.dataset.language,
    folder: element.dataset.folder,
    path: element.querySelector(".path").textContent.toLowerCase(),
    findings: [...element.querySelectorAll(".finding")],
    shown: element.querySelector("summary").appendChild(made("span", "shown")),
  }));
  const total = files.reduce((sum, file) => sum + file.findings.length, 0);

  // -- filter and search ------------------------------------------------------------------------------------------

  const texts = new WeakMap();
  function textOf(finding) {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  }

  function wanted() {
    const chosen = new FormData(form);
    return {
      states: new Set(chosen.getAll("state")),
      code: chosen.get("code"),
      language: chosen.get("language"),
      folder: chosen.get("folder"),
      words: chosen.get("text").toLowerCase().split(/\s+/).filter(Boolean),
    };
  }

  function shows(finding, path, want) {
    if (!want.states.has(finding.dataset.state)) return false;
    if (want.code && finding.dataset.code !== want.code) return false;
    return want.words.every((word) => path.includes(word) || textOf(finding).includes(word));
  }

  function filter() {
    const want = wanted();
    let shown = 0;
    for (const file of files) {
      const here = (!want.language || file.language === want.language) && (!want.folder || file.folder === want.folder);
      let left = 0;
      for (const finding of file.findings) {
        finding.hidden = !(here && shows(finding, file.path, want));
        if (!finding.hidden) left += 1;
      }
      file.element.hidden = left === 0;
      file.shown.textContent = left === file.findings.length ? "" : `${left} shown`;
      shown += left;
    }
    const plural = total === 1 ? "finding" : "findings";
    counter.textContent = shown === total ? `${total} ${plural}` : `${shown} of ${total} ${plural}`;
    if (shown < total && shown <= OPENED) {
      for (const file of files) if (!file.element.hidden) open(file.element);
    }
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open-all").addEventListener("click", () => files.forEach((file) => (file.element.open = true)));
  document.getElementById("close-all").addEventListener("click", () => files.forEach((file) => (file.element.open = false)));
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    form.elements.text.focus();
  });

  // -- changes ----------------------------------------------------------------------------------------------------

  function side(name, first, lines) {
    const element = made("div", `side ${name}`);
    lines.forEach((text, at) => {
      const line = made("div", "line", text || " ");
      line.dataset.number = first + at;
      element.append(line);
    });
    return element;
  }

  function drawn(hunk) {
    const element = made("div", "hunk");
    const [first, , begins] = hunk.blocks[0];
    const where = hunk.cell === null ? "" : `cell ${hunk.cell}, `;
    element.append(made("p", "", `${where}line ${first}` + (begins === first ? "" : `, afterwards line ${begins}`)));
    for (const [old, before, now, after] of hunk.blocks) {
      const block = made("div", after === null ? "block unchanged" : "block changed");
      block.append(side("old", old, before), side("new", now, after === null ? before : after));
      element.append(block);
    }
    element.dataset.cell = hunk.cell === null ? "" : hunk.cell;
    return element;
  }

  // The line of a finding leads to the finding.
  function link(section, finding) {
    const line = lineOf(section, finding);
    if (!line || line.querySelector("a")) return;
    const back = made("a", "", finding.dataset.code);
    back.href = `#${finding.id}`;
    line.classList.add("about");
    line.append(back);
  }

  function lineOf(section, finding) {
    const cell = finding.dataset.cell || "";
    for (const hunk of section.querySelectorAll(".hunk")) {
      if (hunk.dataset.cell !== cell) continue;
      const line = hunk.querySelector(`.old .line[data-number="${finding.dataset.line}"]`);
      if (line) return line;
    }
    return null;
  }

  function draw(file) {
    const section = file.querySelector(".changes");
    if (!section || section.dataset.drawn) return;
    section.dataset.drawn = "yes";
    const data = document.getElementById(section.id.replace("changes-", "data-"));
    section.append(...JSON.parse(data.textContent).map(drawn));
    for (const finding of file.querySelectorAll(".finding")) if (finding.querySelector(".jump")) link(section, finding);
  }

  function open(file) {
    file.open = true;
    draw(file);
  }

  for (const file of files) {
    file.element.addEventListener("toggle", () => file.element.open && draw(file.element));
    if (file.element.open) draw(file.element);
  }
  document.addEventListener("click", (event) => {
    const jump = event.target.closest(".jump");
    if (!jump) return;
    const section = document.getElementById(jump.getAttribute("href").slice(1));
    draw(section.closest("details"));
    const line = lineOf(section, jump.closest(".finding"));
    if (!line) return;
    event.preventDefault();
    for (const aimed of document.querySelectorAll(".aimed")) aimed.classList.remove("aimed");
    line.classList.add("aimed");
    line.scrollIntoView({ block: "center" });
    line.querySelector("a")?.focus({ preventScroll: true });
  });

  // -- addresses --------------------------------------------------------------------------------------------------

  function named() {
    const name = location.hash.slice(1);
    if (!name) return null;
    try {
      return document.getElementById(name) || document.getElementById(decodeURIComponent(name));
    } catch {
      return null; // no address of ours
    }
  }

  function arrive() {
    const target = named();
    const file = target && target.closest("details.file");
    if (!file) return;
    if (target.hidden || file.hidden) {
      form.reset();
      filter();
    }
    open(file);
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  }

  addEventListener("hashchange", arrive);
  // A browser that comes back to a page fills in what was chosen before.
  filter();
  arrive();
})();
