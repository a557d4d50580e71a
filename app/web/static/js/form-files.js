// Sends a file as soon as it is chosen, shows how far it is, and puts the question as the server sees it in its place.
import { answersOf, swapPart } from "./form-requests.js";

const showProgress = (field) => {
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", field.dataset.uploadWords);
  const status = document.createElement("p");
  status.className = "form-text upload-status";
  status.setAttribute("role", "status");
  status.textContent = field.dataset.uploadWords;
  field.append(status, bar);
  return { bar, status };
};

const send = (form, body, onProgress) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Mastara-Form", "part");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve(request));
    request.send(body);
  });

const upload = async (input) => {
  const form = input.form;
  const field = input.closest(".form-field");
  const body = answersOf(form);
  for (const file of input.files) body.append(input.name, file);
  const { bar, status } = showProgress(field);
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
  const request = await send(form, body, (share) => {
    bar.value = Math.round(share * 100);
    status.textContent = `${field.dataset.uploadWords} ${bar.value} %`;
  });
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = false;
  const part = [200, 422].includes(request.status) ? swapPart(form, request.responseText, field.dataset.field) : null;
  if (!part) {
    bar.remove();
    status.textContent = request.status === 413 ? field.dataset.uploadTooLarge : field.dataset.uploadFailed;
    return; // the file stays chosen: sending the page sends it
  }
  (part.querySelector("[data-focus-after]") || part.querySelector("input[type=file]") || part).focus();
};

// A telephone gets a button that opens its camera at once; its own chooser offers it too.
const offerCamera = (form) => {
  if (!matchMedia("(pointer: coarse)").matches) return;
  for (const part of form.querySelectorAll("template[data-camera]")) part.replaceWith(part.content);
};

export function sendFilesAtOnce(form) {
  offerCamera(form);
  form.addEventListener("form-part", () => offerCamera(form));
  form.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) upload(event.target);
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "remove_attachment") return;
    const field = button.closest("[data-field]");
    event.preventDefault();
    const body = answersOf(form);
    body.set(button.name, button.value);
    send(form, body, () => {}).then((request) => {
      const part = request.status === 200 ? swapPart(form, request.responseText, field.dataset.field) : null;
      if (part) part.querySelector("input[type=file], [data-focus-after]")?.focus();
      else location.reload();
    });
  });
}
