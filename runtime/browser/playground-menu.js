/** The button that opens the playground's templates; what they are is fetched when it is pressed. */

import { button, html } from "./markup.js";

/** @import { PlaygroundView } from "./playground-element.js" */
/** @import { Template } from "./playground-templates.js" */

const WITHOUT =
  "The templates could not be fetched. Look at the connection and open the menu again.";

export class TemplateMenu {
  /** @param {PlaygroundView} view @param {(template: Template) => void} onPick */
  constructor(view, onPick) {
    this.view = view;
    this.onPick = onPick;
    this.button = button("Templates", () => this.#toggle(), { "aria-expanded": "false" });
    this.element = html("div", { class: "fb-pg__menu", hidden: true });
  }

  async #toggle() {
    const opens = this.element.hidden;
    this.#show(opens);
    if (!opens) return;
    try {
      const { showTemplates } = await import("./playground-templates.js");
      await showTemplates(this.element, {
        assets: this.view.assets,
        version: this.view.host.getAttribute("version") ?? "",
        onPick: (template) => {
          this.#show(false);
          this.onPick(template);
        },
        onLeave: () => {
          this.#show(false);
          this.button.focus();
        },
      });
    } catch {
      this.element.replaceChildren(html("p", {}, WITHOUT));
      this.view.announce(WITHOUT);
    }
  }

  /** @param {boolean} isOpen */
  #show(isOpen) {
    this.element.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }
}
