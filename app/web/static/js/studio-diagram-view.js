// What is seen of a drawing when it is opened: nothing of it lies under the palette.
const READABLE = 0.6; // below this scale names cannot be read
const MARGIN = 24; // around the drawing, in its own units

export const PALETTE = 130; // what the palette hides of the canvas, in pixels

// The whole drawing where names stay readable; else its beginning, as high as the canvas allows.
export function showDrawing(modeler) {
  const canvas = modeler.get("canvas");
  if (fitDrawing(canvas) < READABLE) showBeginning(canvas, modeler.get("elementRegistry"));
}

// Shows the whole drawing beside the palette; returns its scale.
export function fitDrawing(canvas) {
  canvas.zoom("fit-viewport", "auto");
  const { inner, outer } = canvas.viewbox();
  const free = outer.width - PALETTE - MARGIN;
  const scale = Math.min(canvas.zoom(), free / inner.width);
  const [width, height] = [outer.width / scale, outer.height / scale];
  const x = inner.x + inner.width / 2 - (PALETTE + free / 2) / scale;
  canvas.viewbox({ x, y: inner.y + (inner.height - height) / 2, width, height });
  return scale;
}

function showBeginning(canvas, elements) {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.max(READABLE, Math.min(1, outer.height / (inner.height + 2 * MARGIN)));
  const [width, height] = [outer.width / scale, outer.height / scale];
  const begin = elements.find(({ type }) => type === "bpmn:StartEvent");
  const top = inner.y - MARGIN;
  const whole = inner.height + 2 * MARGIN <= height;
  const y = whole || !begin ? top : Math.max(top, begin.y - height / 2);
  canvas.viewbox({ x: inner.x - PALETTE / scale, y, width, height });
}
