/**
 * The files of a playground: each is one Convex module. How they are named, compared, and read from what
 * older versions of this site have kept.
 *
 *     { name: "lib/words", text: "…" }      functions are api.lib.words.…
 */

/** @typedef {{ name: string, text: string }} CodeFile */

export const FILES_MAX = 40;
const CHARACTERS_MAX = 200_000;
const NAME_CHARACTERS = 60;
const NAME = /^[A-Za-z][A-Za-z0-9_]*(\/[A-Za-z][A-Za-z0-9_]*)*$/;
/** What the only file was called before there could be more. */
const FIRST = "app";

/** Why a file cannot be called `name`; "" if it can. @param {string} name @param {CodeFile[]} others */
export function nameProblem(name, others) {
  if (!NAME.test(name)) {
    return "A name has letters, digits and underscores, and begins with a letter; a slash makes a folder: lib/words.";
  }
  if (name.length > NAME_CHARACTERS) return `A name has at most ${NAME_CHARACTERS} characters.`;
  if (/^(minivex|labkit)(\/|$)/.test(name))
    return "That is the name of the library that files import.";
  if (others.some((file) => file.name === name)) return `There is a file ${name}.py already.`;
  return "";
}

/** What somebody typed for a name, without what goes without saying. @param {string} text */
export function typedName(text) {
  return text
    .trim()
    .replace(/^convex\//, "")
    .replace(/\.(py|ts|js)$/, "");
}

/** @param {CodeFile[] | null} one @param {CodeFile[] | null} other */
export function sameFiles(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A text of its own as the only file. @param {string} text @returns {CodeFile[]} */
export function onlyFile(text) {
  return text === "" ? [] : [{ name: FIRST, text }];
}

/** Files that somebody else wrote down, if they are any. @param {unknown} found @returns {CodeFile[] | null} */
export function readFiles(found) {
  if (!Array.isArray(found) || found.length > FILES_MAX) return null;
  const files = found.map((file) => ({ name: file?.name, text: file?.text }));
  const fits = files.every(
    ({ name, text }, at) =>
      typeof name === "string" &&
      typeof text === "string" &&
      nameProblem(name, files.slice(0, at)) === "",
  );
  const characters = fits ? files.reduce((sum, { text }) => sum + text.length, 0) : 0;
  return fits && characters <= CHARACTERS_MAX ? files : null;
}

/** The name as a reference has it: api.lib.words. @param {string} name */
export function referenceTo(name) {
  return `api.${name.replaceAll("/", ".")}`;
}

/** All texts, for whoever asks which modules of the library they name. @param {CodeFile[]} files */
export function wholeText(files) {
  return files.map((file) => file.text).join("\n");
}
