/**
 * What a query finds, best first. Four ways in, in this order:
 *
 *     a pasted error   its literal parts, whatever ids and names stand between them
 *     an alias         exactly what a section says it is looked for as
 *     a heading        likewise
 *     words            MiniSearch: names, their parts, one wrong letter, the word being typed
 */

import MiniSearch from "minisearch";
import { asTyped, folded, queryWords, termsOf } from "./terms.js";

/**
 * One heading of the site.
 *
 * @typedef {object} Section
 * @property {string} location page and anchor, such as "reference/database/#indexes"
 * @property {string} page the page's title
 * @property {string} title
 * @property {string} text
 * @property {string[]} aliases
 * @property {number} weight how much the page is meant to be found
 *
 * @typedef {{ parts: string[], locations: string[] }} ErrorPattern
 * @typedef {{ sections: Section[], errors: ErrorPattern[] }} SearchData
 * @typedef {{ section: Section, score: number }} Hit
 */

const RESULTS_MAX = 24;
const AS_TYPED = 4_000;
const FOLDED = 2_000;
const ERROR = 8_000;
/** What a name of several words counts, and each of its words: `withIndex`, and `with`. */
const NAME = 3;
const PART = 0.3;
/** Letters of an error's text that have to be there, unless the whole text is shorter. */
const LITERAL_MIN = 16;
/** Below this length a wrong letter makes another word: OCC, RAG, cors. */
const FUZZY_FROM = 5;

export class Finder {
  /** @type {Map<string, Set<number>>} */
  #aliases = new Map();
  /** @type {Map<string, Set<number>>} */
  #folded = new Map();
  /** @type {Map<string, number>} */
  #places = new Map();

  /** @param {SearchData} data */
  constructor({ sections, errors }) {
    this.sections = sections;
    this.errors = errors.map(({ parts, locations }) => ({ parts: parts.map(plain), locations }));
    /** @type {Map<string, Set<string>>} */
    const known = new Map();
    this.index = new MiniSearch({
      fields: ["aliases", "title", "page", "text"],
      tokenize: (text) => termsOf(text, known),
      processTerm: (term) => term,
      extractField: (section, field) =>
        field === "aliases" ? section.aliases.join(" \n ") : section[field],
      searchOptions: { boost: { aliases: 6, title: 5, page: 1.5, text: 1 } },
    });
    this.index.addAll(sections.map((section, id) => ({ id, ...section })));
    sections.forEach((section, id) => {
      this.#places.set(section.location, id);
      for (const alias of section.aliases) {
        note(this.#aliases, asTyped(alias), id);
        note(this.#folded, folded(alias), id);
      }
      note(this.#folded, folded(section.title), id);
    });
  }

  /** @param {string} query @returns {Hit[]} */
  search(query) {
    /** @type {Map<number, number>} */
    const scores = new Map();
    this.#addWords(query, scores);
    for (const id of this.#folded.get(folded(query)) ?? []) raise(scores, id, FOLDED);
    for (const id of this.#aliases.get(asTyped(query)) ?? []) raise(scores, id, AS_TYPED);
    this.#addErrors(query, scores);
    return [...scores]
      .map(([id, score]) => ({ section: /** @type {Section} */ (this.sections[id]), score }))
      .sort((a, b) => b.score - a.score || a.section.location.localeCompare(b.section.location))
      .slice(0, RESULTS_MAX);
  }

  /** @param {string} query @param {Map<number, number>} scores */
  #addWords(query, scores) {
    const words = queryWords(query).slice(0, 24);
    /** @type {Map<number, number>} how many words of the query were found in a section */
    const found = new Map();
    words.forEach((alternatives, at) => {
      const isTyping = at === words.length - 1 && /[\p{L}\p{N}_]$/u.test(query);
      /** @type {Map<number, number>} */
      const best = new Map();
      alternatives.forEach((term, i) => {
        // A name says more than a word, and a part of a name says less.
        const share = i > 0 ? PART : alternatives.length > 1 ? NAME : 1;
        const results = this.index.search(term, {
          tokenize: (text) => [text],
          prefix: (text) => isTyping && text.length > 2,
          fuzzy: (text) => (text.length < FUZZY_FROM ? false : 1),
          maxFuzzy: 1,
          weights: { fuzzy: 0.25, prefix: 0.35 },
        });
        for (const { id, score } of results) {
          best.set(id, Math.max(best.get(id) ?? 0, score * share));
        }
      });
      for (const [id, score] of best) {
        raise(scores, id, score);
        raise(found, id, 1);
      }
    });
    for (const [id, score] of scores) {
      const share = (found.get(id) ?? 0) / words.length;
      scores.set(id, score * share ** 2 * (this.sections[id]?.weight ?? 1));
    }
  }

  /** @param {string} query @param {Map<number, number>} scores */
  #addErrors(query, scores) {
    const text = plain(query);
    /** @type {{ length: number, locations: string[] }[]} */
    const matches = [];
    for (const { parts, locations } of this.errors) {
      const length = matched(parts, text);
      if (length > 0) matches.push({ length, locations });
    }
    matches.sort((a, b) => b.length - a.length);
    matches.slice(0, 3).forEach(({ locations }, rank) => {
      locations.forEach((location, at) => {
        const id = this.#places.get(location);
        if (id !== undefined) raise(scores, id, ERROR / (1 + rank) - 500 * at);
      });
    });
  }
}

/**
 * How many letters of a pattern stand in `text`, in order; 0 when it is not this error. Somebody may
 * have pasted a part of it, or be typing it.
 *
 * @param {string[]} parts
 * @param {string} text
 */
function matched(parts, text) {
  const whole = parts.reduce((sum, part) => sum + part.length, 0);
  let best = 0;
  for (let first = 0; first < parts.length; first++) {
    let at = 0;
    let length = 0;
    for (const part of parts.slice(first)) {
      const found = text.indexOf(part, at);
      if (found < 0) break;
      at = found + part.length;
      length += part.length;
    }
    best = Math.max(best, length);
  }
  const isWhole = best === whole || parts.some((part) => part === text);
  if (isWhole || best >= LITERAL_MIN) return best;
  const isBegun = text.length >= LITERAL_MIN && parts.some((part) => part.startsWith(text));
  return isBegun ? text.length : 0;
}

/** @param {string} text without what copies add or lose: case, quotes, space */
function plain(text) {
  return text
    .toLowerCase()
    .replace(/["'`´‘’“”[\]]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** @param {Map<string, Set<number>>} map @param {string} key @param {number} id */
function note(map, key, id) {
  if (!key) return;
  const known = map.get(key);
  if (known) known.add(id);
  else map.set(key, new Set([id]));
}

/** @param {Map<number, number>} scores @param {number} id @param {number} by */
function raise(scores, id, by) {
  scores.set(id, (scores.get(id) ?? 0) + by);
}
