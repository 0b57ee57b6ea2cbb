/**
 * The little Markdown that hints and messages use: paragraphs, lists, fenced code, `code`,
 * **bold**, links to pages of this site. Parsed to data first, so that it can be tested alone.
 */

import { html } from "./markup.js";
import { unreachable } from "./protocol.js";

/**
 * @typedef {{ kind: "text" | "code" | "bold", text: string }
 *   | { kind: "link", text: string, path: string }} Span path is below the site's root
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
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(\/([^)\s]*)\)/g)) {
    const [whole, code, bold, link, path] = match;
    if (match.index > at) spans.push({ kind: "text", text: text.slice(at, match.index) });
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (bold !== undefined) spans.push({ kind: "bold", text: bold });
    else spans.push({ kind: "link", text: link, path });
    at = match.index + whole.length;
  }
  if (at < text.length) spans.push({ kind: "text", text: text.slice(at) });
  return spans;
}

/**
 * The address of a page of this site, or undefined if `path` leads out of it: hints pass through
 * the sandbox, so their links are not trusted.
 *
 * @param {string} path below the root of the site
 * @param {string | URL} [script] the address of lab.js, two folders below that root
 */
export function siteAddress(path, script = import.meta.url) {
  const root = new URL("../../", script);
  const address = new URL(`./${path}`, root);
  return address.href.startsWith(root.href) ? address.href : undefined;
}

/** @param {string} markdown @returns {HTMLElement} */
export function hintText(markdown) {
  const body = html("div", { class: "fb-hint-text" });
  for (const block of parseBlocks(markdown)) {
    if (block.kind === "code") {
      body.append(
        html(
          "pre",
          { tabindex: 0, role: "region", "aria-label": "Code of the hint" },
          html("code", {}, block.text),
        ),
      );
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
  return spans.map((span) => {
    switch (span.kind) {
      case "code":
        return html("code", {}, span.text);
      case "bold":
        return html("strong", {}, span.text);
      case "link":
        return html("a", { href: siteAddress(span.path) }, span.text);
      case "text":
        return span.text;
      default:
        return unreachable(span);
    }
  });
}
