// Ctrl+Enter (Cmd+Enter) sends the form from any field, several lines of text included; Alt+Shift+N goes to the next
// refused answer; Alt+Shift+F, from anywhere on the page, to the first field.

const FIELDS = ".generated-form :is(input, select, textarea):not([type=hidden], :disabled)";

const focus = (part, event) => {
  if (!part) return;
  event.preventDefault();
  (part.matches("fieldset") ? part.querySelector("input") : part).focus();
};

const mainButton = (form) => {
  const buttons = [...form.querySelectorAll("button[type=submit]")];
  return buttons.find((button) => button.name === "go") || buttons.find((button) => !button.formNoValidate && !button.hidden);
};

const nextRefused = (form) => {
  const refused = [...form.querySelectorAll("[aria-invalid=true]")];
  const here = refused.findIndex((part) => part === document.activeElement || part.contains(document.activeElement));
  return refused[(here + 1) % refused.length];
};

export function sendWithKeys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(mainButton(form));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey) return;
    if (event.code === "KeyN") focus(nextRefused(form), event);
    if (event.code === "KeyF") focus(form.querySelector(FIELDS), event);
  });
}
