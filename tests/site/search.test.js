// The search box's answers to tests/site/queries.toml, on the index of the built site.
//
//   node --test tests/site/search.test.js        needs site/ (make build), or SITE=folder
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Finder } from "../../runtime/browser/search/find.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = process.env.SITE ?? path.join(root, "site");
const indexFile = path.join(site, "search/sections.json");

/** @typedef {{ query: string, first: string, also?: string[], within?: number }} Row */

/** @returns {{ set: { name: string, rows: Row[] }[] }} */
function readQueries() {
  const toJson =
    "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";
  const file = path.join(root, "tests/site/queries.toml");
  const python = path.join(root, ".venv/bin/python");
  return JSON.parse(execFileSync(python, ["-c", toJson, file], { encoding: "utf8" }));
}

/** `reference/database#read` as an address; `guide#` is the page itself. @param {string} place */
function address(place) {
  const [page, anchor] = place.split("#");
  return `${page}/${anchor ? `#${anchor}` : ""}`;
}

if (existsSync(indexFile)) {
  const docs = JSON.parse(readFileSync(indexFile, "utf8"));
  const finder = new Finder(docs);
  const pages = new Set(
    docs.sections.map((/** @type {{ location: string }} */ { location }) => location.split("#")[0]),
  );
  const isWritten = (/** @type {string} */ place) => pages.has(`${place.split("#")[0]}/`);
  for (const { name, rows } of readQueries().set) {
    test(`${name}: each query finds its section`, (t) => {
      let asked = 0;
      const pending = [];
      const wrong = [];
      let slowest = 0;
      for (const { query, first, also = [], within = 1 } of rows) {
        if (!isWritten(first)) {
          pending.push(`${query.slice(0, 40)} → ${first}`);
          continue;
        }
        asked += 1;
        const began = performance.now();
        const found = finder.search(query).map(({ section }) => section.location);
        slowest = Math.max(slowest, performance.now() - began);
        const said = found.slice(0, 5).join("  ") || "nothing";
        if (!found.slice(0, within).includes(address(first))) {
          wrong.push(`${query}\n    wanted ${first}\n    got    ${said}`);
        }
        for (const place of also.filter(isWritten)) {
          // The first result may be another section of the page that is asked for.
          if (!found.slice(0, 5).includes(address(place))) {
            wrong.push(`${query}\n    wanted ${place} within five\n    got    ${said}`);
          }
        }
      }
      t.diagnostic(`${asked} asked, ${wrong.length} wrong, slowest ${slowest.toFixed(1)} ms`);
      if (pending.length) t.diagnostic(`${pending.length} pending: ${pending.join("; ")}`);
      assert.deepEqual(wrong, [], wrong.join("\n"));
    });
  }
} else {
  test("the index of the built site", { skip: "there is no site/; make build makes it" }, () => {});
}
