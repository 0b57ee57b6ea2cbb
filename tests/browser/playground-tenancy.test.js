// Several tabs on one playground: one writes, another takes over, and nothing is lost on the way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Tenancy } from "../../runtime/browser/playground-tenancy.js";

/** Locks as several tabs of one browser see them. */
class FakeLocks {
  /** @type {{ release: () => void, lose: (error: Error) => void } | null} */
  held = null;
  /** @type {(() => void)[]} */
  queue = [];

  /** @param {string} _name @param {LockOptions} options @param {(lock: object | null) => unknown} use */
  request(_name, options, use) {
    return new Promise((resolve, reject) => {
      const hold = () => {
        const mine = { release: () => {}, lose: reject };
        this.held = mine;
        Promise.resolve(use({})).then((value) => {
          resolve(value);
          if (this.held === mine) {
            this.held = null;
            this.queue.shift()?.();
          }
        });
      };
      options.signal?.addEventListener("abort", () => {
        this.queue = this.queue.filter((one) => one !== hold);
        reject(new DOMException("aborted", "AbortError"));
      });
      if (options.steal) {
        this.held?.lose(new DOMException("stolen", "AbortError"));
        hold();
      } else if (!this.held) hold();
      else if (options.ifAvailable) resolve(use(null));
      else this.queue.push(hold);
    });
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @param {string} name @param {string[]} said @returns {ConstructorParameters<typeof Tenancy>[1]} */
const listener = (name, said) => ({
  onHeld: (wasAsked) => said.push(`${name} held${wasAsked ? ", asked for" : ""}`),
  onLost: () => said.push(`${name} lost`),
  onAsked: async () => {
    await settled();
    said.push(`${name} wrote`);
  },
});

test("one tab writes; another can take over, and gets it back when that one is closed", async () => {
  const locks = /** @type {any} */ (new FakeLocks());
  /** @type {string[]} */
  const said = [];
  const tab = (/** @type {string} */ name) => new Tenancy(locks, listener(name, said));
  const [first, second] = [tab("first"), tab("second")];
  assert.equal(await first.begin(), true);
  assert.equal(await second.begin(), false);
  await second.takeOver();
  await settled();
  assert.deepEqual(said.sort(), ["first lost", "second held, asked for"]);
  second.end();
  await settled();
  assert.deepEqual(said.at(-1), "first held");
  const alone = new Tenancy(undefined, listener("alone", said));
  assert.equal(await alone.begin(), true, "without locks the store decides");
});

test("a tab that is asked writes what it has before it lets go", async () => {
  const locks = /** @type {any} */ (new FakeLocks());
  const channels = [new EventTarget(), new EventTarget()].map((channel, at, both) =>
    Object.assign(channel, {
      close: () => {},
      postMessage: (/** @type {string} */ data) =>
        both[1 - at].dispatchEvent(new MessageEvent("message", { data })),
    }),
  );
  /** @type {string[]} */
  const said = [];
  const tabs = ["first", "second"].map(
    (name, at) => new Tenancy(locks, listener(name, said), /** @type {any} */ (channels[at])),
  );
  await tabs[0].begin();
  await tabs[1].begin();
  await tabs[1].takeOver();
  await settled();
  assert.deepEqual(said, ["first wrote", "first lost", "second held, asked for"]);
  tabs[1].end();
  await settled();
  assert.equal(said.at(-1), "first held");
});
