"""Random programs in random orders of moves, checked against a slow model of the engine.

::

    dice ─▶ generator ─▶ case: world, programs, schedule
                           ├─▶ history     the engine carries it out, move by move
                           └─▶ comparison  the model says what must have happened
                                 └─ they differ ─▶ shrinker ─▶ story

The model (``ordering``, ``versions``, ``reads``, ``model``) imports nothing of the engine but
the two kinds of value that Python lacks. It is right because it is simple, and slow because
it is simple.
"""
