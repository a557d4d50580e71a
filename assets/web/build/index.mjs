// Builds everything under app/web/static/vendor from the locked packages. Run by scripts/build-assets.
import { mkdir, rm } from "node:fs/promises";
import { buildEditors } from "./editors.mjs";
import { buildFonts } from "./fonts.mjs";
import { buildIcons } from "./icons.mjs";
import { writeManifest } from "./manifest.mjs";
import { VENDOR } from "./places.mjs";
import { buildScripts } from "./scripts.mjs";
import { buildStyles } from "./styles.mjs";

await rm(VENDOR, { recursive: true, force: true });
await mkdir(VENDOR, { recursive: true });
const [scripts, editors] = await Promise.all([buildScripts(), buildEditors(), buildStyles(), buildFonts(), buildIcons()]);
const { files } = await writeManifest({ ...scripts, ...editors });
for (const { file, bytes, gzip_bytes } of files) console.log(`${file.padEnd(36)} ${String(bytes).padStart(8)} ${String(gzip_bytes).padStart(8)} gz`);
