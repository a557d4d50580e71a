// What was built, from which packages, under which licences, and how heavy it is.
import { copyFile, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { PACKAGES, VENDOR } from "./places.mjs";

const SERVED = [
  { name: "bootstrap", files: ["bootstrap.css", "bootstrap.rtl.css"] },
  { name: "bootstrap-icons", files: ["icons.svg"] },
  { name: "bpmn-js", files: ["bpmn-viewer.js", "bpmn-viewer.css", "bpmn-editor.js", "bpmn-editor.css", "fonts/bpmn.woff2"] },
  { name: "dmn-js", files: ["dmn-editor.js", "dmn-editor.css", "fonts/dmn.woff2"] },
  { name: "@bpmn-io/form-js-editor", files: ["form-editor.js", "form-editor.css"] },
  { name: "@fontsource/ibm-plex-sans-arabic", files: ["fonts/mastara-arabic-*.woff2", "fonts/mastara-figures-*.woff2"] },
  { name: "@fontsource/noto-sans", files: ["fonts/noto-sans-latin-*.woff2"] },
  { name: "@fontsource/noto-sans-tifinagh", files: ["fonts/noto-sans-tifinagh-*.woff2"] },
];

export async function writeManifest(bundled) {
  await mkdir(path.join(VENDOR, "licences"), { recursive: true });
  const packages = [];
  for (const { name, files } of SERVED) packages.push({ ...(await describe(name)), files });
  for (const [name, files] of insideBundles(bundled)) packages.push({ ...(await describe(name)), files });
  const manifest = { packages, files: await weigh(VENDOR) };
  await writeFile(path.join(VENDOR, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  return manifest;
}

// The packages that only stand inside of bundles, each with the bundles that hold it.
function insideBundles(bundled) {
  const served = new Set(SERVED.map(({ name }) => name));
  const holders = new Map();
  for (const [file, names] of Object.entries(bundled)) {
    for (const name of names.filter((one) => !served.has(one))) holders.set(name, [...(holders.get(name) ?? []), file]);
  }
  return holders;
}

async function describe(name) {
  const folder = path.join(PACKAGES, name);
  const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const found = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  const licenceFile = `licences/${name.replace(/^@fontsource\//, "").replace(/^@/, "").replace("/", "-")}.txt`;
  if (found) await copyFile(path.join(folder, found), path.join(VENDOR, licenceFile));
  return { name, version: about.version, licence: nameLicence(about.license), licence_file: found ? licenceFile : null };
}

function nameLicence(stated) {
  return /^SEE LICEN[CS]E/i.test(stated) ? "bpmn.io (MIT with a visible logo)" : stated;
}

async function weigh(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(css|js|svg|woff2)$/.test(name)).sort();
  const weights = [];
  for (const name of names) {
    const content = await readFile(path.join(folder, name));
    const size = (await stat(path.join(folder, name))).size;
    weights.push({ file: name.split(path.sep).join("/"), bytes: size, gzip_bytes: name.endsWith(".woff2") ? size : gzipSync(content, { level: 9 }).length });
  }
  return weights;
}
