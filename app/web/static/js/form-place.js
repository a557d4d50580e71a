// Puts a button under the field of a point: it writes where the telephone is into the field, once the person agrees.
// The position goes nowhere but into the field; without the button the point is typed, or shown on the commune's map.

const DECIMALS = 6;
const PATIENCE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 };

const place = (input, words) => {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-outline-primary target place-button",
    textContent: words.placeButton,
  });
  const told = Object.assign(document.createElement("p"), { className: "form-text" });
  told.setAttribute("role", "status");
  const tell = (text, busy) => {
    told.textContent = text;
    button.disabled = busy;
  };
  const write = ({ coords }) => {
    input.value = [coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(DECIMALS)).join(", ");
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    tell(words.placeFound, false);
  };
  button.addEventListener("click", () => {
    tell(words.placeSought, true);
    navigator.geolocation.getCurrentPosition(write, () => tell(words.placeFailed, false), PATIENCE);
  });
  input.after(button, told);
};

export function offerPlace(form) {
  if (!navigator.geolocation || !window.isSecureContext) return;
  for (const input of form.querySelectorAll("[data-map-point]")) place(input, form.dataset);
}
