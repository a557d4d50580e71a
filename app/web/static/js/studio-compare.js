// Two drawings beside each other: they scroll together, and a difference of the list leads to its place on both.

const boxes = [...document.querySelectorAll(".compare-sides [data-diagram-url]")];
let leading = null; // the frame under the hand: the other one follows, and does not lead back

document.addEventListener("pointerover", (event) => { leading = frameOf(event.target) ?? leading; });
document.addEventListener("focusin", (event) => { leading = frameOf(event.target) ?? leading; });
document.addEventListener("scroll", (event) => follow(event.target), true);

function frameOf(target) {
  return target instanceof Element ? target.closest(".compare-sides .diagram-frame") : null;
}

function follow(frame) {
  if (frame !== leading) return;
  for (const other of document.querySelectorAll(".compare-sides .diagram-frame")) {
    if (other === frame) continue;
    other.scrollLeft = frame.scrollLeft;
    other.scrollTop = frame.scrollTop;
  }
}

for (const row of document.querySelectorAll("[data-locate]")) {
  const button = row.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => locate(row.dataset.locate));
}

function locate(id) {
  leading = null;
  const places = boxes.map((box) => box.querySelector(`[data-element-id="${CSS.escape(id)}"]`)).filter(Boolean);
  document.querySelector(".compare-sides").scrollIntoView({ block: "start" });
  for (const place of places) center(place);
  boxes[0]?.querySelector(".diagram-frame")?.focus({ preventScroll: true });
}

function center(place) {
  const frame = place.closest(".diagram-frame");
  const [inner, outer] = [place.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  frame.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
}
