// The BPMN viewer as one module, and axe-core for the browser tests. Returns the packages inside the bundle.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { PACKAGES, SOURCE, TEST_VENDOR, VENDOR } from "./places.mjs";

export async function buildScripts() {
  const { metafile } = await esbuild.build({
    entryPoints: { "bpmn-viewer": path.join(SOURCE, "viewer.js") },
    outdir: VENDOR,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    banner: { js: "/* bpmn-js viewer; licence of bpmn.io, see licences/bpmn-js.txt: its logo stays visible */" },
    logLevel: "warning",
    metafile: true,
  });
  await mkdir(TEST_VENDOR, { recursive: true });
  await copyFile(path.join(PACKAGES, "axe-core/axe.min.js"), path.join(TEST_VENDOR, "axe.min.js"));
  await writeFile(
    path.join(TEST_VENDOR, "README.md"),
    "`axe.min.js`: axe-core, unchanged, Mozilla Public License 2.0 (`axe-core-licence.txt`). For tests only; never served.\n" +
      "Copied by `scripts/build-assets`; its version stands in `assets/web/package.json`.\n",
  );
  await copyFile(path.join(PACKAGES, "axe-core/LICENSE"), path.join(TEST_VENDOR, "axe-core-licence.txt"));
  return bundledPackages(metafile);
}

function bundledPackages(metafile) {
  const names = Object.keys(metafile.inputs).map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}
