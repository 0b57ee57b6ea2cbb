/**
 * The little Markdown that hints and messages use: paragraphs, lists, fenced code, `code`,
 * **bold**. Parsed to data first, so that it can be tested without a page.
 */

import { html } from "./markup.js";

/**
 * @typedef {{ kind: "text" | "code" | "bold", text: string }} Span
 * @typedef {{ kind: "paragraph", spans: Span[] }
 *   | { kind: "list", isOrdered: boolean, items: Span[][] }
 *   | { kind: "code", text: string }} Block
 */

const LIST_ITEM = /^(?:[-*]|(\d+)\.)\s+/;

/** @param {string} markdown @returns {Block[]} */
export function parseBlocks(markdown) {
  /** @type {Block[]} */
  const blocks = [];
  const lines = markdown.replaceAll("\r\n", "\n").split("\n");
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line.trim() === "") continue;
    if (line.startsWith("```")) {
      const end = lines.findIndex((one) => one.startsWith("```"));
      const code = lines.splice(0, end === -1 ? lines.length : end + 1);
      if (end !== -1) code.pop();
      blocks.push({ kind: "code", text: code.join("\n") });
    } else if (LIST_ITEM.test(line)) {
      const items = [line.replace(LIST_ITEM, "")];
      while (lines.length > 0 && lines[0].trim() !== "") {
        const next = lines.shift() ?? "";
        if (LIST_ITEM.test(next)) items.push(next.replace(LIST_ITEM, ""));
        else items.push(`${items.pop()} ${next.trim()}`);
      }
      blocks.push({ kind: "list", isOrdered: /^\d/.test(line), items: items.map(parseSpans) });
    } else {
      const paragraph = [line.trim()];
      while (lines.length > 0 && lines[0].trim() !== "" && !lines[0].startsWith("```")) {
        paragraph.push((lines.shift() ?? "").trim());
      }
      blocks.push({ kind: "paragraph", spans: parseSpans(paragraph.join(" ")) });
    }
  }
  return blocks;
}

/** @param {string} text @returns {Span[]} */
export function parseSpans(text) {
  /** @type {Span[]} */
  const spans = [];
  let at = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*/g)) {
    if (match.index > at) spans.push({ kind: "text", text: text.slice(at, match.index) });
    spans.push(
      match[1] === undefined ? { kind: "bold", text: match[2] } : { kind: "code", text: match[1] },
    );
    at = match.index + match[0].length;
  }
  if (at < text.length) spans.push({ kind: "text", text: text.slice(at) });
  return spans;
}

/** @param {string} markdown @returns {HTMLElement} */
export function hintText(markdown) {
  const body = html("div", { class: "fb-hint-text" });
  for (const block of parseBlocks(markdown)) {
    if (block.kind === "code") {
      body.append(html("pre", { tabindex: 0 }, html("code", {}, block.text)));
    } else if (block.kind === "list") {
      const items = block.items.map((spans) => html("li", {}, ...inline(spans)));
      body.append(html(block.isOrdered ? "ol" : "ul", {}, ...items));
    } else {
      body.append(html("p", {}, ...inline(block.spans)));
    }
  }
  return body;
}

/** One line of text with its `code` and **bold** parts. @param {string} text */
export function inlineText(text) {
  return inline(parseSpans(text));
}

/** @param {Span[]} spans */
function inline(spans) {
  return spans.map(({ kind, text }) => {
    if (kind === "code") return html("code", {}, text);
    return kind === "bold" ? html("strong", {}, text) : text;
  });
}
