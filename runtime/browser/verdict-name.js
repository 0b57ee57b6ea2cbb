/** What a verdict is called, for all that name one without showing its report. */

import { unreachable } from "./protocol.js";

/** @import { Verdict } from "./protocol.js" */

/** @param {Verdict} verdict @returns {string} its name for people */
export function verdictName(verdict) {
  switch (verdict) {
    case "right":
      return "Right";
    case "unsafe":
      return "Not safe in every order";
    case "costly":
      return "Right, but reads too much";
    case "wrong":
      return "Not yet";
    case "error":
      return "The file did not run to its end";
    default:
      return unreachable(verdict);
  }
}
