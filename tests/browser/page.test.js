// What of the page runs without a browser: imports, scenes, the status line.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readScenes } from "../../runtime/browser/lab-content.js";
import { needsLibrary } from "../../runtime/browser/library-need.js";
import { describeBoot } from "../../runtime/browser/status-line.js";

test("the status line counts millions of bytes and then says that Python starts", () => {
  assert.deepEqual(describeBoot({ phase: "downloading", received: 3_100_000, total: 4_400_000 }), {
    text: "3.1 of 4.4 MB",
    share: 3_100_000 / 4_400_000,
  });
  const starting = describeBoot({ phase: "starting", received: 4_400_000, total: 4_400_000 });
  assert.equal(starting.text, "4.4 of 4.4 MB · starting Python");
  assert.equal(describeBoot({ phase: "ready" }).share, null);
});

test("a file that needs the rest of the library is told from one that does not", () => {
  const modules = ["unittest", "json.tool", "xml", "email", "encodings.idna"];
  for (const source of [
    "import unittest",
    "import os, unittest as u",
    "    from unittest import mock",
    "from json import tool",
    "from json import (\n    dumps,  # a comment\n    tool,\n)",
    "import json.tool",
    "x = 1\nimport xml.dom",
    "import importlib\nm = importlib.import_module('xml.dom')",
    "m = __import__('unittest')",
    "'x'.encode('idna')",
    'b"x".decode( "latin-2" )',
    "open('f', encoding='cp1252')",
    "import codecs\ncodecs.decode(text, 'rot13')",
  ]) {
    assert.ok(needsLibrary(source, modules), source);
  }
  for (const source of [
    "import json",
    "from json import dumps",
    "# import xml",
    "s = 'import x'",
    "v.object({'email': v.string()})",
    "'x'.encode('utf-8').decode()",
    "'x'.encode(encoding='ascii')",
  ]) {
    assert.ok(!needsLibrary(source, modules), source);
  }
});

test("scenes are read from lab.toml in order, and nothing else is", () => {
  const scenes = readScenes(`
id = "two-lanes"
title = "Two lanes"
[[scenes]]
id = "lost-update" # the first
title = "Lost update: \\"1 + 1\\""
file = 'lost_update.py'
[[scenes]]
id = "write-skew"
file = "write_skew.py"
[other]
id = "no scene"
`);
  assert.deepEqual(scenes, [
    { id: "lost-update", title: 'Lost update: "1 + 1"', file: "lost_update.py" },
    { id: "write-skew", title: "write-skew", file: "write_skew.py" },
  ]);
});
