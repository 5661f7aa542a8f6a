// Keeps what somebody writes in a form marked `data-jotting` until it is saved. Nothing else on the page depends on it:
// without this script forms are saved as ever, they are only not kept in between.
// data-jotting="/address/" says where the form belongs; empty, it belongs to the address of the page.

const KEPT = "/jottings/kept/";
const DISCARD = "/jottings/discard/";
const PAUSE = 2000; // milliseconds without a change before it is kept
const LONGEST = 10000; // and the longest that somebody can write without a pause
const AGAIN = 10000; // before the next try after one that failed
const NEVER = new Set(["file", "password", "submit", "button", "reset", "image"]);
const OURS = new Set(["csrfmiddlewaretoken", "jotting"]);
const KEEPALIVE_MOST = 60000; // browsers let no more through from a page that is going away

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const said = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function controls(form) {
  return [...form.elements].filter((one) => one.name && !OURS.has(one.name) && !NEVER.has(one.type) && one.matches("input, select, textarea"));
}

function fieldsOf(form) {
  const fields = {};
  for (const one of controls(form)) {
    const left = (one.type === "checkbox" || one.type === "radio") && !one.checked;
    const values = left ? [] : one.type === "select-multiple" ? [...one.selectedOptions].map((each) => each.value) : [one.value];
    (fields[one.name] ??= []).push(...values);
  }
  return fields;
}

// What kept fields and a form have in common is compared without line ends, which browsers change at will.
const plain = (fields) => JSON.stringify(Object.entries(fields).filter(([name, values]) => name !== "id" && values.some(Boolean)).sort()).replaceAll("\\r\\n", "\\n");

