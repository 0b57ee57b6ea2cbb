/**
 * A place in a lab as an address that can be written by hand:
 *
 *     #scene=newest&step=4&insert=same       a scene, a step, the scene's own settings
 *     #scene=write-skew&moves=aabb&isolation=snapshot
 *     #scene=newest&code=…                   a whole text, percent-encoded: somebody else's
 *
 * What is not known is left out of account, so that an old link still leads to its lab. Pure, but for
 * `onPlace`.
 */

/** @import { Shared } from "./share-link.js" */

/**
 * @typedef {object} Place
 * @property {string} [scene]
 * @property {number} [step]
 * @property {string} [moves]
 * @property {Shared["isolation"]} [isolation]
 * @property {string} [code]
 * @property {Record<string, string | number | boolean>} settings
 */

const ISOLATIONS = ["serializable", "snapshot", "none"];
const SETTINGS_MAX = 20;

/** @param {string} hash what stands in the address from `#` on @returns {Place | null} null: it is no place in a lab */
export function readPlace(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  if (!given.has("scene") && !given.has("step")) return null;
  /** @type {Place} */
  const place = { settings: {} };
  for (const [name, value] of given) {
    if (name === "scene") place.scene = value;
    else if (name === "code") place.code = value;
    else if (name === "step") {
      if (/^[1-9]\d{0,4}$/.test(value)) place.step = Number(value);
    } else if (name === "moves") {
      if (/^[a-z]{0,400}$/.test(value)) place.moves = value;
    } else if (name === "isolation") {
      if (ISOLATIONS.includes(value)) place.isolation = /** @type {Place["isolation"]} */ (value);
    } else if (Object.keys(place.settings).length < SETTINGS_MAX) place.settings[name] = value;
  }
  return place;
}

/** @param {Omit<Place, "code">} place @param {string} page its address @returns {string} */
export function writePlace({ scene, step, moves, isolation, settings }, page) {
  const given = new URLSearchParams();
  if (scene) given.set("scene", scene);
  if (moves) given.set("moves", moves);
  if (isolation && isolation !== "serializable") given.set("isolation", isolation);
  for (const [name, value] of Object.entries(settings)) given.set(name, String(value));
  if (step) given.set("step", String(step));
  return `${page.split("#")[0]}#${given}`;
}

/**
 * Look for a place in the address, now and whenever the part after `#` changes.
 *
 * @param {(place: Place) => void} open
 * @returns {() => void} stop looking
 */
export function onPlace(open) {
  const stopped = new AbortController();
  const look = () => {
    const place = readPlace(location.hash);
    if (place) open(place);
  };
  window.addEventListener("hashchange", look, { signal: stopped.signal });
  look();
  return () => stopped.abort();
}
