/** One argument of a call: what stands in its field as JSON, and JSON as what stands in the field. */

import { toBase64 } from "./playground-log.js";

/** @import { BenchField } from "./playground-protocol.js" */

export const LEFT_OUT = "";

/**
 * What stands in a field, as JSON text; "": it is left out.
 *
 * @param {Pick<BenchField, "input" | "optional">} field @param {string} text
 * @returns {{ value: string, problem: string }}
 */
export function readField({ input, optional }, text) {
  const fine = (/** @type {string} */ value) => ({ value, problem: "" });
  const wrong = (/** @type {string} */ problem) => ({ value: "", problem });
  if (text.trim() === "" && optional) return fine(LEFT_OUT);
  switch (input) {
    case "text":
      return fine(JSON.stringify(text));
    case "choice":
      return fine(text);
    case "number":
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim())
        ? fine(text.trim().replace(/^(-?)0+(?=\d)/, "$1"))
        : wrong("This is no number. Write it as 5, 2.5 or 1e6.");
    case "bigint": {
      const number = wholeNumber(text.trim());
      return number === null
        ? wrong("This is no whole number of 64 bits. Write it as 5 or -12.")
        : fine(`{"$integer": "${number}"}`);
    }
    case "json":
      try {
        JSON.parse(text);
        return fine(text.trim());
      } catch {
        return wrong(
          'This is not JSON. Text stands in double quotes: "text", ["a", "b"], {"a": 1}.',
        );
      }
    default:
      return wrong("");
  }
}

/** @param {Pick<BenchField, "input" | "choices">} field @param {any} value @returns {string | null} null: it has no place here */
export function writeField({ input, choices }, value) {
  if (value === undefined) return "";
  const json = JSON.stringify(value);
  switch (input) {
    case "text":
      return typeof value === "string" ? value : null;
    case "number":
      return typeof value === "number" ? json : null;
    case "choice":
      return choices.includes(json) ? json : null;
    case "bigint":
      return typeof value?.$integer === "string" ? readInteger(value.$integer) : null;
    default:
      return json;
  }
}

/** The 8 bytes of a whole number, little end first, in base64; null if it is none. @param {string} text */
function wholeNumber(text) {
  if (!/^-?\d{1,19}$/.test(text)) return null;
  const number = BigInt(text);
  if (BigInt.asIntN(64, number) !== number) return null;
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, number, true);
  return toBase64(new Uint8Array(view.buffer));
}

/** @param {string} text @returns {string | null} */
function readInteger(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return String(new DataView(bytes.buffer).getBigInt64(0, true));
  } catch {
    return null;
  }
}
