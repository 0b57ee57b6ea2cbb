/** Two texts line by line: what is the same, what only the first has, what only the second. */

/** @typedef {{ kind: "same" | "before" | "after", text: string }} DiffLine */

const CELLS_MAX = 4_000_000;

/**
 * The longest common lines stay; the rest is what was taken out and what was put in.
 *
 * Cost: lines before × lines after; texts too long for that are shown as all out and all in.
 *
 * @param {string} before
 * @param {string} after
 * @returns {DiffLine[]}
 */
export function diffLines(before, after) {
  const a = before.trimEnd().split("\n");
  const b = after.trimEnd().split("\n");
  if (a.length * b.length > CELLS_MAX) return [...all("before", a), ...all("after", b)];
  // common[i][j]: how many lines a[i…] and b[j…] have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] =
        a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  /** @type {DiffLine[]} */
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i++] });
      j++;
    } else if (common[i + 1][j] >= common[i][j + 1]) lines.push({ kind: "before", text: a[i++] });
    else lines.push({ kind: "after", text: b[j++] });
  }
  return [...lines, ...all("before", a.slice(i)), ...all("after", b.slice(j))];
}

/** @param {DiffLine["kind"]} kind @param {string[]} lines @returns {DiffLine[]} */
function all(kind, lines) {
  return lines.map((text) => ({ kind, text }));
}
