/** The picture of a schedule: time runs down, a lane is a column, a shape is a kind of move. */

import { svg } from "./markup.js";
import { unreachable } from "./protocol.js";

/** @import { Timeline } from "./protocol.js" */
/** @import { Layout, Link, Mark, Rail, Row } from "./timeline-layout.js" */

/**
 * @param {Layout} layout
 * @param {Timeline} timeline
 * @param {number} current
 * @param {(n: number) => void} onPick
 */
export function drawTimeline(layout, timeline, current, onPick) {
  const { width, height } = layout;
  return svg(
    "svg",
    // The slider around it speaks; the picture is for the eye.
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" },
    ...layout.rows.map((row) =>
      svg("rect", {
        class: row.n === current ? "fb-move fb-move--current" : "fb-move",
        x: 1,
        y: row.y,
        width: width - 2,
        height: row.height,
        rx: 3,
        onclick: () => onPick(row.n),
      }),
    ),
    ...layout.rails.map(drawRail),
    ...layout.links.map((link) => svg("path", { class: "fb-link", d: linkPath(link) })),
    ...layout.rows.map((row) => drawRow(row, row.n === current, width)),
    ...(layout.form === "list" ? [] : drawHeaders(layout, timeline)),
  );
}

/** @param {Layout} layout @param {Timeline} timeline */
function drawHeaders(layout, timeline) {
  return timeline.lanes.map((lane, at) => {
    const title = layout.form === "columns" ? lane.title : "";
    return drawHeader(lane.id, layout.rails[at], title, columnOf(layout, at));
  });
}

/** @param {Layout} layout @param {number} at */
function columnOf(layout, at) {
  const next = layout.rails[at + 1];
  return (next ? next.x : layout.width + 12) - layout.rails[at].x;
}

/** @param {Rail} rail */
function drawRail(rail) {
  const stops = [rail.top, ...rail.breaks.flatMap((y) => [y - 6, y + 6]), rail.bottom];
  const path = stops.map((y, at) => `${at % 2 ? "L" : "M"}${rail.x} ${y}`).join("");
  return svg("g", { class: `fb-lane-${rail.id}` }, svg("path", { class: "fb-rail", d: path }));
}

/** @param {string} id @param {Rail} rail @param {string} title @param {number} room */
function drawHeader(id, rail, title, room) {
  const characters = Math.floor((room - 40) / 6.8);
  const shown = title.length > characters ? `${title.slice(0, characters - 1)}…` : title;
  return svg(
    "g",
    { class: `fb-lane-${id}` },
    ...drawBadge(id, rail.x, 14),
    svg("text", { class: "fb-lane__title", x: rail.x + 18, y: 18 }, shown),
  );
}

/** @param {string} id @param {number} x @param {number} y */
function drawBadge(id, x, y) {
  return [
    svg("rect", { class: "fb-badge", x: x - 10, y: y - 10, width: 20, height: 20, rx: 3 }),
    svg("text", { class: "fb-badge__letter", x, y: y + 4, "text-anchor": "middle" }, id),
  ];
}

/** @param {Row} row @param {boolean} isCurrent @param {number} width */
function drawRow(row, isCurrent, width) {
  const attempt = row.isRetry
    ? svg("text", { class: "fb-retry", x: row.textX, y: row.y - 6 }, `attempt ${row.attempt}`)
    : null;
  return svg(
    "g",
    { class: `fb-row fb-lane-${row.lane}${isCurrent ? " fb-row--current" : ""}` },
    attempt,
    row.isAside ? svg("path", { class: "fb-aside", d: `M4 ${row.y + 1}H${width - 4}` }) : null,
    ...(row.badgeX === null ? [] : drawBadge(row.lane, row.badgeX, row.markY)),
    drawMark(row.mark, row.markX, row.markY),
    ...row.lines.map((line, at) =>
      svg(
        "text",
        {
          class: `fb-row__text fb-row__text--${line.tone}`,
          x: row.textX,
          y: row.markY + 4 + at * 18,
        },
        line.text,
      ),
    ),
  );
}

/** @param {Mark} mark @param {number} x @param {number} y */
function drawMark(mark, x, y) {
  switch (mark) {
    case "begin":
      return svg("circle", { class: "fb-mark fb-mark--begin", cx: x, cy: y, r: 5.5 });
    case "read":
      return svg(
        "g",
        { class: "fb-mark fb-mark--read" },
        svg("rect", { class: "fb-mark__ground", x: x - 8, y: y - 7, width: 16, height: 14 }),
        svg("path", {
          d: `M${x - 3} ${y - 6}h-4v12h4M${x + 3} ${y - 6}h4v12h-4`,
        }),
      );
    case "write":
      return svg("rect", {
        class: "fb-mark fb-mark--write",
        x: x - 5.5,
        y: y - 5.5,
        width: 11,
        height: 11,
      });
    case "step":
      return svg("circle", { class: "fb-mark fb-mark--step", cx: x, cy: y, r: 2.5 });
    case "commit":
      return svg("circle", { class: "fb-mark fb-mark--commit", cx: x, cy: y, r: 6.5 });
    case "crash":
      return svg(
        "g",
        { class: "fb-mark fb-mark--crash" },
        svg("rect", { class: "fb-mark__ground", x: x - 9, y: y - 9, width: 18, height: 18 }),
        svg("path", { d: `M${x + 2} ${y - 8}l-6 9h5l-3 8l7 -10h-5z` }),
      );
    case "restart":
      return svg(
        "g",
        { class: "fb-mark fb-mark--restart" },
        svg("rect", { class: "fb-mark__ground", x: x - 9, y: y - 9, width: 18, height: 18 }),
        svg("path", { d: `M${x + 5} ${y - 4}a6.5 6.5 0 1 0 1.4 5M${x + 6.5} ${y - 7}v4.5h-4.5` }),
      );
    case "wait":
      return svg(
        "g",
        { class: "fb-mark fb-mark--wait" },
        svg("circle", { cx: x, cy: y, r: 7 }),
        svg("path", { d: `M${x} ${y - 4}v4l3 2` }),
      );
    case "conflict":
      return svg(
        "g",
        { class: "fb-mark fb-mark--conflict" },
        svg("circle", { cx: x, cy: y, r: 8 }),
        svg("path", { d: `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8` }),
      );
    default:
      return unreachable(mark);
  }
}

/**
 * From the commit to the conflict. Text stands to the right of each mark, so the path keeps below
 * or left of the commit, and left of or above the conflict; in a list, left of what lies between.
 *
 * @param {Link} link
 */
function linkPath({ fromX, fromY, toX, toY }) {
  if (toX > fromX) {
    const endX = toX - 11;
    return `M${fromX} ${fromY + 9}C${fromX} ${toY},${(fromX + endX) / 2} ${toY},${endX} ${toY}`;
  }
  const startX = fromX - 9;
  if (toX === fromX) {
    const sideX = fromX - 17;
    return `M${startX} ${fromY}Q${sideX} ${fromY},${sideX} ${fromY + 8}V${toY - 8}Q${sideX} ${toY},${toX - 11} ${toY}`;
  }
  return `M${startX} ${fromY}C${(startX + toX) / 2} ${fromY},${toX} ${fromY},${toX} ${toY - 10}`;
}
