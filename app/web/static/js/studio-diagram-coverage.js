// What the scenarios reach, drawn over the diagram on demand.
import { send, showState } from "./studio-draft.js";

const MARKS = ["scenario-reached", "scenario-missed"];

export async function drawCoverage(on, { modeler, root, words }) {
  const canvas = modeler.get("canvas");
  const registry = modeler.get("elementRegistry");
  for (const { id } of registry.getAll()) {
    for (const mark of MARKS) if (canvas.hasMarker(id, mark)) canvas.removeMarker(id, mark);
  }
  if (!on) return;
  const answer = await send(root, "coverage.json");
  const told = answer.ok && !answer.redirected ? await answer.json() : {};
  if (!told.runnable) {
    showState(words.coverageUnknown, "danger");
    return;
  }
  const [reached, missed] = [Object.keys(told.reached), told.missed];
  [reached, missed].forEach((ids, place) =>
    ids.filter((id) => registry.get(id)).forEach((id) => canvas.addMarker(id, MARKS[place])),
  );
  const known = reached.length + missed.length;
  showState(words.coverageTold.replace("{reached}", reached.length).replace("{known}", known));
}
