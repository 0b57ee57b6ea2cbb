/** Applications to begin with: a small menu, fetched when it is opened. */

import { button, html } from "./markup.js";
import { readFiles } from "./playground-modules.js";

/** @import { CodeFile } from "./playground-modules.js" */

/** @typedef {{ title: string, summary: string, files: CodeFile[] }} Template */

/**
 * @param {HTMLElement} menu is filled
 * @param {object} options
 * @param {URL} options.assets
 * @param {string} options.version of the templates, so that a cache never mixes two
 * @param {(template: Template) => void} options.onPick
 * @param {() => void} options.onLeave
 */
export async function showTemplates(menu, { assets, version, onPick, onLeave }) {
  const url = new URL(`content/playground.json?v=${encodeURIComponent(version)}`, assets);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  /** @type {{ templates: Template[] }} */
  const { templates } = await response.json();
  const items = templates.map(({ title, summary, files }) =>
    html(
      "li",
      {},
      button(title, () => onPick({ title, summary, files: readFiles(files) ?? [] }), {
        class: "fb-line-link",
      }),
      html("span", {}, ` ${summary}`),
    ),
  );
  const list = html("ul", { class: "fb-pg__templates" }, ...items);
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onLeave();
  });
  menu.replaceChildren(list);
  list.querySelector("button")?.focus();
}
