// A trainer's room: thirty learners from one paste, who is stuck, what is odd, and the ways out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { writePassport } from "../../runtime/browser/passport-text.js";
import { csvOf } from "../../runtime/browser/teach-csv.js";
import {
  newOnes,
  readRoom,
  sorted,
  standingIn,
  totalsOf,
  unknownExercises,
} from "../../runtime/browser/teach-room.js";
import { RoomSession, roomFile } from "../../runtime/browser/teach-session.js";
import { ordered } from "../../runtime/browser/teach-tables.js";

/** @import { Entry } from "../../runtime/browser/passport-record.js" */
/** @import { Course, Kept } from "../../runtime/browser/teach-room.js" */

const HOUR_MS = 3_600_000;

/** @type {Course[]} */
const COURSE = ["lost-update", "one-winner"].map((id) => ({
  id,
  title: `Title of ${id}`,
  page: `../exercises/${id}/`,
  version: "aa",
  chapter: "Concurrency",
  checks: { "one-owner": "One owner for each job" },
}));

/** @param {Partial<Entry>} fields @returns {Entry} */
function entry(fields) {
  return {
    id: "lost-update",
    version: "aa",
    verdict: "wrong",
    attempts: 1,
    hints: 0,
    deepest: 0,
    at: HOUR_MS,
    failed: "one-owner",
    ...fields,
  };
}

/** @param {string} name @param {{ tag?: string, at?: number, entries?: Entry[] }} [more] */
async function text(name, { tag = name, at = HOUR_MS, entries = [entry({})] } = {}) {
  return (await writePassport({ name, tag, at, course: "c", entries })).text;
}

/** @param {string} message @returns {Promise<Kept[]>} */
async function keptOf(message) {
  return newOnes([], await sorted(message, "pasted"));
}

test("thirty passports in one chat are thirty learners", async () => {
  const names = Array.from({ length: 30 }, (_, at) => `Learner ${at}`);
  const lines = await Promise.all(
    names.map(
      async (name, at) => `[09:${at}] ${name}: ${(await text(name)).replace(/(.{60})/g, "$1\n> ")}`,
    ),
  );
  const room = await readRoom(await keptOf(`Good morning!\n${lines.join("\n")}\nThat is all.`));
  assert.deepEqual(room.learners.map((learner) => learner.passport.name).sort(), [...names].sort());
  assert.deepEqual([room.oddities, room.older], [[], 0]);
});

test("the same learner twice: the newest counts, and it is said", async () => {
  const old = await text("Ada", { tag: "T" });
  const newer = await text("Ada King", { tag: "T", at: 2 * HOUR_MS });
  for (const message of [`${old} ${newer}`, `${newer} ${old}`]) {
    const { learners, older } = await readRoom(await keptOf(message));
    assert.equal(learners.length, 1);
    assert.equal(older, 1);
    assert.equal(learners[0].passport.name, "Ada King");
    assert.match(
      learners[0].notes.join(" "),
      /An older passport .* the newest counts.*“Ada” before/,
    );
  }
});

test("the very same text twice is one", async () => {
  const one = await text("Ada");
  const kept = await keptOf(`${one}\n${one}`);
  assert.equal(kept.length, 1);
  assert.deepEqual(newOnes(kept, await sorted(`> ${one}`, "file a.txt")), []);
});

test("two browsers of one name stay apart, and it is said", async () => {
  const room = await readRoom(
    await keptOf(`${await text("Ada", { tag: "A" })} ${await text("ada", { tag: "B" })}`),
  );
  assert.equal(room.learners.length, 2);
  for (const { notes } of room.learners) assert.match(notes.join(" "), /same name/);
});

test("what cannot be read is kept, named, and says what to do", async () => {
  const whole = await text("Ada");
  /** @type {[string, RegExp, RegExp][]} */
  const cases = [
    [whole.slice(0, -9), /end is missing/, /whole message/],
    [whole.replace(/-1-(.{30})./, "-1-$1"), /missing|damaged/i, /Ask for it/],
    [whole.replace("-1-", "-7-"), /newer version/, /Reload/],
    ['{"format": "convex-fieldbook-work", "work": []}', /whole work/, /Ask for the passport/],
    ["hello", /No passport/, /Your work/],
  ];
  for (const [message, title, advice] of cases) {
    const { learners, oddities } = await readRoom(await keptOf(message));
    assert.equal(learners.length, 0, message);
    assert.match(oddities[0].title, title);
    assert.match(oddities[0].advice, advice);
    assert.equal(oddities[0].raw, message);
  }
});

test("one bad text takes nothing from the others", async () => {
  const cut = (await text("Bo")).slice(0, -20);
  const room = await readRoom(await keptOf(`${await text("Ada")}\n${cut}\n${await text("Chi")}`));
  assert.deepEqual(
    room.learners.map((learner) => learner.passport.name),
    ["Ada", "Chi"],
  );
  assert.equal(room.oddities.length, 1);
});

