// One SVG file with the icons named in icons.txt: <svg><use href="…/icons.svg#name"></use></svg>.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PACKAGES, SOURCE, VENDOR } from "./places.mjs";

export async function buildIcons() {
  const names = (await readFile(path.join(SOURCE, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = await Promise.all(names.map(symbolOf));
  await writeFile(
    path.join(VENDOR, "icons.svg"),
    `<!-- Bootstrap Icons, MIT licence, see licences/bootstrap-icons.txt --><svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">${symbols.join("")}</svg>\n`,
  );
}

async function symbolOf(name) {
  const drawing = await readFile(path.join(PACKAGES, "bootstrap-icons/icons", `${name}.svg`), "utf8");
  const body = drawing.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 16 16">${body}</symbol>`;
}