function fill(form, fields) {
  const places = {};
  for (const one of controls(form)) {
    const values = fields[one.name] ?? [];
    if (one.type === "checkbox" || one.type === "radio") {
      one.checked = values.includes(one.value);
      const group = one.checked && one.closest("details");
      if (group) group.open = true;
    } else if (one.type === "select-multiple") {
      for (const each of one.options) each.selected = values.includes(each.value);
    } else if (one.name in fields) {
      const place = places[one.name] ?? 0;
      places[one.name] = place + 1;
      if (place < values.length) one.value = values[place];
    }
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.jotting || location.pathname;
    this.sending = false; // the form itself is on its way
    this.changed = false;
    this.running = null;
    this.since = 0;
    this.status = document.createElement("p");
    this.status.className = "govuk-hint app-kept";
    this.status.setAttribute("role", "status");
    const end = form.querySelector(".govuk-button-group") ?? [...form.querySelectorAll("button")].at(-1);
    end?.parentElement ? end.before(this.status) : form.append(this.status);
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    form.addEventListener("focusout", () => this.changed && this.wait(300));
    form.addEventListener("submit", (event) => this.leave(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.hurry());
    addEventListener("pagehide", () => this.hurry());
    addEventListener("online", () => this.changed && this.wait(0));
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.sending = false;
    });
  }

  async begin() {
    this.filling = true;
    await this.ask();
    this.filling = false;
    const kept = this.kept;
    const server = document.querySelector("[data-jotting-notice]");
    const refused = document.querySelector("main .govuk-error-summary, main [role=alert].app-stop");
    if (server) this.waiting = server.hasAttribute("data-jotting-waiting");
    else if (kept && !refused && plain(kept.fields) !== plain(fieldsOf(this.form))) {
      if (new URLSearchParams(location.search).has("jotting")) this.restore(null);
      else this.offer(kept);
    }
    // A form that came back with faults holds the newest words there are.
    if (refused) this.touched();
  }

  async ask() {
    try {
      const answer = await fetch(`${KEPT}?address=${encodeURIComponent(this.address)}`, { redirect: "manual", headers: { Accept: "application/json" } });
      if (answer.ok) ({ words: this.words, writer: this.writer, kept: this.kept } = await answer.json());
    } catch {
      // Asked again before anything is kept.
    }
  }

  offer(kept) {
    this.waiting = true;
    const notice = document.createElement("section");
    notice.className = "govuk-inset-text";
    notice.setAttribute("aria-label", this.words.heading);
    const line = (text) => notice.appendChild(Object.assign(document.createElement("p"), { className: "govuk-body", textContent: text }));
    line(said(this.words.wrote, kept));
    const base = this.form.elements.based_on?.value;
    if (base !== undefined && kept.fields.based_on && kept.fields.based_on[0] !== base) line(this.words.moved);
    const group = notice.appendChild(Object.assign(document.createElement("div"), { className: "govuk-button-group" }));
    const button = (text, more, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: `govuk-button ${more}` });
      made.addEventListener("click", act);
      group.append(made);
    };
    button(this.words.restore, "", () => this.restore(notice));
    button(this.words.discard, "govuk-button--secondary", () => this.discard(notice));
    this.form.before(notice);
  }

  restore(notice) {
    this.filling = true;
    fill(this.form, this.kept.fields);
    this.filling = false;
    this.waiting = false;
    notice?.remove();
    this.say(this.words.restored);
    const first = controls(this.form).find((one) => one.type !== "hidden" && one.checkVisibility?.() !== false);
    first?.focus();
  }

  async discard(notice) {
    const body = new URLSearchParams({ address: this.address, csrfmiddlewaretoken: this.token() });
    try {
      const answer = await fetch(DISCARD, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect" && !answer.ok) return this.say(this.words.signed_out);
    } catch {
      return this.say(this.words.offline);
    }
    this.waiting = false;
    notice.remove();
    this.say(this.words.discarded);
    controls(this.form).find((one) => one.type !== "hidden")?.focus();
  }

  token() {
    // The cookie is newer than the form when somebody signed in again in another tab.
    return cookie("csrftoken") ?? this.form.elements.csrfmiddlewaretoken?.value ?? "";
  }

  touched() {
    if (this.filling || this.sending) return;
    if (this.waiting) return this.say(this.words?.waiting);
    this.changed = true;
    this.since ||= Date.now();
    this.wait(Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), milliseconds);
  }

  hurry() {
    if (!this.changed || this.sending || this.waiting || !this.writer) return;
    clearTimeout(this.timer);
    this.keep(true);
  }

  async keep(going = false) {
    if (this.sending || this.waiting || (this.running && !going)) return this.running && this.wait(PAUSE);
    if (!this.writer) await this.ask();
    if (!this.writer) return this.wait(AGAIN);
    this.changed = false;
    this.since = 0;
    const title = document.title.split(" – ")[0].slice(0, 200);
    const body = JSON.stringify({ address: this.address, writer: this.writer, title, fields: fieldsOf(this.form) });
    this.running = new AbortController();
    try {
      const answer = await fetch(KEPT, {
        method: "POST",
        body,
        redirect: "manual",
        signal: this.running.signal,
        keepalive: going && body.length < KEEPALIVE_MOST,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token(), Accept: "application/json" },
      });
      if (answer.ok) this.say(said(this.words.kept, { time: (await answer.json()).at }));
      else await this.failed(answer);
    } catch {
      if (!this.sending) {
        this.say(this.words.offline);
        this.later();
      }
    }
    this.running = null;
  }

  async failed(answer) {
    const json = answer.headers.get("Content-Type")?.startsWith("application/json");
    this.say(json ? (await answer.json()).error : this.words.signed_out);
    // What is refused stays refused until it is changed; whoever signs in again goes on.
    if (!json) this.later();
  }

  later() {
    this.changed = true;
    this.wait(AGAIN);
  }

  leave(event) {
    if (event.defaultPrevented) return;
    this.sending = true;
    clearTimeout(this.timer);
    this.running?.abort();
    if (!this.form.elements.jotting) {
      this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "jotting", value: this.address }));
    }
  }

  say(sentence) {
    // The same words twice are not said twice.
    if (sentence && this.status.textContent !== sentence) this.status.textContent = sentence;
  }
}

for (const form of document.querySelectorAll("form[data-jotting]")) new Keeper(form).begin();