test("three attempts without success are stuck, and so is a hint opened to its end", () => {
  const standing = (/** @type {Partial<Entry>} */ fields) => standingIn(entry(fields), "aa");
  assert.equal(standingIn(undefined, "aa"), "none");
  assert.equal(standing({ attempts: 0, verdict: null }), "begun");
  assert.equal(standing({ attempts: 2 }), "tried");
  assert.equal(standing({ attempts: 3 }), "stuck");
  assert.equal(standing({ attempts: 1, deepest: 3 }), "stuck");
  assert.equal(standing({ attempts: 9, deepest: 3, verdict: "right" }), "passed");
  assert.equal(standing({ verdict: "right", version: "bb" }), "passed-other");
});

test("totals of an exercise say how many, how hard, and where they stand", async () => {
  const passed = (/** @type {number} */ attempts) => [
    entry({ verdict: "right", attempts, failed: null }),
  ];
  const room = await readRoom(
    await keptOf(
      [
        await text("Ada", { entries: passed(1) }),
        await text("Bo", { entries: passed(4) }),
        await text("Chi", { entries: [entry({ attempts: 5, deepest: 3 })] }),
        await text("Dee", { entries: [] }),
      ].join("\n"),
    ),
  );
  assert.deepEqual(totalsOf(room.learners, COURSE[0]), {
    begun: 3,
    passed: 2,
    stuck: 1,
    attempts: 2.5,
    usedUp: 1,
    obstacle: { check: "one-owner", count: 1 },
  });
  assert.equal(totalsOf(room.learners, COURSE[1]).begun, 0);
});

test("a column of an exercise puts those first who need somebody", async () => {
  const learner = (/** @type {string} */ name, /** @type {Partial<Entry>} */ fields) =>
    text(name, { entries: [entry(fields)] });
  const { learners } = await readRoom(
    await keptOf(
      [
        await learner("passed", { verdict: "right" }),
        await learner("tried", { attempts: 2 }),
        await learner("stuck 9", { attempts: 9 }),
        await learner("stuck 3", { attempts: 3 }),
      ].join(" "),
    ),
  );
  const names = (/** @type {string} */ by, isDown = false) =>
    ordered(learners, COURSE, { by, isDown }).map((one) => one.passport.name);
  assert.deepEqual(names("lost-update"), ["stuck 9", "stuck 3", "tried", "passed"]);
  assert.deepEqual(names("name", true), ["tried", "stuck 9", "stuck 3", "passed"]);
  assert.deepEqual(names("passed", true)[0], "passed");
});

test("exercises that this site does not know are named, not dropped", async () => {
  const { learners } = await readRoom(
    await keptOf(await text("Ada", { entries: [entry({ id: "renamed" })] })),
  );
  assert.deepEqual(unknownExercises(learners, COURSE), ["renamed"]);
  assert.match(csvOf(learners, COURSE), /renamed/);
});

test("a spreadsheet gets one row for each exercise, and no formula", async () => {
  const { learners } = await readRoom(
    await keptOf(`${await text("=SUM(A1)")} ${await text('Bo "B", Jr', { entries: [] })}`),
  );
  const [head, first, second] = csvOf(learners, COURSE).split("\r\n");
  assert.match(head, /^\ufeffname,browser,exercise,title,content version,standing,/);
  assert.match(first, /^"'=SUM\(A1\)",'?"?=?.*lost-update,Title of lost-update,aa,tried,wrong,1,/);
  assert.match(second, /^"Bo ""B"", Jr",/);
});

test("the room as one file is the room again", async () => {
  const kept = await keptOf(
    `${await text("Ada")} ${(await text("Bo")).slice(0, -9)} ${await text("Chi")}`,
  );
  const again = await keptOf(roomFile(kept));
  assert.deepEqual(
    again.map(({ raw }) => raw),
    kept.map(({ raw }) => raw),
  );
});

test("a reload brings the room back; a browser that keeps nothing is noticed", () => {
  const items = new Map();
  const storage = /** @type {Storage} */ (
    /** @type {unknown} */ ({
      getItem: (/** @type {string} */ key) => items.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => items.set(key, value),
      removeItem: (/** @type {string} */ key) => items.delete(key),
    })
  );
  const kept = [{ raw: "x", from: "pasted" }];
  new RoomSession(() => storage).save(kept);
  assert.deepEqual(new RoomSession(() => storage).load(), kept);
  new RoomSession(() => storage).save([]);
  assert.equal(items.size, 0);
  items.set("fieldbook:room", "{broken");
  assert.deepEqual(new RoomSession(() => storage).load(), []);
  const blocked = new RoomSession(() => {
    throw new Error("blocked");
  });
  assert.deepEqual(blocked.load(), []);
  blocked.save(kept);
  assert.equal(blocked.isKept, false);
});
