// Ctrl+Enter (Cmd+Enter) sends the form from any field, several lines of text included; Alt+Shift+N goes to the next
// refused answer.

export function sendWithKeys(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      const buttons = [...form.querySelectorAll("button[type=submit]")];
      const main = buttons.find((button) => button.name === "go") || buttons.find((button) => !button.formNoValidate);
      form.requestSubmit(main);
    }
    if (event.altKey && event.shiftKey && event.code === "KeyN") {
      const refused = [...form.querySelectorAll("[aria-invalid=true]")];
      const next = refused[(refused.indexOf(document.activeElement) + 1) % refused.length];
      if (!next) return;
      event.preventDefault();
      (next.matches("fieldset") ? next.querySelector("input") : next).focus();
    }
  });
}
