"""Files that try to pass, to hang or to bring down the grader instead of doing the exercise.

Each is the wrong answer ``add two`` with something around it: lines at the top of the file, and lines inside the
function, before it reads. What the report must say is beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

__all__ = ["ATTACKS", "Attack"]

_FILE = """\
from minivex import ConvexError, define_schema, define_table, mutation, v
import enum, functools, minivex, operator

schema = define_schema({{"counters": define_table({{"value": v.number()}})}})

{top}

@mutation
async def add(ctx, id):
{body}
    row = await ctx.db.get("counters", id)
    await ctx.db.patch("counters", id, {{"value": row["value"] + 2}})
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """One file, the type of error that its report names (empty: the check failed as usual), and words of its text."""

    name: str
    kind: str
    words: str = ""
    top: str = ""
    body: str = ""

    @property
    def source(self) -> str:
        """The whole file."""
        return _FILE.format(top=self.top, body=indent(self.body or "pass", "    "))


def _imports() -> list[Attack]:
    refused = {
        "os sys io pathlib tempfile shutil signal atexit sqlite3": "has no files and no process",
        "threading _thread subprocess multiprocessing concurrent.futures": "starts no threads",
        "socket urllib.request http.client": "only an action reaches the network",
        "random secrets uuid": "Use ctx.random()",
        "time": "Ask ctx.now()",
        "asyncio": "no event loop",
        "gc inspect ctypes importlib builtins traceback pickle marshal weakref labkit.grader.grade checks js": (
            "looks into Python itself"
        ),
        "minivex.functions.execution copy dataclasses": "cannot be imported",
    }
    return [
        Attack(f"imports {name}", "ImportError", words, top=f"import {name}")
        for names, words in refused.items()
        for name in names.split()
    ]


_WALKS = [
    "add.__globals__",
    "add.handler.__globals__",
    "print.__self__",
    "object.__subclasses__()",
    "(lambda: 0).__code__",
    "schema.__dict__",
    "schema.__class__.__init__.__globals__",
    "object.__getattribute__",
    "object.__setattr__",
    "(x for x in []).gi_frame",
    "__builtins__",
]

_BY_NAME = [
    "getattr(print, '__se' + 'lf__')",
    "getattr(schema.define, '__globals__') if hasattr(schema, 'x') else getattr(v.string, '__func__')",
    "operator.attrgetter('check_definition.__func__')(schema)",
    "operator.methodcaller('__reduce_ex__', 4)(schema)",
    "enum.IntEnum._convert_('X', 'sys', lambda name: True)",
    "getattr(enum.IntEnum, '_conv' + 'ert_')",
    "vars(minivex.Backend)",
    "vars(schema)",
]

_CHANGES = {
    "the engine": "minivex.Backend.run = lambda *a, **k: 4",
    "the engine by setattr": "setattr(minivex.Backend, 'documents', lambda *a: [])",
    "the engine by del": "del minivex.Backend.fork",
    "the engine's errors": "minivex.MinivexError.__init__ = lambda *a: None",
    "a class of ctx": "type(schema).tables = {}",
    "a function of minivex": "functions = minivex.define_schema\nfunctions.name = 1",
    "the class of a table": "type(schema.tables['counters']).indexes = {}",
    "the class of an object": "schema.__class__ = dict",
    "a default": "minivex.define_schema.__defaults__ = ()",
}

_PLAIN = {
    "json of its own": ("import json\njson.dumps = json.loads = lambda *a: 4", ""),
    "a builtin of its own": ("isinstance = lambda *a: True\ndef len(x): return 0", ""),
    "names of the fence": ("globals().items()", ""),
}

_HOSTILE = """\
class Hostile:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __len__(self): return 10**9
    def __bool__(self): raise KeyboardInterrupt
    def __iter__(self): return iter(int, 1)
    def __repr__(self): return repr(self)
    def __str__(self): raise SystemExit
    def __format__(self, spec): raise BaseException
    def __getattr__(self, name): return self
    __class__ = property(lambda self: dict)
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __format__(self, spec): return "right"
class Number(int):
    def __eq__(self, other): return True
    def __hash__(self): return 4
    def __add__(self, other): return self
class Mapping(dict):
    def __getitem__(self, key): return 4
    def get(self, key, default=None): return 4
    def items(self): return iter(int, 1)
class Rows(list):
    def __iter__(self): return iter(int, 1)
    def __len__(self): return 0
    def __eq__(self, other): return True
"""

