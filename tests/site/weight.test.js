// What a visit to a page of prose costs: everything it loads, as a host that compresses would send it.
//
//   node --test tests/site/weight.test.js        needs site/ (make build), or SITE=folder
//
// Counted are the page, what its head and its styles name, the scripts behind live cells and the search
// worker. Left out is what comes later or when asked for: the editor, Python, the search index.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = process.env.SITE ?? path.join(root, "site");
const BYTES_MAX = 350_000;
const PROSE = /^(?:guide|reference|providers|engine|contributing)\/|^index\.html$/;
const PACKED = /\.(?:woff2|png|gz)$/;
// The elements of pages of prose, and the chunks that they share with nobody who is heavy.
const LIVE = /^(?:lab|search|cell-element-\w+)\.js$/;

/** @type {Map<string, number>} */
const known = new Map();

/** Bytes of a file of the site on the wire. @param {string} file */
function bytesOf(file) {
  let bytes = known.get(file);
  if (bytes === undefined) {
    const data = readFileSync(path.join(site, file));
    bytes = PACKED.test(file) ? data.length : gzipSync(data, { level: 6 }).length;
    known.set(file, bytes);
  }
  return bytes;
}

/** @param {string} file @param {string} address */
function resolved(file, address) {
  return new URL(address, `http://site/${file}`).pathname.slice(1);
}

/** What a file of the site loads with it. @param {string} file @returns {string[]} */
function loadedBy(file) {
  const text = readFileSync(path.join(site, file), "utf8");
  if (file.endsWith(".css")) {
    return [...text.matchAll(/url\("?([^")]+)"?\)/g)]
      .map(([, address]) => /** @type {string} */ (address))
      .filter((address) => !address.startsWith("data:"))
      .map((address) => resolved(file, address));
  }
  if (file.endsWith(".js")) {
    return [...text.matchAll(/(?:from|import)"(\.\/[^"]+)"/g)].map(([, address]) =>
      resolved(file, /** @type {string} */ (address)),
    );
  }
  const tags =
    text.match(/<(?:link rel="(?:stylesheet|icon|preload)"|script\b|img\b)[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const address = /(?:href|src)="([^"#]+)"/.exec(tag)?.[1];
    return address && !/^(?:data|https?):/.test(address) ? [resolved(file, address)] : [];
  });
}

/** A file and all that comes with it. @param {string} first @param {string[]} others */
function visit(first, others) {
  const seen = new Set();
  const open = [first, ...others];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (/\.(?:html|css|js)$/.test(file)) open.push(...loadedBy(file));
  }
  return seen;
}

if (existsSync(path.join(site, "index.html"))) {
  const live = readdirSync(path.join(site, "assets/lab"))
    .filter((name) => LIVE.test(name))
    .map((name) => `assets/lab/${name}`);
  const pages = readdirSync(site, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith("index.html") && PROSE.test(file));

  test(`no page of prose costs more than ${BYTES_MAX / 1000} kB`, (t) => {
    const weighed = pages
      .map((file) => {
        const files = [...visit(file, live)];
        return { file, bytes: files.reduce((sum, each) => sum + bytesOf(each), 0), files };
      })
      .sort((a, b) => b.bytes - a.bytes);
    const [heaviest] = weighed;
    assert.ok(heaviest);
    t.diagnostic(`${pages.length} pages; the heaviest is ${heaviest.file}: ${heaviest.bytes}`);
    const heavy = weighed.filter(({ bytes }) => bytes > BYTES_MAX);
    assert.deepEqual(
      heavy.map(({ file, bytes }) => `${file}: ${bytes}`),
      [],
    );
    // The fonts and the theme are in the sum, or it would say nothing.
    for (const part of [/\.woff2$/, /stylesheets\/main.*\.css$/, /bundle.*\.js$/, /lab\.js$/]) {
      assert.ok(
        heaviest.files.some((file) => part.test(file)),
        String(part),
      );
    }
  });
} else {
  test("the built site", { skip: "there is no site/; make build makes it" }, () => {});
}
