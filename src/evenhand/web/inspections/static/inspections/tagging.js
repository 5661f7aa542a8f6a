// A box to type into instead of a long list of checkboxes: an editable combobox with a list. The checkboxes stay what is
// sent; this script only ticks them. Without it, the list and a search that loads the page again are there.
const MOST = 8;

for (const form of document.querySelectorAll("form[data-tag]")) {
  const root = form.querySelector("[data-combobox]");
  const words = root.dataset;
  const all = [...form.querySelectorAll("[data-one]")].map((one, number) => {
    const input = one.querySelector("input");
    const title = one.querySelector("label").textContent.trim();
    const text = one.querySelector(".govuk-checkboxes__hint").textContent.trim();
    return { input, title, text, heading: one.dataset.heading, id: `option-${number}`, all: `${one.dataset.heading} ${title} ${text}`.toLowerCase() };
  });
  const make = (tag, more = {}, attributes = {}) => {
    const made = Object.assign(document.createElement(tag), more);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const box = make("input", { type: "text", id: "criteria-box", className: "govuk-input", autocomplete: "off", spellcheck: false }, {
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "criteria-list", "aria-describedby": "criteria-hint tagged-text",
  });
  const list = make("ul", { id: "criteria-list", className: "app-combobox__list", hidden: true }, { role: "listbox", "aria-label": words.label });
  const status = make("p", { className: "govuk-hint" }, { role: "status" });
  const chosen = make("ul", { className: "app-combobox__chosen" }, { "aria-label": words.chosen });
  root.append(
    make("label", { htmlFor: box.id, className: "govuk-label govuk-label--s", textContent: words.label }),
    make("div", { id: "criteria-hint", className: "govuk-hint", textContent: words.hint }),
    box, list, status, chosen,
  );
  let found = [];
  let active = -1;

  const said = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const ticked = () => all.filter((one) => one.input.checked);

  const close = () => {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const activate = (place) => {
    active = (place + found.length) % found.length;
    for (const [number, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(number === active));
    box.setAttribute("aria-activedescendant", found[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const search = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rank = (one) => (one.title.toLowerCase().startsWith(wanted[0] ?? "") ? 0 : one.title.toLowerCase().includes(wanted[0] ?? "") ? 1 : 2);
    const matches = all.filter((one) => !one.input.checked && wanted.every((word) => one.all.includes(word)));
    found = matches.sort((one, other) => rank(one) - rank(other)).slice(0, MOST);
    list.replaceChildren(...found.map((one) => {
      const option = make("li", { id: one.id, className: "app-combobox__option", textContent: one.title }, { role: "option", "aria-selected": "false" });
      option.append(make("small", { textContent: `${one.heading}: ${one.text}` }));
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        add(one);
      });
      return option;
    }));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? said(words.found, { n: matches.length }) : words.none;
    if (found.length) activate(0);
    else close();
  };
  const draw = () => {
    chosen.hidden = ticked().length === 0;
    chosen.replaceChildren(...ticked().map((one) => {
      const line = make("li", { textContent: one.title });
      const out = make("button", { type: "button", className: "app-combobox__out", textContent: words.remove });
      out.append(make("span", { className: "govuk-visually-hidden", textContent: ` – ${one.title}` }));
      out.addEventListener("click", () => {
        one.input.checked = false;
        draw();
        status.textContent = said(words.removed, { title: one.title, n: ticked().length });
        box.focus();
      });
      line.append(out);
      return line;
    }));
  };
  const add = (one) => {
    one.input.checked = true;
    box.value = "";
    close();
    draw();
    status.textContent = said(words.added, { title: one.title, n: ticked().length });
    box.focus();
  };

  box.addEventListener("input", () => (box.value.trim() ? search() : close()));
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      // Enter adds; it never sends a half-chosen form.
      event.preventDefault();
      if (active >= 0) add(found[active]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) search();
      else activate(active + step);
    } else if (event.key === "Escape" && (!list.hidden || box.value)) {
      event.preventDefault();
      if (list.hidden) box.value = "";
      close();
    }
  });
  for (const one of all) one.input.addEventListener("change", draw);

  // The list stays, closed, for whoever would rather read it.
  const whole = form.querySelector("[data-all]");
  const details = make("details", { className: "govuk-details", open: Boolean(whole.querySelector(".govuk-error-message")) });
  const summary = make("summary", { className: "govuk-details__summary" });
  summary.append(make("span", { className: "govuk-details__summary-text", textContent: words.list }));
  whole.before(details);
  details.append(summary, whole);
  form.querySelector("[data-plain]").remove();
  root.hidden = false;
  draw();
  if (!document.querySelector(".govuk-error-summary, [role=alert]")) box.focus();
}