_RETURNED = [
    "Hostile()",
    "Text('x')",
    "Number(4)",
    "Mapping(value=4)",
    "Rows([1])",
    "[Hostile()]",
    "{'a': Text()}",
]

_RAISED = {
    "an error whose text ends Python": "class E(Exception):\n    def __str__(self): raise SystemExit\nraise E",
    "an error without a class": "class E(Exception):\n    __class__ = property(lambda self: ConvexError)\nraise E",
    "an error that lies about its data": (
        "class E(ConvexError):\n"
        "    data = property(lambda self: Hostile(), lambda self, value: None)\n"
        "raise E('x')"
    ),
    "an error with a hostile name": (
        "class M(type):\n    __name__ = property(lambda cls: 1 / 0)\nclass E(Exception, metaclass=M): pass\nraise E"
    ),
    "a base error": "class E(BaseException): pass\nraise E",
    "SystemExit": "raise SystemExit(0)",
    "exit()": "exit(0)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "GeneratorExit": "raise GeneratorExit",
    "StopIteration": "raise StopIteration(4)",
    "MemoryError": "raise MemoryError",
}

_DOOM = {
    "recursion": ("def f(): return f()\nf()", "RecursionError"),
    "recursion in repr": (
        "class R:\n    def __repr__(self): return f'{self!r}'\nrepr(R())",
        "RecursionError",
    ),
    "recursion in eq": (
        "class R:\n    def __eq__(self, other): return other == self\nR() == R()",
        "RecursionError",
    ),
    "2 GB": ("data = bytearray(2 * 10**9)", "MemoryError"),
    "a growing list": ("data = []\nwhile True: data.append(bytearray(10**7))", "MemoryError"),
    "a growing text": ("data = 'x'\nwhile True: data += data", "MemoryError"),
    "ten million lines": ("for n in range(10**7): print(n)", "OutputLimit"),
    "one long line": ("print('x' * 10**8)", "OutputLimit"),
}

_ENDLESS = {
    "a loop": "while True: pass",
    "a loop that catches all": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "prints that catch all": "while True:\n    try: print('x' * 1000)\n    except BaseException: pass",
    "recursion that catches all": "def f():\n    try: f()\n    except RecursionError: f()\nf()",
    "an endless generator": "sum(iter(int, 1))",
    "one long computation": "10 ** 10 ** 9",
    "a pattern without end": "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
}

_STEPS = {
    "an endless await": ("while True: await ctx.db.get('counters', id)", "StepBudget"),
    "an await of its own": (
        "class Wait:\n    def __await__(self):\n        while True: yield\nawait Wait()",
        "",
    ),
    "a coroutine that will not close": (
        "try:\n    while True: await ctx.db.get('counters', id)\nexcept GeneratorExit: pass\nawait ctx.db.get('counters', id)",
        "StepBudget",
    ),
}

_INSIDE = {
    "the action of a step": "step = ctx.db.get('counters', id)\nstep._action",
    "the transaction": "ctx.db._transaction",
    "the ambient": "getattr(ctx, '_am' + 'bient')",
    "a descriptor": "type(ctx)._ambient",
    "a pattern": "match ctx:\n    case object(_ambient=found): pass",
    "a pattern by position": (
        "class M(type):\n    def __instancecheck__(cls, x): return True\n"
        "class P(metaclass=M): __match_args__ = ('_ambient',)\n"
        "match ctx:\n    case P(found): pass"
    ),
    "another seed": "ctx._ambient = None",
    "another random": "type(ctx).random = lambda self: 0.5",
    "another ctx.db": "ctx.db = None",
    "another step": "type(ctx.db.get('counters', id)).perform = lambda self: {'value': 2}",
}

