// Bootstrap, trimmed and themed, in both writing directions.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { PACKAGES, SOURCE, VENDOR } from "./places.mjs";

const TARGET = ["chrome90", "firefox88", "safari14"];
const NOTICE = "/* Bootstrap 5.3.8, trimmed and themed; MIT licence, see licences/bootstrap.txt */\n";

export async function buildStyles() {
  const compiled = sass.compile(path.join(SOURCE, "scss/bootstrap.scss"), {
    loadPaths: [PACKAGES],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  }).css;
  await writeStyle("bootstrap.css", compiled);
  await writeStyle("bootstrap.rtl.css", rtlcss.process(compiled));
}

async function writeStyle(name, css) {
  const minified = await esbuild.transform(css, { loader: "css", minify: true, legalComments: "none", target: TARGET });
  await writeFile(path.join(VENDOR, name), NOTICE + minified.code);
}
