/** The playground's HTTP panel: method, path, headers and body; what came back, and where a handler failed. */

import { button, html, setEnabled } from "./markup.js";
import { footprintLine, footprintList } from "./playground-marks.js";
import { errorText, size } from "./playground-words.js";

/** @import { BenchError, BenchFetched, BenchResponse, BenchRoute } from "./playground-protocol.js" */
/** @import { KeptRequest } from "./playground-store.js" */

/** @typedef {{ method: string, url: string, headers: string, body: string, as: string }} RequestForm */

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];
const WITHOUT_BODY = ["GET", "HEAD", "OPTIONS"];

/**
 * @typedef {object} HttpActions
 * @property {(request: RequestForm) => void} onSend
 * @property {(error: BenchError) => Node | string} placeLink
 */

export class HttpPanel {
  #isBusy = false;
  #isTouched = false;

  /** @param {HttpActions} actions */
  constructor({ onSend, placeLink }) {
    this.placeLink = placeLink;
    const plain = { autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
    this.method = html(
      "select",
      { class: "fb-pg__field", id: "fb-pg-method" },
      ...METHODS.map((method) => html("option", { value: method }, method)),
    );
    this.method.addEventListener("change", () => this.#showBody());
    this.url = html("input", {
      class: "fb-pg__field",
      id: "fb-pg-url",
      list: "fb-pg-routes",
      placeholder: "/events",
      ...plain,
    });
    this.routes = html("datalist", { id: "fb-pg-routes" });
    this.headers = html("textarea", {
      class: "fb-pg__field fb-pg__args",
      id: "fb-pg-headers",
      rows: 2,
      placeholder: "content-type: application/json",
      ...plain,
    });
    this.content = html("textarea", {
      class: "fb-pg__field fb-pg__args",
      id: "fb-pg-content",
      rows: 4,
      ...plain,
    });
    this.body = html("div", {}, html("label", { for: "fb-pg-content" }, "Body"), this.content);
    this.caller = html("input", {
      class: "fb-pg__field",
      id: "fb-pg-http-as",
      placeholder: "nobody",
      ...plain,
    });
    this.send = button("Send", () => onSend(this.#form()), {
      class: "fb-button fb-button--main",
    });
    this.hint = html("p", { class: "fb-pg__hint" });
    this.result = html("div", { class: "fb-pg__result" });
    this.requests = html("ol", { class: "fb-pg__calls", reversed: true });
    this.before = html(
      "details",
      { hidden: true },
      html("summary", {}, "Last requests"),
      this.requests,
    );
    this.form = html(
      "div",
      { class: "fb-pg__form" },
      html(
        "div",
        { class: "fb-pg__address" },
        html("div", {}, html("label", { for: "fb-pg-method" }, "Method"), this.method),
        html("div", {}, html("label", { for: "fb-pg-url" }, "Path"), this.url, this.routes),
      ),
      html("label", { for: "fb-pg-headers" }, "Headers, one a line"),
      this.headers,
      this.body,
      html("label", { for: "fb-pg-http-as" }, "Signed in as, by a token"),
      this.caller,
      html("div", { class: "fb-bar" }, this.send),
    );
    this.form.addEventListener("input", () => {
      this.#isTouched = true;
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      if (!(event.ctrlKey || event.metaKey) && event.target !== this.url) return;
      event.preventDefault();
      this.send.click();
    });
    this.element = html("div", {}, this.hint, this.form, this.result, this.before);
    this.#showBody();
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    setEnabled(this.send, !this.#isBusy);
  }

  /** @param {BenchRoute[]} routes */
  show(routes) {
    this.hint.textContent =
      routes.length > 0
        ? `Routes: ${routes.map(({ method, path }) => `${method} ${path}`).join(", ")}`
        : "The code defines no http router. The link of a stored file, or of an upload, is answered all the same.";
    this.routes.replaceChildren(
      ...[...new Set(routes.map(({ path }) => path.replace(/\*$/, "")))].map((path) =>
        html("option", { value: path }),
      ),
    );
    const [first] = routes;
    if (this.#isTouched || !first) return;
    this.method.value = first.method;
    this.url.value = first.path.replace(/\*$/, "");
    this.#showBody();
  }

  /** @param {BenchFetched} fetched @param {string} output */
  showFetched(fetched, output) {
    const { response, error } = fetched;
    const done = footprintList(fetched);
    this.result.replaceChildren(
      ...(response ? responseParts(response, fetched) : []),
      error
        ? html(
            "pre",
            { class: "fb-pg__raised", tabindex: 0, "aria-label": "Error" },
            errorText(error),
          )
        : "",
      error ? this.placeLink(error) : "",
      output && html("pre", { tabindex: 0, "aria-label": "Printed" }, output.trimEnd()),
      done ? html("details", {}, html("summary", {}, "What it read and wrote"), done) : "",
    );
  }

  clear() {
    this.#isTouched = false;
    this.result.replaceChildren();
  }

  /** @param {KeptRequest[]} requests the newest first */
  showRequests(requests) {
    this.before.hidden = requests.length === 0;
    this.requests.replaceChildren(
      ...requests.map((request) =>
        html(
          "li",
          {},
          button(`${request.method} ${request.url}`, () => this.fill(request), {
            class: "fb-line-link",
          }),
          html("span", {}, request.status ? ` answered ${request.status}` : " was not sent"),
        ),
      ),
    );
  }

  /** @param {RequestForm} request */
  fill({ method, url, headers, body, as }) {
    this.method.value = method;
    this.url.value = url;
    this.headers.value = headers;
    this.content.value = body;
    this.caller.value = as;
    this.#isTouched = true;
    this.#showBody();
    this.url.focus();
  }

  #showBody() {
    this.body.hidden = WITHOUT_BODY.includes(this.method.value);
  }

  /** @returns {RequestForm} */
  #form() {
    const [method, url, as] = [this.method.value, this.url.value.trim(), this.caller.value.trim()];
    const body = this.body.hidden ? "" : this.content.value;
    return { method, url, headers: this.headers.value, body, as };
  }
}

/** @param {BenchResponse} response @param {BenchFetched} fetched */
function responseParts({ status, headers, kind, body, bytes }, fetched) {
  const isFine = status < 400;
  const what = { json: "JSON", text: "text", bytes: "bytes" }[kind];
  return [
    html(
      "p",
      { class: `fb-pg__verdict fb-pg__verdict--${isFine ? "ok" : "bad"}` },
      html("strong", {}, String(status)),
      html("span", {}, ` ${fetched.method} ${fetched.url} · ${footprintLine(fetched)}`),
    ),
    html(
      "dl",
      { class: "fb-pg__headers" },
      ...headers.flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]),
    ),
    bytes === 0
      ? html("p", { class: "fb-pg__hint" }, "The body is empty.")
      : html("pre", { tabindex: 0, "aria-label": `Body, ${what} of ${size(bytes)}` }, body),
  ];
}
