// Files of a draft: opened once, saved by themselves, never over what somebody else wrote meanwhile.
// `openFile(root, path)` → a DraftFile: `text`, `digest`, `changed(text)`, `saveNow(text)`; events "saved", "replaced".
// `root` is the element with data-files-url (address of the draft) and data-csrf. `keepHold(root, part)` is the soft lock.
"use strict";

const REST = 1200;
const AGAIN = 5000;
const HOLD = 30000;

export const words = JSON.parse(document.getElementById("studio-words")?.textContent || "{}");
const unsaved = new Set();
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

export function studioRoot() {
  return document.querySelector("[data-studio]");
}

export function showState(text, tone = "") {
  const place = document.querySelector("[data-save-state]");
  if (!place) return;
  place.textContent = text;
  place.dataset.tone = tone;
}

export function send(root, address, options = {}) {
  const headers = { "X-CSRFToken": root.dataset.csrf, Accept: "application/json", ...options.headers };
  return fetch(new URL(address, new URL(root.dataset.filesUrl, location.href)), { ...options, headers });
}

export async function openFile(root, path, { missing = "" } = {}) {
  const answer = await send(root, `files/${encodeURI(path)}`);
  if (answer.status === 404) return new DraftFile(root, path, missing, "new");
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return new DraftFile(root, path, await answer.text(), digestOf(answer));
}

// A compressed answer has the compression behind its digest, "…:br", and may be marked as weak.
const digestOf = (answer) => /[0-9a-f]{64}/.exec(answer.headers.get("ETag") ?? "")?.[0] ?? "";

export class DraftFile extends EventTarget {
  constructor(root, path, text, digest) {
    super();
    Object.assign(this, { root, path, text, digest, pending: null, timer: 0, saving: null });
  }

  /** Note a change; it is saved after a short rest. */
  changed(text) {
    if (text === this.text && this.pending === null) return;
    this.pending = text;
    unsaved.add(this);
    showState(words.unsaved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.saveNow(), REST);
  }

  /** Save at once; resolves to true when what was given is stored. */
  async saveNow(text = this.pending) {
    clearTimeout(this.timer);
    if (text !== null && text !== undefined) {
      this.pending = text;
      unsaved.add(this);
    }
    if (this.saving) await this.saving;
    if (this.pending === null) return true;
    this.saving = this.#put(this.pending);
    const done = await this.saving;
    this.saving = null;
    return done;
  }

  async #put(text) {
    showState(words.saving);
    let answer;
    try {
      answer = await send(this.root, `files/${encodeURI(this.path)}`, {
        method: "PUT", body: text, headers: { "If-Match": `"${this.digest}"`, "Content-Type": "text/plain; charset=utf-8" },
      });
    } catch {
      return this.#later();
    }
    if (answer.redirected || answer.status >= 500) return this.#later();
    const told = await answer.json().catch(() => ({ message: `${answer.status}` }));
    if (answer.ok) return this.#stored(text, told);
    if (answer.status === 409) return this.#conflict(text, told);
    showState(told.message, "danger");
    return false;
  }

  #later() {
    showState(words.failed, "danger");
    this.timer = setTimeout(() => this.saveNow(), AGAIN);
    return false;
  }

  #stored(text, told) {
    this.text = text;
    this.digest = told.digest;
    if (this.pending === text) {
      this.pending = null;
      unsaved.delete(this);
    }
    showState(told.saved_words);
    this.dispatchEvent(new CustomEvent("saved", { detail: told }));
    return true;
  }

  async #conflict(mine, told) {
    const keepMine = await askWhich(mine, told);
    this.digest = told.digest || "new";
    if (keepMine) return this.#put(mine);
    this.text = told.content ?? "";
    this.pending = null;
    unsaved.delete(this);
    showState(told.saved_words);
    this.dispatchEvent(new CustomEvent("replaced", { detail: { text: this.text } }));
    return false;
  }
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Show both versions side by side; resolves to true for one's own. Escape changes nothing: it asks again at the next save. */
function askWhich(mine, told) {
  return new Promise((resolve) => {
    const side = (title, text) => element("section", {}, element("h3", { textContent: title }), element("pre", { dir: "ltr", tabIndex: 0, textContent: text ?? "" }));
    const button = (label, kind, value) => {
      const made = element("button", { type: "button", className: `btn btn-${kind}`, textContent: label });
      made.addEventListener("click", () => dialog.close(value));
      return made;
    };
    const dialog = element("dialog", { className: "studio-dialog" },
      element("h2", { textContent: words.conflict }),
      element("p", { textContent: `${told.saved_words}. ${words.conflict_text}` }),
      element("div", { className: "studio-dialog-sides" }, side(words.mine_title, mine), side(words.theirs_title, told.content)),
      element("div", { className: "button-row" }, button(words.mine, "primary", "mine"), button(words.theirs, "outline-primary", "theirs")));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "mine");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Keep the soft lock of a part while the page is open; shows who else is editing it. */
export function keepHold(root, part) {
  const place = document.querySelector("[data-held]");
  const tell = async () => {
    try {
      const told = await (await send(root, `holds/${encodeURI(part)}`, { method: "POST" })).json();
      if (place) {
        place.hidden = !told.words;
        place.textContent = told.words;
      }
    } catch { /* the next beat tells again */ }
  };
  tell();
  const beat = setInterval(tell, HOLD);
  window.addEventListener("pagehide", () => {
    clearInterval(beat);
    send(root, `holds/${encodeURI(part)}?release=1`, { method: "POST", keepalive: true }).catch(() => {});
  });
}
