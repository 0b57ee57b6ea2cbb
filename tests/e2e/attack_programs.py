"""Programs that try a list of attacks at once and tell of each whether it got anywhere (see attacks.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.e2e.attacks import Attack

__all__ = ["imports", "javascript", "printed", "python"]

_KIT = """
const pause = (ms) => new Promise((then) => setTimeout(then, ms));
const opened = (it) => new Promise((yes, no) => {
  it.onopen = it.onmessage = yes; it.onerror = () => no(new Error('refused'));
  if (it.port) { it.port.onmessage = yes; it.port.start(); }
});
const asked = (request) => new Promise((yes, no) => {
  request.onsuccess = yes; request.onerror = () => no(request.error);
});
const loaded = (tag, attributes) => new Promise((yes, no) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.onload = yes; element.onerror = () => no(new Error('refused'));
  document.body.append(element);
});
const canary = () => undefined;  // the server tells
const tried = async ([name, attack]) => {
  await pause(0);  // a debugger lets what it starts itself use eval
  try {
    const late = pause(1500).then(() => { throw new Error('no answer'); });
    const got = await Promise.race([attack(), late]);
    return [name, got ? `REACHED ${String(got)}` : 'refused'];
  } catch (error) {
    return [name, 'refused'];
  }
};
"""


def javascript(
    attacks: Iterable[Attack], places: dict[str, str], *, in_a_worker: bool = False
) -> str:
    """An expression whose value is a promise of ``[[name, "refused" | "REACHED …"], …]``, all tried at once.

    ``places`` are the constants that the attacks name. In a worker: one of the frame's own, started from
    memory as Python's is, but with everything that a worker has.
    """
    constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in places.items())
    listed = ",\n".join(
        f"[{json.dumps(attack.name)}, async () => {{ {attack.code} }}]" for attack in attacks
    )
    body = f"{constants}{_KIT}\nreturn Promise.all([{listed}].map(tried));"
    if not in_a_worker:
        return f"(async () => {{ {body} }})()"
    text = f"(async () => {{ {body} }})().then((all) => postMessage(JSON.stringify(all)))"
    # A busy Firefox now and then starts a worker that never says anything; another one is started then.
    return (
        "new Promise((yes, no) => { const start = (left) => {"
        "const worker = new Worker(URL.createObjectURL(new Blob(["
        f"{json.dumps(text)}])));"
        "const late = setTimeout(() => { worker.terminate();"
        "if (left) start(left - 1); else no(new Error('the worker gave no answer')); }, 15_000);"
        "const ended = () => { clearTimeout(late); worker.terminate(); };"
        "worker.onmessage = (e) => { ended(); yes(JSON.parse(e.data)); };"
        "worker.onerror = (e) => { ended(); no(new Error(e.message)); }; }; start(2); })"
    )


def python(attacks: Iterable[Attack], places: dict[str, str | int]) -> str:
    """A module that tries them one by one and prints a line for each; the worker runs it with all its rights."""
    constants = "\n".join(f"{name} = {value!r}" for name, value in places.items())
    listed = {attack.name: attack.code for attack in attacks}
    return f"""{constants}
def tried(name, code):
    body = "".join("\\n    " + line for line in code.splitlines())
    world = dict(globals())
    try:
        exec("def attack():" + body, world)
        got = world["attack"]()
    except BaseException:
        got = None
    print(name, "|", "REACHED " + str(got)[:80] if got else "refused", flush=True)
for name, code in {listed!r}.items():
    tried(name, code)
"""


def imports(attacks: Iterable[Attack]) -> str:
    """A learner's file that tries every import and prints a line for each."""
    return "".join(
        f"try:\n    {attack.code}\n    print({attack.name!r}, '| REACHED')\n"
        f"except ImportError:\n    print({attack.name!r}, '| refused')\n"
        for attack in attacks
    )


def printed(output: str) -> dict[str, str]:
    """What the lines ``name | outcome`` say."""
    lines = (line.partition(" | ") for line in output.splitlines())
    return {name: outcome for name, bar, outcome in lines if bar}
