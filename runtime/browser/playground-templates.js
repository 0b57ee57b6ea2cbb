/** Applications to begin with: a small menu, fetched when it is opened. */

import { button, html } from "./markup.js";
import { readFiles } from "./playground-modules.js";

/** @import { CodeFile } from "./playground-modules.js" */

/** @typedef {{ title: string, summary: string, files: CodeFile[] }} Template */

export class Templates {
  /**
   * @param {object} options
   * @param {URL} options.assets
   * @param {string} options.version of the templates, so that a cache never mixes two
   * @param {(template: Template) => void} options.onPick
   * @param {(sentence: string) => void} options.announce
   */
  constructor({ assets, version, onPick, announce }) {
    this.url = new URL(`content/playground.json?v=${encodeURIComponent(version)}`, assets);
    this.onPick = onPick;
    this.announce = announce;
    this.open = button("Templates", () => this.#toggle(), { "aria-expanded": "false" });
    this.list = html("ul", { class: "fb-pg__templates" });
    this.element = html("div", { class: "fb-pg__menu", hidden: true }, this.list);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#close();
      this.open.focus();
    });
  }

  async #toggle() {
    if (!this.element.hidden) {
      this.#close();
      return;
    }
    this.element.hidden = false;
    this.open.setAttribute("aria-expanded", "true");
    try {
      const templates = await fetchTemplates(this.url);
      this.list.replaceChildren(...templates.map((template) => this.#item(template)));
      this.list.querySelector("button")?.focus();
    } catch {
      const said =
        "The templates could not be fetched. Look at the connection and open the menu again.";
      this.list.replaceChildren(html("li", {}, said));
      this.announce(said);
    }
  }

  #close() {
    this.element.hidden = true;
    this.open.setAttribute("aria-expanded", "false");
  }

  /** @param {Template} template */
  #item(template) {
    const pick = () => {
      this.#close();
      this.onPick(template);
    };
    return html(
      "li",
      {},
      button(template.title, pick, { class: "fb-line-link" }),
      html("span", {}, ` ${template.summary}`),
    );
  }
}

/** @param {URL} url @returns {Promise<Template[]>} */
async function fetchTemplates(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  /** @type {{ templates: Template[] }} */
  const { templates } = await response.json();
  return templates.map(({ title, summary, files }) => ({
    ...{ title, summary },
    files: readFiles(files) ?? [],
  }));
}
