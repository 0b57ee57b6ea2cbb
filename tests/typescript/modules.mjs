// A Convex project made of texts, built so that convex-test can call its functions.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const SERVER = ["query", "mutation", "action"].flatMap((kind) => {
  const internal = `internal${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return [`${kind}Generic as ${kind}`, `${internal}Generic as ${internal}`];
});

/**
 * The modules by name, such as `./convex/jobs.ts`, as convex-test wants them.
 *
 * @param {string} folder inside of the repository, so that the built files find their packages
 * @param {Iterable<[string, string]>} texts by path, such as `convex/jobs.ts`; what is generated comes along
 * @param {string} [server] what `_generated/server` has besides the functions
 * @returns {Promise<Record<string, any>>} for each a function that imports it
 */
export async function modulesOf(folder, texts, server = "") {
  const all = new Map(texts);
  all.set(
    "convex/_generated/server.js",
    `export { ${SERVER.join(", ")}, httpActionGeneric as httpAction } from "convex/server";\n${server}`,
  );
  all.set(
    "convex/_generated/api.js",
    'import { anyApi } from "convex/server";\nexport const api = anyApi, internal = anyApi;\n',
  );
  for (const [name, text] of all) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  await build({
    entryPoints: [...all.keys()].map((name) => path.join(folder, name)),
    outdir: path.join(folder, "built"),
    outbase: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "silent",
  });
  return Object.fromEntries(
    [...all.keys()].map((name) => {
      const built = path.join(folder, "built", name.replace(/\.[jt]s$/, ".mjs"));
      return [`./${name}`, () => import(pathToFileURL(built).href)];
    }),
  );
}
