// Keeps a step of a draft while it is filled in: posted to the page's own address with a header that tells the server
// to keep and not to go on. Only forms with data-autosave="<words when saved>" ask for it. Files are not sent.

const PAUSE = 4000;

export function saveWhileTyping(form) {
  let waiting = null;
  let last = "";
  const place = document.createElement("p");
  place.className = "form-text";
  place.setAttribute("role", "status");
  form.append(place);

  const content = () => {
    const data = new FormData(form);
    for (const [key, value] of [...data]) if (value instanceof File) data.delete(key);
    return new URLSearchParams(data);
  };
  last = content().toString();

  const save = async () => {
    const body = content();
    if (form.dataset.sent || body.toString() === last) return;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Mastara-Draft": "keep" },
        redirect: "manual",
        credentials: "same-origin",
      });
      if (answer.status !== 204) return; // an older server, or a draft that ended: sending the page tells
      last = body.toString();
      place.textContent = form.dataset.autosave;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      place.textContent = ""; // no network: nothing is lost, the page holds what was typed
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
