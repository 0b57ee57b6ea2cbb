// Every page of the built site is valid HTML that says what it is: language, one title, headings in order,
// ids once, texts for pictures, names for landmarks.
//
//   node --test tests/site/html.test.js        needs site/ (make build), or SITE=folder
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";

const root = fileURLToPath(new URL("../..", import.meta.url));
const site = process.env.SITE ?? path.join(root, "site");
const SHOWN_MAX = 20;

/** What is left out, and why. @type {import("html-validate").ConfigData} */
const RULES = {
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    "heading-level": "error",
    "no-dup-id": "error",
    "no-missing-references": "error",
    "wcag/h37": "error", // a text for every picture
    // The theme turns off what Firefox would restore after a reload: an open drawer, an open search.
    "valid-autocomplete": "off",
    // The search box answers while one types; nothing is ever submitted.
    "wcag/h32": "off",
  },
};

/** @returns {string[]} */
function pageFiles() {
  return readdirSync(site, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(".html") && !file.startsWith("assets"))
    .sort();
}

/** What a validator does not ask for. @param {string} page @returns {string[]} */
function missing(page) {
  const article = page.slice(page.indexOf("<article"), page.indexOf("</article>"));
  const drawings = article.match(/<svg\b[^>]*>/g) ?? [];
  const unnamed = drawings.filter(
    (tag) => !/aria-hidden="true"/.test(tag) && !/role="img"[^>]*aria-label="[^"]+"/.test(tag),
  );
  return [
    ...(/<html lang="en"/.test(page) ? [] : ["no language"]),
    ...((page.match(/<h1\b/g) ?? []).length === 1 ? [] : ["not one h1"]),
    ...(/<title>[^<]+<\/title>/.test(page) ? [] : ["no title"]),
    ...unnamed.map((tag) => `a drawing without a name: ${tag.slice(0, 80)}`),
  ];
}

if (existsSync(path.join(site, "index.html"))) {
  test("every page is valid", (t) => {
    const validator = new HtmlValidate(RULES);
    /** @type {string[]} */
    const wrong = [];
    const files = pageFiles();
    for (const file of files) {
      const page = readFileSync(path.join(site, file), "utf8");
      for (const { messages } of validator.validateStringSync(page, file).results) {
        for (const { line, ruleId, message, selector } of messages) {
          wrong.push(`${file}:${line} ${ruleId}: ${message} (${selector})`);
        }
      }
      wrong.push(...missing(page).map((what) => `${file}: ${what}`));
    }
    t.diagnostic(`${files.length} pages, ${wrong.length} messages`);
    assert.deepEqual(wrong, [], wrong.slice(0, SHOWN_MAX).join("\n"));
  });

  test("the rules see what they are there for", async () => {
    const validator = new HtmlValidate(RULES);
    const page = (/** @type {string} */ body) =>
      `<!doctype html><html lang="en"><head><title>T</title></head><body>${body}</body></html>`;
    for (const [rule, body] of [
      ["no-dup-id", '<p id="a"></p><p id="a"></p>'],
      ["heading-level", "<h1>A</h1><h3>B</h3>"],
      ["wcag/h37", '<img src="a.png">'],
      ["close-order", "<div><span></div>"],
      ["element-permitted-content", "<span><div></div></span>"],
      ["unique-landmark", '<nav aria-label="a"></nav><nav aria-label="a"></nav>'],
    ]) {
      const { results } = await validator.validateString(page(body));
      const rules = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
      assert.ok(rules.includes(rule), `${rule} is not among ${rules.join(", ")}`);
    }
    assert.deepEqual(missing(page("<article><h1>A</h1><svg></svg></article>")), [
      "a drawing without a name: <svg>",
    ]);
  });
} else {
  test("the built site", { skip: "there is no site/; make build makes it" }, () => {});
}
