"""Pictures of what the engine does: a scene played to its end, as frames that a reader steps through.

```
 scene (the reader's file) ──player──▶ Film: frames, a verdict, the first mistake
```

A player drives the real engine and draws what its trace says. Nothing is kept between two films.
"""
