// The panels beside the editor of forms: preview by the server, settings of ours, texts in each language.
import { putPart, refreshFindings, replacePart } from "./studio-editor.js";
import { send } from "./studio-draft.js";

/** The panel shows one of its parts at a time. */
export function keepSides() {
  const buttons = [...document.querySelectorAll("[data-show-side]")];
  const show = (key) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.showSide === key));
    for (const side of document.querySelectorAll("[data-side]")) side.hidden = side.dataset.side !== key;
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.showSide));
  show(location.hash === "#texts" ? "texts" : "preview");
}

/** Frames that the server fills: `start()` once the editor stands, `refresh()` after a save, `step(id)` when another page of the form is worked on. */
export function keepPreview() {
  const choices = document.querySelector("[data-preview-choices]");
  const place = document.querySelector("[data-preview-frames]");
  const titles = JSON.parse(place.dataset.titles);
  let step = "";

  const frameOf = (language) => {
    const frame = document.createElement("iframe");
    frame.title = titles[language];
    frame.dataset.language = language;
    return frame;
  };
  const address = (language) => {
    const { as, state } = Object.fromEntries(new FormData(choices));
    return `${place.dataset.previewUrl}?${new URLSearchParams({ language, as, state, ...(step && { step }) })}`;
  };
  const load = (frame) => {
    const top = frame.contentWindow?.scrollY ?? 0;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    frame.src = address(frame.dataset.language);
  };
  const lay = () => {
    const { language, width } = Object.fromEntries(new FormData(choices));
    document.querySelector("[data-room]").dataset.preview = width;
    place.replaceChildren(...(language === "both" ? ["ar", "fr"] : [language]).map(frameOf));
    refresh();
  };
  const refresh = () => [...place.children].forEach(load);
  choices.addEventListener("change", lay);
  return {
    start: lay,
    refresh,
    step(id) {
      if (id === step) return;
      step = id;
      if (new FormData(choices).get("as") === "citizen") refresh();
    },
  };
}

/** Settings of the chosen component; `edit(field, properties)` writes them into the form. */
export function keepSettings(edit) {
  const form = document.querySelector("[data-settings]");
  const inputs = [...form.querySelectorAll("[data-setting]")];
  let chosen = null;

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (!chosen || !target.dataset.setting) return;
    const value = target.type === "checkbox" ? (target.checked ? target.value : "") : target.value.trim();
    const { [target.dataset.setting]: former, ...others } = chosen.properties ?? {};
    if (String(former ?? "") === value) return;
    const kept = value === "" ? others : { ...chosen.properties, [target.dataset.setting]: value };
    edit(chosen, Object.keys(kept).length ? kept : undefined);
  });

  return (field) => {
    chosen = field;
    const applies = ({ dataset: { types = field?.type, kind = field?.properties?.kind } }) =>
      String(types).split(" ").includes(field?.type) && kind === field?.properties?.kind;
    form.hidden = !field || ![...form.querySelectorAll(".setting")].filter((row) => {
      row.hidden = !applies(row);
      return !row.hidden;
    }).length;
    if (!field) return;
    for (const input of inputs) {
      const value = String(field.properties?.[input.dataset.setting] ?? "");
      for (const option of input.options ?? []) option.hidden = option.disabled = option.value !== "" && !applies(option);
      if (input.type === "checkbox") input.checked = value === input.value;
      else input.value = value;
    }
  };
}

/** Texts by language: each is kept on leaving its field; those of the chosen component come alone. */
export function keepTexts(root, place) {
  const panel = document.querySelector("[data-texts-panel]");
  let chosen = "";

  const filter = () => {
    for (const row of panel.querySelectorAll("[data-component]")) row.hidden = chosen !== "" && row.dataset.component !== chosen;
    panel.querySelector("[data-texts-button]")?.setAttribute("hidden", "");
  };
  const post = async (body) => {
    const headers = { "X-Requested-With": "editor", Accept: "text/html" };
    const answer = await send(root, place.dataset.textsUrl, { method: "POST", headers, body }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    await shown(await answer.text());
    await refreshFindings(place);
  };
  const shown = async (html) => {
    const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
    putPart(panel, html);
    filter();
    if (focused) document.getElementById(focused)?.focus();
  };
  panel.addEventListener("change", ({ target }) => {
    if (target.name?.startsWith("text|")) post(new URLSearchParams({ [target.name]: target.value }));
  });
  panel.addEventListener("submit", (event) => event.preventDefault());
  filter();
  return {
    choose(id) {
      chosen = id;
      filter();
    },
    async refresh() {
      if (panel.contains(document.activeElement)) return;
      await replacePart(panel, place.dataset.textsUrl);
      filter();
    },
    rename: (pairs) => post(new URLSearchParams(pairs.map(([old, id]) => ["renamed", `${old} ${id}`]))),
    write: (texts) => post(new URLSearchParams(texts)),
  };
}

/** The link to the rule of the chosen field, of its group, or of the end of the form where nothing is chosen. */
export function pointToPolicy(field) {
  const place = document.querySelector("[data-policy]");
  if (!place) return;
  const name = field?.type === "group" ? field.id : (field?.key ?? place.dataset.policyWhole);
  place.querySelector("a").href = place.dataset.policy + encodeURIComponent(name);
}
