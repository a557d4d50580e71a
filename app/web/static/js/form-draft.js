// Keeps a step of a draft while it is filled in; nothing is asked and one does not go on. Only forms with
// data-autosave="<words when saved>" ask for it. Files go their own way (form-files.js).
import { answersOf, ask, unlessOffline } from "./form-requests.js";

const PAUSE = 4000;

export function saveWhileTyping(form) {
  let waiting = null;
  const place = document.createElement("p");
  place.className = "form-text autosave-status";
  place.setAttribute("role", "status");
  form.append(place);
  const content = () => new URLSearchParams(answersOf(form));
  let last = content().toString();

  const save = async () => {
    const body = content();
    if (form.dataset.sent || body.toString() === last) return;
    const answer = await unlessOffline(() => ask(form, "keep", body));
    const isKept = answer?.status === 204; // anything else: a draft that ended; sending the page tells
    if (isKept) last = body.toString();
    place.textContent = isKept ? form.dataset.autosave : "";
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
