/** The controls that a scene declares: choices, ranges and switches. */

import { html } from "./markup.js";

/** @import { Setting, SettingValues } from "./protocol.js" */

/** @typedef {{ setting: Setting, element: HTMLElement, get: () => SettingValues[string],
 *   set: (value: SettingValues[string]) => void, input?: HTMLInputElement }} Control */

export class SettingControls {
  /** @type {Map<string, Control>} */
  #controls = new Map();

  /** @param {{ onChange: () => void }} actions */
  constructor({ onChange }) {
    this.onChange = onChange;
    this.element = html("div", { class: "fb-controls fb-settings", hidden: true });
  }

  /** Every setting's value. @returns {SettingValues} */
  get values() {
    return Object.fromEntries([...this.#controls].map(([id, control]) => [id, control.get()]));
  }

  /** @param {Setting[]} settings of another scene, each at its default */
  show(settings) {
    this.#controls = new Map(settings.map((setting) => [setting.id, this.#control(setting)]));
    this.element.replaceChildren(...[...this.#controls.values()].map(({ element }) => element));
    this.element.hidden = settings.length === 0;
  }

  /**
   * Take what a link brought, as far as it fits, without a word to `onChange`. In an address that was
   * written by hand every value is a text.
   *
   * @param {SettingValues} values
   */
  set(values) {
    for (const [id, given] of Object.entries(values)) {
      const control = this.#controls.get(id);
      const value = control && settingValue(control.setting, given);
      if (control && value !== undefined && fits(control.setting, value)) control.set(value);
    }
  }

  /** As if the reader had chosen it. @param {string} id @param {SettingValues[string]} value */
  choose(id, value) {
    this.set({ [id]: value });
    this.onChange();
  }

  /** @param {Record<string, number>} highest what makes sense in the run that is shown */
  limit(highest) {
    for (const [id, most] of Object.entries(highest)) {
      const input = this.#controls.get(id)?.input;
      if (input) input.max = String(most);
    }
  }

  /** @param {Setting} setting @returns {Control} */
  #control(setting) {
    const control = {
      choice: () => this.#choice(setting),
      range: () => this.#range(setting),
      switch: () => this.#switch(setting),
    }[setting.kind]();
    control.set(setting.default);
    return control;
  }

  /** @param {Setting} setting @returns {Control} */
  #choice(setting) {
    const select = html(
      "select",
      { class: "fb-compares", onchange: this.onChange },
      ...(setting.choices ?? []).map(({ value, text }) => html("option", { value }, text)),
    );
    return {
      setting,
      element: html(
        "label",
        { class: "fb-setting" },
        html("span", { class: "fb-setting__name" }, setting.label),
        select,
      ),
      get: () => select.value,
      set: (value) => {
        select.value = String(value);
      },
    };
  }

  /** @param {Setting} setting @returns {Control} */
  #range(setting) {
    const shown = html("output", { class: "fb-setting__value" });
    const input = html("input", {
      type: "range",
      class: "fb-range",
      min: setting.min ?? 0,
      max: setting.max ?? 0,
      oninput: () => {
        shown.textContent = input.value;
        this.onChange();
      },
    });
    return {
      setting,
      input,
      element: html(
        "label",
        { class: "fb-setting fb-setting--range" },
        html("span", { class: "fb-setting__name" }, setting.label),
        input,
        shown,
      ),
      get: () => Number(input.value),
      set: (value) => {
        input.value = String(value);
        shown.textContent = input.value;
      },
    };
  }

  /** @param {Setting} setting @returns {Control} */
  #switch(setting) {
    const flip = html(
      "button",
      {
        type: "button",
        class: "fb-button fb-switch",
        role: "switch",
        onclick: () => {
          flip.setAttribute("aria-checked", String(flip.getAttribute("aria-checked") !== "true"));
          this.onChange();
        },
      },
      setting.label,
    );
    return {
      setting,
      element: flip,
      get: () => flip.getAttribute("aria-checked") === "true",
      set: (value) => flip.setAttribute("aria-checked", String(value === true)),
    };
  }
}

/** @param {Setting} setting @param {SettingValues[string]} given */
function settingValue({ kind }, given) {
  if (typeof given !== "string") return given;
  if (kind === "range") return /^\d{1,9}$/.test(given) ? Number(given) : undefined;
  return kind === "switch" ? given === "true" : given;
}

/** @param {Setting} setting @param {SettingValues[string]} value */
function fits({ kind, choices, min = 0, max = 0 }, value) {
  if (kind === "switch") return typeof value === "boolean";
  if (kind === "range") return typeof value === "number" && value >= min && value <= max;
  return (choices ?? []).some((choice) => choice.value === value);
}
