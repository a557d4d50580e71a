// The room of a form: form-js saves by itself; the preview, the texts and the findings follow what was saved.
import { enterRoom, notice, onFinding, translate, words } from "./studio-editor.js";
import { ourFields, renames, tidy } from "./studio-form-fields.js";
import { keepPreview, keepSettings, keepSides, keepTexts, pointToPolicy } from "./studio-form-panels.js";
import { translateTree } from "./studio-translate.js";

const { root, place, file, library } = await enterRoom();
const properties = document.querySelector("[data-properties]");

keepSides();
const preview = keepPreview();
const texts = keepTexts(root, place);
const editor = new library.FormEditor({
  container: place,
  propertiesPanel: { parent: properties },
  additionalModules: [ourFields(library, words, translate)],
});
const modeling = editor.get("modeling");
const registry = editor.get("formFieldRegistry");
const showSettings = keepSettings((field, changed) => modeling.editFormField(field, "properties", changed));
translateTree(place, translate, { within: ".fjs-palette-container, .fjs-empty-editor, .fjs-empty-component, .fjs-context-pad" });
translateTree(properties, translate, {
  within: "[data-properties]",
  except: ".bio-properties-panel-header-label, .bio-properties-panel-collapsible-entry-header-title",
});

let original = {};
let opening = true;
let newIds = renames();
let known = new Set();

async function show(text) {
  opening = true;
  try {
    original = JSON.parse(text);
    await editor.importSchema(original);
    newIds = renames();
    newIds(registry.getAll());
    known = new Set(registry.getAll().map((field) => field.id));
    notice("");
    place.dataset.ready = "true";
  } catch (error) {
    notice(words.room.unreadable, error.message);
  }
  opening = false;
}

editor.on("commandStack.changed", () => {
  if (!opening) file.changed(`${JSON.stringify(tidy(editor.saveSchema(), original), null, 2)}\n`);
  showSettings(chosen());
});

const chosen = () => {
  const field = editor.get("selection").get();
  return field && field.type !== "default" ? field : null;
};

editor.on("selection.changed", () => {
  const field = chosen();
  showSettings(field);
  pointToPolicy(field);
  texts.choose(field?.id ?? "");
  for (const name of document.querySelectorAll("[data-chosen]")) name.textContent = field ? field.id : "";
  if (field) preview.step(pageOf(field));
});

/** The page on which people find a field: the group at the top of the form around it. */
function pageOf(field) {
  const parent = registry.get(field._parent);
  return !parent || parent.type === "default" ? field.id : pageOf(parent);
}

/** Labels in Arabic of ready fields that were just dropped. */
function arabicOfNew() {
  const found = [];
  for (const field of registry.getAll()) {
    const ready = words.ready.find((one) => one.attributes.properties.kind === field.properties?.kind);
    if (!known.has(field.id) && ready && field.label === ready.attributes.label) found.push([`text|ar|${field.id}|label`, ready.arabic]);
    known.add(field.id);
  }
  return found;
}

file.addEventListener("saved", async () => {
  preview.refresh();
  const moved = newIds(registry.getAll());
  const arabic = arabicOfNew();
  if (moved.length) await texts.rename(moved);
  if (arabic.length) await texts.write(arabic);
  if (!moved.length && !arabic.length) await texts.refresh();
});
file.addEventListener("replaced", (event) => show(event.detail.text));

onFinding((id) => {
  const field = registry.get(id);
  if (field) editor.get("selection").set(field);
  place.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center" });
});

await show(file.text);
preview.start();
