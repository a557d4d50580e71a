// On leaving a field: the server's own message, in the same place as the server writes it. A missing answer is told at
// once, everything else is asked of the server. Who only passes through with the Tab key is not told off.
import { answersOf, ask, unlessOffline } from "./form-requests.js";

const isEmpty = (part) => {
  if (part.matches("fieldset")) return !part.querySelector("input:checked");
  if (part.type === "checkbox") return !part.checked;
  return part.value.trim() === "";
};

const place = (part) => (part.matches("fieldset") ? part : part.closest(".form-field"));
const inputOf = (part) => (part.matches("fieldset") ? part.querySelector("input") : part);
const described = (part) => (part.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);

const describe = (part, ids) => {
  if (ids.length) part.setAttribute("aria-describedby", ids.join(" "));
  else part.removeAttribute("aria-describedby");
};

const show = (part, message) => {
  const field = place(part);
  hide(part);
  const words = document.createElement("p");
  words.className = "field-error";
  words.id = `${part.id || inputOf(part).id}-error`;
  words.textContent = message;
  const label = field.querySelector(":scope > .form-label");
  if (label) label.after(words);
  else field.prepend(words);
  field.classList.add("has-error");
  inputOf(part).classList.add("is-invalid");
  part.setAttribute("aria-invalid", "true");
  describe(part, [...described(part), words.id]);
};

const hide = (part) => {
  const words = place(part).querySelector(":scope > .field-error");
  if (!words) return;
  describe(part, described(part).filter((id) => id !== words.id));
  part.removeAttribute("aria-invalid");
  inputOf(part).classList.remove("is-invalid");
  place(part).classList.remove("has-error");
  words.remove();
};

const tellBeside = (form, beside) => {
  for (const words of form.querySelectorAll("[data-beside]")) {
    words.hidden = !beside[words.dataset.beside];
    words.querySelector("bdi").textContent = beside[words.dataset.beside] || "";
  }
};

const checkWithServer = async (form, part, name) => {
  const answer = await unlessOffline(() => ask(form, "check", new URLSearchParams(answersOf(form))));
  if (!answer?.ok || !part.isConnected || part.contains(document.activeElement)) return;
  const { errors, beside } = await answer.json();
  if (errors[name]) show(part, errors[name]);
  else hide(part);
  tellBeside(form, beside);
};

const ownerOf = (target) =>
  target.name && target.type !== "file" && target.type !== "hidden" && target.closest(".generated-form")
    ? target.closest("fieldset[role=radiogroup], fieldset:not(.form-list, .form-list-row, .plain-fieldset)") || target
    : null;

export function checkOnLeaving(form) {
  const touched = new WeakSet();
  form.addEventListener("input", (event) => {
    const part = ownerOf(event.target);
    if (!part) return;
    touched.add(part);
    if (!isEmpty(part)) hide(part);
  });
  form.addEventListener("focusout", (event) => {
    const part = ownerOf(event.target);
    if (!part || part.contains(event.relatedTarget) || !touched.has(part) || event.relatedTarget?.type === "submit") return;
    touched.delete(part);
    if (!isEmpty(part)) checkWithServer(form, part, event.target.name);
    else if (part.dataset.required) show(part, part.dataset.required);
    else hide(part);
  });
}
