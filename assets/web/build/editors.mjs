// The editors of decisions and of forms, for the studio. Returns the packages inside each bundle.
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { PACKAGES, SOURCE, VENDOR } from "./places.mjs";
import { bundledPackages } from "./scripts.mjs";

// The text editor inside writes its rules into a <style> element, which our pages forbid; sheets made by script they allow.
const adoptStyles = {
  name: "adopt-styles",
  setup(build) {
    build.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path: file }) => ({
      contents: replaced(await readFile(file, "utf8"), "if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets"),
      loader: "js",
    }));
  },
};

// The palette of form-js has a fixed list of groups; fields that are ready to drop get one of their own, the first.
const groupOfReadyFields = {
  name: "group-of-ready-fields",
  setup(build) {
    build.onLoad({ filter: /form-js-editor[\\/]dist[\\/]index\.es\.js$/ }, async ({ path: file }) => ({
      contents: replaced(
        await readFile(file, "utf8"),
        "const PALETTE_GROUPS = [{",
        "const PALETTE_GROUPS = [{\n  label: 'Ready fields',\n  id: 'ready'\n}, {",
      ),
      loader: "js",
    }));
  },
};

// Of the icons' font one format is enough: every browser that runs the editors reads woff2.
const oneFontFormat = {
  name: "one-font-format",
  setup(build) {
    build.onLoad({ filter: /dmn-font[\\/]css[\\/]dmn\.css$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, "utf8"))
        .replace(/\/\*[^]*?\*\//g, "")
        .replace(/@font-face \{[^]*?\}/, '@font-face { font-family: "dmn"; src: url("../font/dmn.woff2") format("woff2"); }'),
      loader: "css",
    }));
  },
};

// All parts of an editor must share one copy of preact; that of form-js wants a certain one.
const PREACT_OF_FORMS = path.join(PACKAGES, "@bpmn-io/form-js-editor/node_modules/preact");

const EDITORS = [
  { name: "dmn-editor", alias: {}, banner: "/* dmn-js; licence of bpmn.io, see licences/dmn-js.txt: its logo stays visible */" },
  { name: "form-editor", alias: { preact: PREACT_OF_FORMS }, banner: "/* form-js editor; licence of bpmn.io, see licences/bpmn-io-form-js-editor.txt: its logo stays visible */" },
];

export async function buildEditors() {
  const bundled = {};
  for (const editor of EDITORS) bundled[`${editor.name}.js`] = await bundleEditor(editor);
  return bundled;
}

async function bundleEditor({ name, alias, banner }) {
  const { metafile } = await esbuild.build({
    entryPoints: { [name]: path.join(SOURCE, `${name}.js`) },
    outdir: VENDOR,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    banner: { js: banner, css: banner },
    logLevel: "warning",
    metafile: true,
    loader: { ".woff2": "copy" },
    assetNames: "fonts/[name]",
    define: { "process.env.NODE_ENV": '"production"' },
    alias,
    plugins: [adoptStyles, groupOfReadyFields, oneFontFormat],
  });
  return bundledPackages(metafile);
}

function replaced(source, found, by) {
  if (!source.includes(found)) throw new Error(`Expected “${found}” in a package, found none: it changed, look at build/editors.mjs.`);
  return source.replace(found, by);
}
