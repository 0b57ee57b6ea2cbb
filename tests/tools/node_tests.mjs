// Run every tests/**/*.test.js with Node's own runner; having none at all is a failure. Those in
// tests/site ask a built site, so they are a step of their own, after the build.
//
// Node 20 does not expand patterns itself, and a shell would pass an unmatched one on.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const files = readdirSync(`${root}/tests`, { recursive: true })
  .map(String)
  .filter((file) => /\.test\.m?js$/.test(file) && !/^site[\\/]/.test(file))
  .sort();
if (files.length === 0) {
  console.error("No tests/**/*.test.js found.");
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  ["--test", "--test-reporter=spec", ...files.map((file) => `tests/${file}`)],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);
