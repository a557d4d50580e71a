// Where the build reads and writes.
import { fileURLToPath } from "node:url";
import path from "node:path";

export const SOURCE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const ROOT = path.resolve(SOURCE, "../..");
export const PACKAGES = path.join(SOURCE, "node_modules");
export const STATIC = path.join(ROOT, "app/web/static");
export const VENDOR = path.join(STATIC, "vendor");
export const TEST_VENDOR = path.join(ROOT, "tests/web/vendor");
