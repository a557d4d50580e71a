// Web fonts: small subsets of the packaged files, and the style sheet that names them.
// The licence of IBM Plex reserves the word "Plex"; what we cut is therefore served under another family name.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import subset from "subset-font";
import { PACKAGES, VENDOR } from "./places.mjs";

// Arabic as Morocco writes it, with the signs of vowels, both kinds of figures and ڤ ڭ گ پ چ ژ for names.
const ARABIC = [
  [0x060c, 0x060c], [0x061b, 0x061b], [0x061f, 0x061f], [0x0621, 0x063a], [0x0640, 0x0655], [0x0660, 0x066c],
  [0x0670, 0x0671], [0x067e, 0x067e], [0x0686, 0x0686], [0x0698, 0x0698], [0x06a4, 0x06a4], [0x06ad, 0x06ad], [0x06af, 0x06af],
  [0x200c, 0x200f],
];
// Figures and punctuation that stand in the middle of Arabic lines: drawn by the same hand.
const FIGURES = [
  [0x0020, 0x0040], [0x005b, 0x005f], [0x007b, 0x007d], [0x00a0, 0x00a0], [0x00ab, 0x00ab], [0x00bb, 0x00bb], [0x00b0, 0x00b0],
  [0x00b7, 0x00b7], [0x2013, 0x2014], [0x2018, 0x2019], [0x201c, 0x201d], [0x2022, 0x2022], [0x2026, 0x2026],
];
const TIFINAGH = [[0x2d30, 0x2d7f]];

const FACES = [
  ...[400, 600].flatMap((weight) => [
    face("Mastara Arabic", weight, "ibm-plex-sans-arabic", "arabic", ARABIC, "mastara-arabic"),
    face("Mastara Arabic", weight, "ibm-plex-sans-arabic", "latin", FIGURES, "mastara-figures"),
    face("Noto Sans", weight, "noto-sans", "latin", null, "noto-sans-latin"),
  ]),
  face("Noto Sans Tifinagh", 400, "noto-sans-tifinagh", "tifinagh", TIFINAGH, "noto-sans-tifinagh"),
];
const LATIN_RANGE = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2010-2064,U+20AC,U+2122,U+2190-2193,U+2212,U+2215";

function face(family, weight, source, script, ranges, file) {
  return { family, weight, source: `${source}-${script}-${weight}-normal.woff2`, folder: source, ranges, file: `fonts/${file}-${weight}.woff2` };
}

export async function buildFonts() {
  await mkdir(path.join(VENDOR, "fonts"), { recursive: true });
  const rules = [];
  for (const one of FACES) {
    const original = await readFile(path.join(PACKAGES, "@fontsource", one.folder, "files", one.source));
    const content = one.ranges ? await subset(original, textOf(one.ranges), { targetFormat: "woff2", noHinting: true }) : original;
    await writeFile(path.join(VENDOR, one.file), content);
    rules.push(ruleOf(one));
  }
  await writeFile(path.join(VENDOR, "fonts.css"), rules.join("\n") + "\n");
}

function textOf(ranges) {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i))).join("");
}

function rangeOf(ranges) {
  const hex = (code) => code.toString(16).toUpperCase().padStart(4, "0");
  return ranges.map(([first, last]) => (first === last ? `U+${hex(first)}` : `U+${hex(first)}-${hex(last)}`)).join(",");
}

function ruleOf({ family, weight, file, ranges }) {
  return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:${ranges ? rangeOf(ranges) : LATIN_RANGE}}`;
}
