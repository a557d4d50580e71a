// The BPMN viewer and editor and FEEL as modules, and axe-core for the browser tests. Returns the packages inside each bundle.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import { PACKAGES, SOURCE, TEST_VENDOR, VENDOR } from "./places.mjs";

// feelin does not export its table of functions; today() and now() come from the server. Nothing else of it is touched.
const exportFunctions = {
  name: "export-functions",
  setup(build) {
    build.onLoad({ filter: /feelin[\\/]dist[\\/]index\.js$/ }, async ({ path: file }) => ({
      contents: `${await readFile(file, "utf8")}\nexport { builtins };\n`,
      loader: "js",
    }));
  },
};

// The signs of the editor's palette: the modern format is kept, the older ones are left out.
const FONTS = { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "empty" };

const BUNDLES = [
  {
    name: "bpmn-viewer",
    source: "viewer.js",
    banner: "/* bpmn-js viewer; licence of bpmn.io, see licences/bpmn-js.txt: its logo stays visible */",
    plugins: [],
  },
  {
    name: "bpmn-editor",
    source: "editor.js",
    banner: "/* bpmn-js editor and what it needs; licence of bpmn.io, see licences/: its logo stays visible */",
    plugins: [],
  },
  {
    name: "feelin",
    source: "feel.js",
    banner: "/* feelin and what it needs, MIT: see licences/ */",
    plugins: [exportFunctions],
  },
];

export async function buildScripts() {
  const bundled = {};
  for (const bundle of BUNDLES) bundled[`${bundle.name}.js`] = await bundleScript(bundle);
  await mkdir(TEST_VENDOR, { recursive: true });
  await copyFile(path.join(PACKAGES, "axe-core/axe.min.js"), path.join(TEST_VENDOR, "axe.min.js"));
  await writeFile(
    path.join(TEST_VENDOR, "README.md"),
    "`axe.min.js`: axe-core, unchanged, Mozilla Public License 2.0 (`axe-core-licence.txt`). For tests only; never served.\n" +
      "Copied by `scripts/build-assets`; its version stands in `assets/web/package.json`.\n",
  );
  await copyFile(path.join(PACKAGES, "axe-core/LICENSE"), path.join(TEST_VENDOR, "axe-core-licence.txt"));
  return bundled;
}

async function bundleScript({ name, source, banner, plugins }) {
  const { metafile } = await esbuild.build({
    entryPoints: { [name]: path.join(SOURCE, source) },
    outdir: VENDOR,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    loader: FONTS,
    assetNames: "fonts/[name]",
    banner: { js: banner },
    logLevel: "warning",
    metafile: true,
    plugins,
  });
  return bundledPackages(metafile);
}

export function bundledPackages(metafile) {
  const names = Object.keys(metafile.inputs).map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}
