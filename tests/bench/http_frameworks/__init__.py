"""FastAPI beside Litestar on the one request that matters here, for docs/adr/0002-litestar.md."""