_TREES = {
    "a traceback": "try: 1 / 0\nexcept ZeroDivisionError as e: e.__traceback__.tb_frame.f_back",
    "a coroutine": "async def f(): pass\nf().cr_frame",
    "a keyword pattern": "match print:\n    case object(__self__=found): pass",
    "a name of the fence": "__fence_own__ = lambda value, name: value",
}

_OTHER = [
    Attack(
        "reads through a decorator",
        "TypeError",
        "",
        body="functools.wraps(ctx, assigned=('_ambient',))",
    ),
    Attack("has no update_wrapper", "AttributeError", "", top="functools.update_wrapper"),
    Attack("has no globals to write to", "TypeError", "", top="globals()['x'] = 1"),
    Attack("replaces a table's indexes while it runs", "", "holds 5", body="schema.tables.clear()"),
    Attack(
        "a schema that lies",
        "MissingSchema",
        "no schema",
        top="class S(type(schema)): pass\nschema = S({})",
    ),
    Attack("no schema at all", "MissingSchema", "no schema", top="schema = print"),
    Attack("replaces its functions", "", "", top="class add: pass"),
    Attack(
        "forges a reply",
        "",
        "holds 5",
        top='print(\'{"kind":"graded","report":{"verdict":"right"}}\')',
    ),
    Attack("opens a file", "NotAllowedError", "no files", body="open('/etc/passwd')"),
    Attack("runs text", "NotAllowedError", "code from text", body="exec('1')"),
    Attack("evaluates text", "NotAllowedError", "code from text", top="eval('1')"),
    Attack("waits for a debugger", "NotAllowedError", "debugger", body="breakpoint()"),
    Attack("asks for input", "RuntimeError", "no keyboard", body="input()"),
    Attack(
        "registers with the classes of the library",
        "",
        "holds 5",
        top="from collections.abc import Mapping\nMapping.register(str)",
    ),
    Attack(
        "does it when it is thrown away",
        "",
        "holds 5",
        top="class D:\n    def __del__(self): raise SystemExit\nD(); left = D()",
    ),
    Attack(
        "changes what it was given",
        "",
        "",
        body="row = await ctx.db.get('counters', id)\nrow['value'] = 1\nrow.clear()",
    ),
    Attack("is not Python", "SyntaxError", "invalid", top="def f(:"),
    Attack("is nested too deep", "", "", top="x = " + "(" * 5000 + ")" * 5000),
]

ATTACKS: list[Attack] = [
    *_imports(),
    *(Attack(f"walks {walk}", "SyntaxError", "leads out of the file", top=walk) for walk in _WALKS),
    *(Attack(f"asks {ask}", "NotAllowedError", "", top=ask) for ask in _BY_NAME),
    *(Attack(f"changes {name}", "", "", top=change) for name, change in _CHANGES.items()),
    *(Attack(f"makes {name}", kind, "", top=top) for name, (top, kind) in _PLAIN.items()),
    *(Attack(f"returns {each}", "", "", top=_HOSTILE, body=f"return {each}") for each in _RETURNED),
    *(
        Attack(
            f"stores {each}",
            "",
            "",
            top=_HOSTILE,
            body=f"await ctx.db.patch('counters', id, {{'value': {each}}})",
        )
        for each in _RETURNED
    ),
    *(Attack(f"raises {name}", "", "", top=_HOSTILE, body=body) for name, body in _RAISED.items()),
    *(
        Attack(f"raises {name} at once", "", "", top=f"{_HOSTILE}\n{body}")
        for name, body in _RAISED.items()
    ),
    *(Attack(f"does {name}", kind, "", body=body) for name, (body, kind) in _DOOM.items()),
    *(Attack(f"does {name} at once", kind, "", top=top) for name, (top, kind) in _DOOM.items()),
    *(
        Attack(f"never ends: {name}", "Timeout", "still running", body=body)
        for name, body in _ENDLESS.items()
    ),
    *(Attack(f"goes on: {name}", kind, "", body=body) for name, (body, kind) in _STEPS.items()),
    *(Attack(f"reaches for {name}", "", "", body=body) for name, body in _INSIDE.items()),
    *(Attack(f"names {name}", "SyntaxError", "", body=body) for name, body in _TREES.items()),
    *_OTHER,
]
