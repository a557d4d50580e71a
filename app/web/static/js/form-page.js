// Comforts of a page with a form. The page is right without them: the server checks, keeps and shows everything.
import { checkOnLeaving } from "./form-checks.js";
import { offerCommunes } from "./form-communes.js";
import { saveWhileTyping } from "./form-draft.js";
import { sendFilesAtOnce } from "./form-files.js";
import { sendWithKeys } from "./form-keys.js";
import { keepLive } from "./form-live.js";
import { offerMap } from "./form-map.js";
import { changeRowsInPlace } from "./form-rows.js";

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector(".generated-form")) continue;
  changeRowsInPlace(form);
  sendFilesAtOnce(form);
  keepLive(form);
  checkOnLeaving(form);
  sendWithKeys(form);
  offerCommunes(form);
  offerMap(form);
  if (form.dataset.autosave) saveWhileTyping(form);
}
