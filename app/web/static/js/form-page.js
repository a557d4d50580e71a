// Comforts of a page with a form. The page is right without them: the server checks, keeps and shows everything.
// What only some forms need is fetched for those (what a condition hides stands in the markup too).
import { checkOnLeaving } from "./form-checks.js";
import { saveWhileTyping } from "./form-draft.js";
import { sendWithKeys } from "./form-keys.js";
import { keepLive } from "./form-live.js";

const enliven = async (form) => {
  checkOnLeaving(form);
  sendWithKeys(form);
  keepLive(form);
  if (form.dataset.autosave) saveWhileTyping(form);
  const holds = (mark) => form.innerHTML.includes(mark);
  if (holds("form-list-row") || holds('name="add_row"')) (await import("./form-rows.js")).changeRowsInPlace(form);
  if (holds('type="file"') || holds('name="remove_attachment"')) (await import("./form-files.js")).sendFilesAtOnce(form);
  if (holds("data-commune=")) (await import("./form-communes.js")).offerCommunes(form);
  if (form.dataset.placeButton && holds("data-map-point=")) (await import("./form-place.js")).offerPlace(form);
  if (form.dataset.map && holds("data-map-point=")) (await import("./form-map.js")).offerMap(form);
};

for (const form of document.querySelectorAll("form")) if (form.querySelector(".generated-form")) enliven(form);
