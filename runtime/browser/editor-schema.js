/** The tables that a learner's file defines, with their fields and indexes, as far as text alone says. */

/**
 * @typedef {{ name: string, kind: string, fields: string[] }} Index kind: index, search_index or vector_index
 *
 * @typedef {object} Table
 * @property {string} name
 * @property {number} from where its definition begins
 * @property {number} to where the next one does, or the schema's
 * @property {string[]} fields
 * @property {Index[]} indexes
 */

/** @param {string} text @returns {Table[]} */
export function tablesIn(text) {
  const heads = [...text.matchAll(/(?:["'](\w+)["']\s*:|^(\w+)\s*=)\s*define_table\s*\(/gm)];
  return heads.map((head, at) => {
    const from = head.index + head[0].length;
    const to = heads[at + 1]?.index ?? endOfStatement(text, from);
    const definition = text.slice(from, to);
    const fields = [...definition.matchAll(/["'](\w+)["']\s*:\s*v\s*\./g)].map(([, one]) => one);
    const indexes = [
      ...definition.matchAll(/\.\s*(\w*index)\s*\(\s*["'](\w+)["']([^\]]*\])?/g),
    ].map(([, kind, name, listed = ""]) => ({ kind, name, fields: strings(listed) }));
    return { name: head[1] ?? head[2], from, to, fields, indexes };
  });
}

/** A statement ends where a line begins without indentation and without a closing bracket. @param {string} text @param {number} from */
function endOfStatement(text, from) {
  const next = /\n(?=[^\s)\]}#])/.exec(text.slice(from));
  return next ? from + next.index : text.length;
}

/** @param {string} list */
function strings(list) {
  return [...list.matchAll(/["'](\w+)["']/g)].map(([, one]) => one);
}
