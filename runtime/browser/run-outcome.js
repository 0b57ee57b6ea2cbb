/** How Python stands while it starts, what a run is told on the way, and how it ends: types alone. */

/** @import { LabProgress, LabReply } from "./protocol.js" */

/**
 * @typedef {{ phase: "idle" }
 *   | { phase: "downloading", received: number, total: number }
 *   | { phase: "compiling" | "starting" | "restarting", received: number, total: number }
 *   | { phase: "ready" }
 *   | { phase: "failed", message: string }} BootState
 */

/**
 * How a run ended.
 * @typedef {{ kind: "reply", reply: LabReply }
 *   | { kind: "stopped" }
 *   | { kind: "crashed", message: string }
 *   | { kind: "unavailable", message: string }} Outcome the last: Python did not come to it
 */

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal] abort it to stop the run
 * @property {(text: string) => void} [onOutput]
 * @property {(progress: LabProgress) => void} [onProgress]
 * @property {(message: import("./playground-protocol.js").LogMessage) => void} [onLog]
 */

export {};
