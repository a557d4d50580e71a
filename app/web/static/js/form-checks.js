// On leaving a field that must be filled in: the server's own message, in the same place as the server writes it.
// A message of the server about anything else stays until the page is sent again.

const isEmpty = (part, form) => {
  if (part.matches("fieldset")) return !part.querySelector("input:checked");
  if (part.type === "checkbox") return !part.checked;
  return part.value.trim() === "";
};

const place = (part) => (part.matches("fieldset") ? part : part.closest(".form-field"));

const show = (part, message) => {
  const field = place(part);
  if (!field || field.classList.contains("has-error")) return;
  const id = part.id || field.querySelector("input").id;
  const words = document.createElement("p");
  words.className = "field-error";
  words.id = `${id}-error`;
  words.dataset.local = "yes";
  words.textContent = message;
  const label = field.querySelector(":scope > .form-label, :scope > .form-check");
  if (label && !label.matches(".form-check")) label.after(words);
  else field.prepend(words);
  field.classList.add("has-error");
  part.setAttribute("aria-invalid", "true");
  const known = part.getAttribute("aria-describedby");
  part.setAttribute("aria-describedby", known ? `${known} ${words.id}` : words.id);
};

const hide = (part) => {
  const words = place(part)?.querySelector(":scope > [data-local]");
  if (!words) return;
  const left = (part.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== words.id);
  if (left.length) part.setAttribute("aria-describedby", left.join(" "));
  else part.removeAttribute("aria-describedby");
  part.removeAttribute("aria-invalid");
  place(part).classList.remove("has-error");
  words.remove();
};

export function checkOnLeaving(form) {
  const touched = new WeakSet();
  const owner = (target) => target.closest("[data-required]");
  form.addEventListener("input", (event) => {
    const part = owner(event.target);
    if (!part) return;
    touched.add(part);
    if (!isEmpty(part)) hide(part);
  });
  form.addEventListener("focusout", (event) => {
    const part = owner(event.target);
    // Who only passes through with the Tab key is not told off: the message comes after something was typed and removed.
    if (!part || part.contains(event.relatedTarget) || !touched.has(part)) return;
    if (isEmpty(part)) show(part, part.dataset.required);
  });
}
