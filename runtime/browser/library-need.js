/** Whether a file of the learner needs the part of Python's library that is fetched on demand. */

/** Codecs that are always there, as their names are normalised. */
const CODECS_AT_HAND = new Set(["utf_8", "utf8", "ascii", "us_ascii", "latin_1", "latin1"]);
const CODEC_NAME =
  /(?:\.(?:en|de)code\(\s*|\bencoding\s*=\s*|\bcodecs\.\w+\([^)\n]*?)["']([\w.-]+)["']/g;

/**
 * @param {string} source
 * @param {string[]} modules what is fetched on demand, dotted names
 */
export function needsLibrary(source, modules) {
  const wanted = new Set(modules);
  return [...importedNames(source), ...namesForImportlib(source), ...codecModules(source)].some(
    (name) => {
      const steps = name.split(".");
      return steps.some((_, at) => wanted.has(steps.slice(0, at + 1).join(".")));
    },
  );
}

/** Names in import statements. @param {string} source */
function importedNames(source) {
  const statements = source.matchAll(
    /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*\)|[^\n#;]+)/gm,
  );
  return [...statements].flatMap(([, from, imported]) =>
    imported
      .replace(/[()]|#.*$/gm, "")
      .split(",")
      .map((part) => part.trim().split(/\s/)[0])
      .map((name) => (from ? `${from}.${name}` : name)),
  );
}

/**
 * Every text that may be meant for importlib. Words such as "email" and "queue" are also modules,
 * so a file that does not import by name has none.
 *
 * @param {string} source
 */
function namesForImportlib(source) {
  if (!/\b(?:importlib|__import__|runpy)\b/.test(source)) return [];
  return [...source.matchAll(/["']([\w.]+)["']/g)].map(([, text]) => text);
}

/**
 * Modules of the codecs that are named. A codec has more names than its module has; one that is not
 * at hand stands for all, because which it is does not matter.
 *
 * @param {string} source
 */
function codecModules(source) {
  const names = [...source.matchAll(CODEC_NAME)].map(([, name]) =>
    name.toLowerCase().replace(/[-. ]/g, "_"),
  );
  return names.some((name) => !CODECS_AT_HAND.has(name)) ? ["encodings.idna"] : [];
}
