// A passport: what it says of the work, and that it survives what chats, mails and cameras do to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { IDBFactory } from "fake-indexeddb";
import { decodeQR } from "qr/decode.js";
import { base32, bytesOf } from "../../runtime/browser/passport-base32.js";
import { PassportOwner } from "../../runtime/browser/passport-owner.js";
import { qrPath } from "../../runtime/browser/passport-picture.js";
import { passportOf, tidyName } from "../../runtime/browser/passport-record.js";
import { readPassports, writePassport } from "../../runtime/browser/passport-text.js";
import { Progress } from "../../runtime/browser/progress.js";
import { addAttempt, emptyWork, versionOf } from "../../runtime/browser/work-record.js";

/** @import { Verdict } from "../../runtime/browser/protocol.js" */

const MINUTE_MS = 60_000;
const ADA = { name: "Ada", tag: "MARK2345", course: "0123456789ab" };
const NOW = new Map([["one-winner", "bb"]]);

/** @param {string} id @param {string} version @param {Verdict[]} verdicts @param {Record<string, number>} [hints] */
function work(id, version, verdicts, hints = {}) {
  const made = emptyWork(id);
  const one = versionOf(made, version);
  for (const [at, verdict] of verdicts.entries()) {
    const failed = verdict === "right" ? null : "one-owner";
    addAttempt(one, { at: (at + 1) * MINUTE_MS, verdict, failed });
  }
  one.hints = hints;
  return made;
}

/** @param {ReturnType<typeof work>[]} works */
function passport(...works) {
  return passportOf(ADA, works, (id) => NOW.get(id));
}

/** A long one, so that every way to break it has something to break. */
const many = passport(
  ...Array.from({ length: 25 }, (_, at) => work(`exercise-${at}`, `${at}a`, ["wrong", "right"])),
);
const { text, checksum } = await writePassport(many);

/** @param {string} message */
async function only(message) {
  const found = await readPassports(message);
  assert.equal(found.length, 1);
  return found[0];
}

test("an exercise that passed counts the attempts up to that, and nothing later", () => {
  const [entry] = passport(work("one-winner", "bb", ["wrong", "right", "error"])).entries;
  assert.deepEqual(
    [entry.verdict, entry.attempts, entry.at, entry.failed],
    ["right", 2, 2 * MINUTE_MS, null],
  );
});

test("one that has not passed names the check and how many hints were opened", () => {
  const made = passport(work("one-winner", "bb", ["wrong", "unsafe"], { a: 3, b: 1 }));
  const [{ verdict, failed, hints, deepest }] = made.entries;
  assert.deepEqual([verdict, failed, hints, deepest], ["unsafe", "one-owner", 4, 3]);
});

test("a version that passed says more than today's, and today's more than another", () => {
  const both = work("one-winner", "aa", ["right"]);
  versionOf(both, "bb").text = "x";
  assert.equal(passport(both).entries[0].version, "aa");
  const neither = work("one-winner", "aa", ["wrong"]);
  versionOf(neither, "bb").text = "x";
  assert.equal(passport(neither).entries[0].version, "bb");
});

test("scenes of labs, and pages that were only looked at, are no work", () => {
  const looked = emptyWork("one-winner");
  versionOf(looked, "bb");
  assert.deepEqual(passport(work("two-lanes/lost-update", "cc", ["wrong"]), looked).entries, []);
});

test("a name is one line, and nothing in it turns the text around", () => {
  assert.equal(tidyName("  Ada \n\u202e Lovelace\u0000 "), "Ada Lovelace");
  assert.equal(tidyName("x".repeat(500)).length, 60);
  assert.equal(tidyName("می\u200cخواهم"), "می\u200cخواهم");
});

test("what is written is what is read, and the same work makes the same text", async () => {
  const found = await only(text);
  assert.equal(found.kind, "whole");
  assert.deepEqual(found.passport, many);
  assert.equal(found.checksum, checksum);
  assert.equal((await writePassport(structuredClone(many))).text, text);
  assert.match(text, /^FIELDBOOK-PASSPORT-1-[A-Z2-7]+$/);
});

test("base32 gives back every number of bytes", () => {
  for (let length = 0; length < 12; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + 200) % 256);
    assert.deepEqual([...bytesOf(base32(bytes))].slice(0, length), [...bytes]);
  }
});

/** In pieces, each under a name. @param {string} whole @param {number} size */
function chopped(whole, size) {
  return whole.replace(new RegExp(`(.{${size}})`, "g"), "$1\n[09:15] ADA King, 2nd row: ");
}

