// A trial keeps no file: what is chosen goes with the whole page, and only its name stays. So nothing is sent at once.
for (const form of document.querySelectorAll("[data-play-form]")) {
  const alone = (event) => event.stopImmediatePropagation();
  form.addEventListener("change", (event) => event.target.type === "file" && alone(event), { capture: true });
  form.addEventListener("submit", (event) => event.submitter?.name === "remove_attachment" && alone(event), { capture: true });
}
