/** Bytes as capitals and digits that nobody takes for each other, and back: base32 of RFC 4648, unpadded. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LETTER_BITS = 5;
const BYTE_BITS = 8;

/** @param {Uint8Array} bytes @returns {string} */
export function base32(bytes) {
  return regroup(bytes, BYTE_BITS, LETTER_BITS, true)
    .map((value) => ALPHABET[value])
    .join("");
}

/** @param {string} letters of the alphabet alone @returns {Uint8Array<ArrayBuffer>} whole bytes; the last bits may fill none */
export function bytesOf(letters) {
  const values = Array.from(letters, (letter) => ALPHABET.indexOf(letter));
  return Uint8Array.from(regroup(values, LETTER_BITS, BYTE_BITS, false));
}

/** @param {ArrayLike<number>} values @param {number} from @param {number} to @param {boolean} isFilled the last group, with zeros */
function regroup(values, from, to, isFilled) {
  const groups = [];
  let held = 0;
  let bits = 0;
  for (const value of Array.from(values)) {
    held = (held << from) | value;
    bits += from;
    while (bits >= to) {
      bits -= to;
      groups.push((held >> bits) & ((1 << to) - 1));
    }
    held &= (1 << bits) - 1;
  }
  if (isFilled && bits > 0) groups.push((held << (to - bits)) & ((1 << to) - 1));
  return groups;
}
