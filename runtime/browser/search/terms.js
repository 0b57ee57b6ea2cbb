/**
 * Text to search terms: whole names, and the words they are made of.
 *
 *     ctx.db.withIndex(  ──▶  ctx.db.withindex  ctx  db  withindex  with  index
 *     with_index         ──▶  with_index  withindex  with  index
 *     Id<"_storage">     ──▶  id  _storage  storage
 */

const NAME = /[\p{L}\p{N}_$@][\p{L}\p{N}_$@./:-]*/gu;
// Words of questions, which every page has. They count when there is nothing else.
const SMALL = new Set(
  (
    "a an and are as at be but by can cannot could do does doing for from get gets give has have how i if in " +
    "into is it its me my of on one or should so than that the their them then there these they this to was we " +
    "what when where which who why will with without would you your"
  ).split(" "),
);

/**
 * All terms of a document's text.
 *
 * @param {string} text
 * @param {Map<string, Set<string>>} [known] words met before: a site has twenty thousand, each often
 * @returns {string[]}
 */
export function termsOf(text, known = new Map()) {
  return wordsOf(text).flatMap((word) => {
    let parts = known.get(word);
    if (!parts) {
      parts = partsOf(word);
      known.set(word, parts);
    }
    return [...parts];
  });
}

/**
 * The words of a query, each with what may stand for it: itself, or all of its parts.
 *
 * @param {string} query
 * @returns {string[][]} small words are left out, unless there is no other
 */
export function queryWords(query) {
  const words = wordsOf(query).map((word) => [...partsOf(word)]);
  const large = words.filter(([word]) => !SMALL.has(word ?? ""));
  return large.length > 0 ? large : words;
}

/** A name or an alias in the one spelling under which all of its spellings meet. @param {string} text */
export function folded(text) {
  return wordsOf(text)
    .flatMap((word) => splitName(word))
    .map(stem)
    .join(" ");
}

/** As typed, but for case, quotes around it and space. @param {string} text */
export function asTyped(text) {
  return text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/^[\s"'`.]+|[\s"'`?.(]+$/g, "");
}

/** @param {string} text @returns {string[]} */
function wordsOf(text) {
  return (text.match(NAME) ?? []).map((word) => word.replace(/[./:-]+$/, "")).filter(Boolean);
}

/** @param {string} word @returns {Set<string>} */
function partsOf(word) {
  const whole = word.toLowerCase();
  const parts = new Set([stem(whole)]);
  for (const piece of word.split(/[./:@-]+/).filter(Boolean)) {
    parts.add(stem(piece.toLowerCase()));
    const names = splitName(piece);
    if (names.length > 1) parts.add(stem(names.join("")));
    for (const name of names) parts.add(stem(name));
  }
  return parts;
}

/** `withIndex`, `with_index` and `HTTPAction` as their words. @param {string} name @returns {string[]} */
function splitName(name) {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((part) => part.toLowerCase());
}

/** One word for a thing and for many of it. @param {string} word */
function stem(word) {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith("s") && !/(ss|us|is|js)$/.test(word))
    return word.slice(0, -1);
  return word;
}
