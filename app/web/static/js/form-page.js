// Comforts of a page with a form. The page is right without them: the server checks, keeps and shows everything.
import { checkOnLeaving } from "./form-checks.js";
import { saveWhileTyping } from "./form-draft.js";
import { sendWithKeys } from "./form-keys.js";

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector(".generated-form")) continue;
  checkOnLeaving(form);
  sendWithKeys(form);
  if (form.dataset.autosave) saveWhileTyping(form);
}
