/**
 * A piece of work as a link: code, seed, schedule and step in the address after `#`, compressed.
 *
 *     #share=1.<base64url of deflated JSON>
 *
 * What stands after `#` never reaches a server. What comes out of a link is somebody else's: it is
 * checked field by field, and nothing of it runs before the reader asks for it.
 */

import { SHARE } from "./share-mark.js";

/**
 * @typedef {object} Shared
 * @property {string} id of the exercise or the lab
 * @property {string} version of its content
 * @property {string} code
 * @property {CodeFile[]} [files] of the playground, where it is not one that is called app
 * @property {number} [seed] of hidden data and dice; the same for everybody unless it is given
 * @property {string} [scene] of a lab
 * @property {string} [moves] a schedule: a lane's letter, or that of a fault, for each move
 * @property {"serializable" | "snapshot" | "none"} [isolation]
 * @property {Record<string, string | number | boolean>} [settings] of a visual lab
 * @property {number} [step] which move of the schedule, or which frame, is shown
 */

import { readFiles } from "./playground-modules.js";

/** @import { CodeFile } from "./playground-modules.js" */

const FORMAT = "1";
/** Chat programs and mail cut longer addresses off. */
export const LINK_CHARACTERS_MAX = 8_000;
const CODE_CHARACTERS_MAX = 100_000;

/** Why a link cannot be made or read, as a sentence. */
export class ShareError extends Error {}

/** @param {Shared} shared @param {string} page its address @returns {Promise<string>} */
export async function writeLink(shared, page) {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const data = toBase64(new Uint8Array(await new Response(packed).arrayBuffer()));
  const link = `${page.split("#")[0]}${SHARE}${FORMAT}.${data}`;
  if (link.length > LINK_CHARACTERS_MAX) {
    throw new ShareError(
      `The link would have ${link.length.toLocaleString("en-US")} characters; programs cut off what has ` +
        `more than ${LINK_CHARACTERS_MAX.toLocaleString("en-US")}. Shorten the code, or send it as a file.`,
    );
  }
  return link;
}

/**
 * @param {string} hash what stands in the address from `#` on
 * @returns {Promise<Shared | null>} null: this is no such link
 * @throws {ShareError}
 */
export async function readLink(hash) {
  if (!hash.startsWith(SHARE)) return null;
  if (hash.length > LINK_CHARACTERS_MAX) {
    throw new ShareError("The link is longer than any this site makes, so it was not opened.");
  }
  const [format, data = ""] = hash.slice(SHARE.length).split(".");
  if (format !== FORMAT) {
    throw new ShareError(
      "The link is of a kind this page does not know. It may come from a newer version: reload the page.",
    );
  }
  /** @type {any} */
  let found;
  try {
    found = JSON.parse(await inflated(fromBase64(data)));
  } catch (error) {
    if (error instanceof ShareError) throw error;
    throw new ShareError("The link is damaged: a part of it is missing or was changed on its way.");
  }
  if (
    typeof found?.id !== "string" ||
    typeof found.version !== "string" ||
    typeof found.code !== "string"
  ) {
    throw new ShareError("The link is damaged: it has no code.");
  }
  const { id, version, code } = found;
  /** @type {Shared} */
  const shared = { id, version, code };
  if (Number.isInteger(found.seed)) shared.seed = found.seed;
  if (Number.isInteger(found.step)) shared.step = found.step;
  if (typeof found.scene === "string") shared.scene = found.scene;
  if (typeof found.moves === "string" && /^[a-z]{0,400}$/.test(found.moves)) {
    shared.moves = found.moves;
  }
  if (["serializable", "snapshot", "none"].includes(found.isolation)) {
    shared.isolation = found.isolation;
  }
  const files = readFiles(found.files);
  if (files?.length) shared.files = files;
  const settings = readSettings(found.settings);
  if (settings) shared.settings = settings;
  return shared;
}

/** @param {unknown} found @returns {Shared["settings"]} undefined: there are none, or they are not of this kind */
function readSettings(found) {
  if (typeof found !== "object" || found === null) return undefined;
  const pairs = Object.entries(found);
  const fits = pairs.every(
    ([name, value]) =>
      /^[a-z][a-z0-9-]{0,40}$/.test(name) &&
      (typeof value === "boolean" ||
        Number.isSafeInteger(value) ||
        (typeof value === "string" && value.length <= 100)),
  );
  return fits && pairs.length <= 20 ? Object.fromEntries(pairs) : undefined;
}

/** The text in `packed`, which may claim to be any size. @param {Uint8Array<ArrayBuffer>} packed */
async function inflated(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > 2 * CODE_CHARACTERS_MAX) {
      await reader.cancel();
      throw new ShareError("The code in the link is too long to be opened here.");
    }
  }
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text */
function fromBase64(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
