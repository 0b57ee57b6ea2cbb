"""The site generator: this repository in, Markdown and assets out.

```
 labs/ ──course──▶ exercises · labs · indexes ──▶ docs/exercises  docs/labs   (git-ignored)
                   content ─────────────────────▶ docs/assets/lab/content/<id>.json
 mkdocs.yml ──nav─────────────────────────────▶ mkdocs.generated.yml
 node_modules ──fonts────────────────────────▶ docs/assets/fonts
```

It writes text before any site builder starts and needs no builder's plugin interface.
"""
