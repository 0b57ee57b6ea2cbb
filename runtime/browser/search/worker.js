/**
 * The search worker: Material's search box asks, `Finder` answers. Same messages as the worker that
 * comes with the theme, so the box, its keys and its words stay the theme's.
 *
 *     { type: 0, data }         ──▶  { type: 1 }        at once, without the index
 *     { type: 2, data: query }  ──▶  { type: 3, data: { items: [[result], …] } }
 *
 * The index is fetched when the page says that somebody may search (warm.js), at the latest with the
 * first letter.
 */

import { Finder } from "./find.js";
import { CHANNEL, HERE, LOAD } from "./warm.js";

/** @import { Section, SearchData } from "./find.js" */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;
const TEASER = 160;

/** @type {Promise<Finder> | undefined} */
let finder;
let newest = 0;

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) postMessage({ type: READY });
  else if (message.type === QUERY) answer(String(message.data).trim());
});

const channel = new BroadcastChannel(CHANNEL);
channel.addEventListener("message", ({ data }) => {
  if (data === LOAD) index().catch(() => {}); // the first letter tries again
});
channel.postMessage(HERE);

/** @param {string} query */
async function answer(query) {
  newest += 1;
  const mine = newest;
  /** @type {object[][]} */
  let items = [];
  if (query) {
    try {
      const hits = (await index()).search(query);
      // One group for each section: the theme would put a page above the section that was meant.
      items = hits.map(({ section, score }) => [resultOf(section, score)]);
    } catch {
      // No network just now; the next letter tries again.
    }
  }
  if (mine === newest) postMessage({ type: RESULT, data: { items } });
}

/** The one index, fetched once; a failure is forgotten. */
function index() {
  finder ??= load().catch((error) => {
    finder = undefined;
    throw error;
  });
  return finder;
}

async function load() {
  const response = await fetch(new URL("../../search/sections.json", self.location.href));
  if (!response.ok) throw new Error(`The search index: ${response.status}`);
  return new Finder(/** @type {SearchData} */ (await response.json()));
}

/** @param {Section} section @param {number} score */
function resultOf({ location, page, title, text }, score) {
  const where = page === title ? "" : `<span class="fb-hit__page">${escaped(page)}</span>`;
  const teaser = text.length > TEASER ? `${text.slice(0, TEASER).trimEnd()} …` : text;
  return {
    location,
    // The theme sets this as HTML.
    title: `<span class="fb-hit__title">${escaped(title)}</span>${where}<span class="fb-hit__text">${escaped(teaser)}</span>`,
    text: "",
    terms: {},
    score,
  };
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
