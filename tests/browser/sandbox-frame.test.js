// The frame that Python lives in: how it is found out that it has gone, and that it is told once.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { SandboxFrame } from "../../runtime/browser/sandbox-frame.js";

const TICKS = 8;

class PlayedElement extends EventTarget {
  hidden = false;
  title = "";
  srcdoc = "";
  /** @type {object | null} */
  contentWindow = { postMessage() {} };
  setAttribute() {}

  remove() {
    this.contentWindow = null;
  }
}

class PlayedPort extends EventTarget {
  /** @type {string[]} */
  heard = [];
  /** @type {(event: { data: unknown }) => void} */
  onmessage = () => {};

  /** @param {{ kind: string }} request */
  postMessage({ kind }) {
    this.heard.push(kind);
  }

  close() {}
}

function opened() {
  /** @type {unknown[]} */
  const replies = [];
  const told = { losses: 0 };
  const frame = new SandboxFrame("", {
    onReply: (reply) => replies.push(reply),
    onLost: () => {
      told.losses += 1;
    },
  });
  const port = /** @type {PlayedPort} */ (/** @type {unknown} */ (frame.port));
  const say = (/** @type {unknown} */ data) => port.onmessage({ data });
  return { frame, port, replies, told, say };
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  Object.assign(globalThis, {
    document: { createElement: () => new PlayedElement(), body: { append() {} } },
    MessageChannel: class {
      port1 = new PlayedPort();
      port2 = new PlayedPort();
    },
  });
});
afterEach(() => {
  mock.timers.reset();
  Reflect.deleteProperty(globalThis, "document");
});

test("a frame that answers is never given up, however long a run takes", () => {
  const { frame, told, say, replies } = opened();
  frame.expect();
  for (let second = 0; second < 100; second += 1) {
    mock.timers.tick(1_000);
    say({ kind: "pong" });
  }
  assert.equal(told.losses, 0);
  assert.deepEqual(replies, []);
});

test("a frame that answers nothing is given up once, while something is expected of it", () => {
  const { frame, told, replies, say } = opened();
  mock.timers.tick(60_000);
  assert.equal(told.losses, 0, "nothing was expected");
  frame.expect();
  for (let second = 0; second < TICKS + 5; second += 1) mock.timers.tick(1_000);
  assert.equal(told.losses, 1);
  say({ kind: "ready" });
  assert.deepEqual(replies, [], "it says nothing more");
  assert.equal(frame.look(), false);
});

test("where the reader waits for the end of a run, silence is not waited for as long", () => {
  const { frame, told, say } = opened();
  frame.expect();
  say({ kind: "pong" });
  frame.hurry();
  mock.timers.tick(1_000);
  assert.equal(told.losses, 0);
  mock.timers.tick(600);
  assert.equal(told.losses, 1);
});

test("an element that was taken off the page is noticed when it is looked at", () => {
  const { frame, told } = opened();
  assert.ok(frame.look());
  /** @type {any} */ (frame.element).contentWindow = null;
  assert.ok(!frame.look());
  assert.equal(told.losses, 1);
});

test("a port that closes is noticed at once, and one that we close is not", () => {
  const lost = opened();
  lost.port.dispatchEvent(new Event("close"));
  assert.equal(lost.told.losses, 1);
  const left = opened();
  left.frame.remove();
  left.port.dispatchEvent(new Event("close"));
  assert.equal(left.told.losses, 0);
});

test("a frame that goes before it is loaded keeps nobody waiting", async () => {
  const { frame } = opened();
  frame.remove();
  await frame.connected;
});
