/**
 * The search worker: Material's search box asks, `Finder` answers. Same messages as the worker that
 * comes with the theme, so the box, its keys and its words stay the theme's.
 *
 *     { type: 0, data: { docs } }  ──▶  { type: 1 }
 *     { type: 2, data: query }     ──▶  { type: 3, data: { items: [[result], …] } }
 */

import { Finder } from "./find.js";

/** @import { Section, SearchData } from "./find.js" */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;
const TEASER = 160;

/** @type {Finder | undefined} */
let finder;

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) {
    finder = new Finder(/** @type {SearchData} */ (message.data.docs));
    postMessage({ type: READY });
  } else if (message.type === QUERY) {
    const query = String(message.data).trim();
    const hits = query && finder ? finder.search(query) : [];
    // One group for each section: the theme would put a page above the section that was meant.
    const items = hits.map(({ section, score }) => [resultOf(section, score)]);
    postMessage({ type: RESULT, data: { items } });
  }
});

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
