// Bundles bridge.js and feelin into app/feel/vendor/feelin.js and writes the manifest beside it.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, '..', '..', 'app', 'feel', 'vendor');
const output = join(vendor, 'feelin.js');

// feelin parses at each evaluation and does not export the parts that would let us keep the result.
// We add names to its export list; nothing of its behaviour is touched. A missing name fails the build.
const INTERNALS = ['builtins', 'interpreter', 'InterpreterContext', 'getType', 'NAMED_TYPE_CHECKS'];
const exportInternals = {
  name: 'export-internals',
  setup(bundle) {
    bundle.onLoad({ filter: /feelin[\\/]dist[\\/]index\.js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nexport { ${INTERNALS.join(', ')} };\n`,
      loader: 'js',
    }));
  },
};

const result = await build({
  absWorkingDir: here,
  entryPoints: ['bridge.js'],
  bundle: true,
  charset: 'utf8',
  format: 'iife',
  legalComments: 'none',
  metafile: true,
  minify: true,
  plugins: [exportInternals],
  target: 'es2022',
  write: false,
});

const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter(Boolean),
);
const parts = [...packages].sort().map((name) => {
  const { version, license, repository } = JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json')));
  return { name, version, license, source: typeof repository === 'string' ? repository : repository?.url };
});
const licences = parts.map(({ name, version }) => {
  const folder = join(here, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`Expected a licence file in the package ${name}, found none.`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
const content = result.outputFiles[0].contents;

mkdirSync(vendor, { recursive: true });
writeFileSync(output, content);
writeFileSync(join(vendor, 'LICENSES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
writeFileSync(
  join(vendor, 'manifest.json'),
  `${JSON.stringify(
    {
      file: 'feelin.js',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      built_with: 'scripts/build-feel',
      parts,
    },
    null,
    2,
  )}\n`,
);