for (const [how, message] of /** @type {[string, string][]} */ ([
  ["a name and a time before it", `[09:14] Ada: here: ${text} bye!\nBo: thanks`],
  ["lines of a mail, quoted", text.replace(/(.{70})/g, "$1\n> > ")],
  ["soft line ends of a mail", text.replace(/(.{75})/g, "$1=\r\n")],
  ["a chat that cuts it into messages", chopped(text, 200)],
  ["a chat whose last message is one letter", chopped(text, text.length - 1)],
  ["invisible characters", text.replace(/(.{40})/g, "$1\u200b\u00ad")],
  ["a form that makes letters small", text.toLowerCase()],
  ["dashes that were made long", text.replaceAll("-", "–")],
  ["a box of code", `\`\`\`\n${text}\n\`\`\``],
])) {
  test(`it survives ${how}`, async () => {
    const found = await only(message);
    assert.deepEqual([found.kind, found.passport], ["whole", many]);
    assert.equal(found.raw, text);
  });
}

test("several in one text are told apart", async () => {
  const other = await writePassport({ ...many, name: "Bo", tag: "OTHER" });
  const found = await readPassports(`Ada: ${text}\nBo: ${other.text}\nAda: ${text}`);
  assert.deepEqual(
    found.map((one) => one.passport?.name),
    ["Ada", "Bo", "Ada"],
  );
});

test("one whose content was edited is read, and does not pass for whole", async () => {
  const bytes = bytesOf(text.split("-")[3]);
  const size = (bytes[0] << 8) + bytes[1];
  const content = inflateRawSync(bytes.slice(7, 7 + size)).toString();
  const packed = deflateRawSync(content.replace('"Ada"', '"Eve"'));
  const edited = Uint8Array.from([
    packed.length >> 8,
    packed.length & 255,
    ...bytes.slice(2, 7),
    ...packed,
  ]);
  const found = await only(`FIELDBOOK-PASSPORT-1-${base32(edited)}`);
  assert.deepEqual([found.kind, found.passport?.name], ["edited", "Eve"]);
});

test("a letter that is another one is noticed", async () => {
  for (const at of [25, 30, 60, text.length >> 1, text.length - 8]) {
    const letter = text[at] === "A" ? "B" : "A";
    const found = await only(text.slice(0, at) + letter + text.slice(at + 1));
    assert.notEqual(found.kind, "whole", `letter ${at}`);
  }
});

test("one that was cut off, is of a newer format, or claims to be huge, is named and kept", async () => {
  assert.equal((await only(`Ada: ${text.slice(0, -40)}`)).kind, "cut");
  assert.equal((await only("FIELDBOOK-PASSPORT-1-")).kind, "cut");
  const newer = await only(text.replace("PASSPORT-1", "PASSPORT-2"));
  assert.deepEqual([newer.kind, newer.passport], ["newer", null]);
  assert.ok(newer.raw.includes(text.slice(-40)));
  const bomb = deflateRawSync(Buffer.alloc(5_000_000, 32));
  const bytes = Uint8Array.from([bomb.length >> 8, bomb.length & 255, 0, 0, 0, 0, 0, ...bomb]);
  assert.equal((await only(`FIELDBOOK-PASSPORT-1-${base32(bytes)}`)).kind, "damaged");
});

test("what is no list of work is damaged, whatever its checksum says", async () => {
  for (const content of [
    "{}",
    "[]",
    "null",
    '["Ada","T",1,"c",[["id"]]]',
    '["Ada","T",-1,"c",[]]',
  ]) {
    const packed = deflateRawSync(content);
    const bytes = Uint8Array.from([0, packed.length, 0, 0, 0, 0, 0, ...packed]);
    assert.equal((await only(`FIELDBOOK-PASSPORT-1-${base32(bytes)}`)).kind, "damaged", content);
  }
});

test("the QR code has the same text", () => {
  const { path, size } = qrPath(text);
  const scale = 3;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let row = 0; row < scale; row++) {
      for (let at = 0; at < Number(width) * scale; at++) {
        const place = ((Number(y) * scale + row) * side + Number(x) * scale + at) * 4;
        data.fill(0, place, place + 3);
      }
    }
  }
  assert.equal(decodeQR({ width: side, height: side, data }, { timeLimit: 10_000 }), text);
});

test("the name is there for the next page at once, and after a reload", async () => {
  const factory = new IDBFactory();
  const progress = new Progress({ factory });
  await progress.ready;
  const owner = new PassportOwner(progress);
  assert.equal(owner.isKnown, false);
  owner.rename("Ada"); // typed before the browser had answered
  await owner.load();
  owner.rename("Ada King");
  const facts = { course: "c", exercises: [] };
  const written = await owner.write(facts);
  for (const next of [new PassportOwner(progress), new PassportOwner(new Progress({ factory }))]) {
    await next.load();
    assert.equal(next.name, "Ada King");
    assert.equal((await next.write(facts)).text, written.text);
  }
  const nowhere = new Progress({});
  const first = new PassportOwner(nowhere);
  await first.load();
  first.rename("Bo");
  const second = new PassportOwner(nowhere);
  await second.load();
  assert.deepEqual(
    [second.name, (await second.write(facts)).text],
    ["Bo", (await first.write(facts)).text],
  );
});
