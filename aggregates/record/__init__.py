"""The register, its log, proposals and what a recording does: receipts, four eyes; not what proves or moves it."""
