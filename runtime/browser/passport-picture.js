/** A passport as a QR code, drawn as one path, with the quiet edge that readers want. */

import { encodeQR } from "qr";
import { html, svg } from "./markup.js";

/** Modules of white on each side, as the standard asks for. */
const EDGE = 4;

/** @param {string} text @returns {{ path: string, size: number }} in modules, edge included */
export function qrPath(text) {
  const modules = encodeQR(text, "raw", { ecc: "low", border: EDGE });
  let path = "";
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      const width = x - start + 1;
      path += `M${start} ${y}h${width}v1h-${width}z`;
    }
  }
  return { path, size: modules.length };
}

/** @param {string} text @param {string} name whose it is */
export function qrView(text, name) {
  const { path, size } = qrPath(text);
  return html(
    "div",
    { class: "fb-qr" },
    svg(
      "svg",
      {
        viewBox: `0 0 ${size} ${size}`,
        role: "img",
        "aria-label": `QR code with the passport of ${name}. The text above says the same.`,
        "shape-rendering": "crispEdges",
      },
      svg("path", { d: `M0 0h${size}v${size}h-${size}z`, class: "fb-qr__paper" }),
      svg("path", { d: path, class: "fb-qr__ink" }),
    ),
  );
}
