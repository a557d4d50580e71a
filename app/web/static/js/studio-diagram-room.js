// One diagram of a draft being edited: shown, stored by itself, read again when the server has written it.
import { makeModeler } from "./studio-diagram-canvas.js";
import { PALETTE, showDrawing } from "./studio-diagram-view.js";
import { send, showState } from "./studio-draft.js";

const SEEN = { top: 120, right: 120, bottom: 120, left: PALETTE + 50 };
const NO_DRAWING = "no diagram to display"; // what the editor says of a file without one
const REST = 300; // after a change, before the diagram is written out

// Events: "learned" (what the diagram may refer to has been asked again), "stored", "replaced".
export class Room extends EventTarget {
  #timer = 0;
  #importing = false;
  #changed = false;
  #drawn = false;

  constructor({ root, canvas, editor, file, words, shown, choices, repertoire, prefix }) {
    super();
    Object.assign(this, { root, editor, file, words, choices });
    this.modeler = makeModeler(canvas, {
      editor,
      words,
      shown,
      repertoire,
      choices: () => this.choices,
      isUsed: (id) => this.#isUsed(id),
      prefix,
    });
    this.modeler.get("eventBus").on("commandStack.changed", () => this.#noteChange());
    file.addEventListener("saved", () => {
      this.#changed = file.pending !== null;
      this.dispatchEvent(new Event("stored"));
    });
    file.addEventListener("replaced", ({ detail }) => this.show(detail.text));
  }

  async written() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  // Draws a text; the view stays where it was. Rejects when it is no diagram.
  async show(text, select) {
    const canvas = this.modeler.get("canvas");
    const view = this.#drawn && canvas.viewbox();
    this.#importing = true;
    try {
      const { warnings } = await this.#import(text);
      if (warnings.length) showState(`${this.words.panel.partlyRead} ${warnings[0].message}`, "danger");
    } finally {
      this.#importing = false;
    }
    if (view) canvas.viewbox(view);
    else showDrawing(this.modeler);
    this.#drawn = true;
    const chosen = select && this.modeler.get("elementRegistry").get(select);
    if (!chosen) return;
    this.modeler.get("selection").select(chosen);
    canvas.scrollToElement(chosen, SEEN);
  }

  // Takes a text that a person wrote; returns "" or why it is no diagram.
  async take(text) {
    this.#drawn = false;
    try {
      await this.show(text);
    } catch (error) {
      await this.show(this.file.text).catch(() => {});
      return error.message;
    }
    this.file.changed(text);
    return "";
  }

  // Lets the server arrange the steps from left to right; nobody has to like it: undone by taking the revision before.
  async arrange() {
    await this.#alone(async () => {
      const told = await this.#ask("diagram/arrange", { text: await this.written() }, this.words.panel.notArranged);
      const fault = told.ok && (await this.take(told.text));
      showState(told.ok && !fault ? this.words.panel.arranged : told.words, told.ok && !fault ? "" : "danger");
    });
  }

  get unsaved() {
    return this.#changed || this.file.pending !== null;
  }

  // Stores what was drawn, at once; a diagram that nobody touched keeps its bytes. Tells whether all is stored.
  async store() {
    clearTimeout(this.#timer);
    return this.file.saveNow(this.#changed ? await this.written() : undefined);
  }

  // Renames in every file at once: the server does it, and the diagram is read again.
  async rename(element, id) {
    await this.#alone(() => this.#renameEverywhere(element.businessObject.id, id));
  }

  async #renameEverywhere(old, id) {
    if (!(await this.store())) return;
    const told = await this.#ask(
      "diagram/rename",
      { old, new: id, seen: this.file.digest },
      this.words.panel.notRenamed,
    );
    if (told.ok) await this.#reload(id);
    showState(told.words, told.ok ? "" : "danger");
  }

  async makeForm(form, title) {
    const told = await this.#ask("diagram/forms", { form, title }, this.words.panel.notMade);
    if (told.ok) await this.learn();
    showState(told.words, told.ok ? "" : "danger");
  }

  // The correction is written by the server into the files as they are stored.
  async fix(finding) {
    await this.#alone(() => this.#fixStored(finding));
  }

  async #fixStored(finding) {
    if (!(await this.store())) return;
    const answer = await send(this.root, `findings/${encodeURIComponent(finding.key)}/fix`, { method: "POST" });
    if (answer.ok) await this.#reload(finding.element);
  }

  // "" when an expression can be read, else what is wrong with it.
  async checkFeel(text) {
    if (!text) return "";
    const answer = await this.#post("diagram/feel", { text });
    return answer.ok ? (await answer.json()).problem : "";
  }

  // Asks again what the diagram may refer to: another tab may have made it.
  async learn() {
    const answer = await send(this.root, "diagram/choices.json");
    if (answer.ok) this.choices = await answer.json();
    this.dispatchEvent(new Event("learned"));
  }

  // While the server rewrites the diagram nothing may be drawn: it would be lost when the diagram is read again.
  async #alone(act) {
    const room = this.root.querySelector("[data-diagram]") ?? this.root;
    room.inert = true;
    room.setAttribute("aria-busy", "true");
    try {
      await act();
    } finally {
      room.inert = false;
      room.removeAttribute("aria-busy");
    }
  }

  // A file that says what happens and not how it looks is drawn first; it is stored so with the first change.
  async #import(text) {
    try {
      return await this.modeler.importXML(text);
    } catch (error) {
      if (error.message !== NO_DRAWING) throw error;
      const drawn = await this.modeler.importXML(await this.editor.layoutProcess(text));
      showState(this.words.panel.drawnForYou);
      return drawn;
    }
  }

  #isUsed(id) {
    return [...this.choices.forms, ...this.choices.tasks].some(({ key }) => key === id);
  }

  #noteChange() {
    if (this.#importing) return;
    this.#changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => this.file.changed(await this.written()), REST);
  }

  async #reload(select) {
    const answer = await send(this.root, `files/${encodeURI(this.file.path)}`);
    this.file.text = await answer.text();
    this.file.digest = answer.headers.get("ETag").replace(/^W\//, "").replaceAll('"', "");
    this.#changed = false;
    await this.show(this.file.text, select);
    await this.learn();
  }

  #post(address, data) {
    const headers = { "Content-Type": "application/json" };
    return send(this.root, address, { method: "POST", body: JSON.stringify(data), headers });
  }

  async #ask(address, data, otherwise) {
    const answer = await this.#post(address, data);
    const told = await answer.json().catch(() => ({}));
    return { ok: answer.ok, text: told.text, words: (answer.ok ? told.saved_words : told.message) || otherwise };
  }
}
