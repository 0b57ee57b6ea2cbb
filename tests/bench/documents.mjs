/** The documents that every contender holds: `documents.py` again, number for number. */

const MODULUS = 2147483647;
const WORDS = 12;

/**
 * @typedef {object} Message
 * @property {string} channel
 * @property {string} author
 * @property {number} score
 * @property {string} body
 * @property {boolean} done
 * @property {number} n
 * @property {number} seq
 */

/**
 * @param {number} count
 * @param {{channels?: number, seed?: number}} [how]
 * @returns {Message[]}
 */
export function makeDocuments(count, { channels = 0, seed = 42 } = {}) {
  let number = seed;
  const next = () => {
    number = (number * 16807) % MODULUS;
    return number;
  };
  const scattered = Math.max(1, Math.floor(count / 50));
  const found = [];
  for (let position = 0; position < count; position++) {
    const words = [];
    for (let word = 0; word < WORDS; word++) {
      const fraction = next() / MODULUS;
      words.push(`w${Math.floor(fraction * fraction * 1000)}`);
    }
    const channel = channels ? position % channels : next() % scattered;
    found.push({
      channel: `c${String(channel).padStart(6, "0")}`,
      author: `u${String(next() % 100).padStart(3, "0")}`,
      score: next() % 1000,
      body: words.join(" "),
      done: next() % 100 === 0,
      n: 0,
      seq: position,
    });
  }
  return found;
}

/** @param {Message[]} documents @returns {number} which documents these are, in which order */
export function mixed(documents) {
  return documents.reduce((sum, one, position) => sum + (position + 1) * one.seq, 0);
}
