/** The files of an exercise or a lab, and what the page reads from them. */

/** @import { Content } from "./protocol.js" */

/** @typedef {{ id: string, title: string, file: string }} Scene */

/**
 * @param {URL} assets
 * @param {string} id
 * @param {string} version
 * @returns {Promise<Content>}
 */
export async function fetchContent(assets, id, version) {
  const url = new URL(`content/${encodeURIComponent(id)}.json`, assets);
  url.searchParams.set("v", version); // so that a cache never mixes text of two versions
  const response = await fetch(url);
  if (!response.ok) throw new Error(`content/${id}.json: the server answered ${response.status}`);
  return response.json();
}

/**
 * The scenes of a lab, in order, from its lab.toml: the `[[scenes]]` tables and their one-line
 * strings. The lab kit reads the whole file; the page needs no more than this for its tabs.
 *
 * @param {string} toml
 * @returns {Scene[]}
 */
export function readScenes(toml) {
  /** @type {Record<string, string>[]} */
  const scenes = [];
  let isInScene = false;
  for (const line of toml.split("\n")) {
    const table = line.match(/^\s*\[+\s*([\w.-]+)\s*\]+\s*(?:#.*)?$/);
    if (table) {
      isInScene = table[1] === "scenes";
      if (isInScene) scenes.push({});
      continue;
    }
    const pair = line.match(/^\s*([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')\s*(?:#.*)?$/);
    if (pair && isInScene) scenes[scenes.length - 1][pair[1]] = unquote(pair[2]);
  }
  return scenes.map(({ id = "", title = id, file = "" }) => ({ id, title, file }));
}

/** @param {string} literal a TOML string on one line */
function unquote(literal) {
  // The escapes that TOML's basic strings share with JSON are the ones titles need.
  return literal.startsWith('"') ? JSON.parse(literal) : literal.slice(1, -1);
}
