"""The register, its log and what a recording does: receipts, people, four eyes; not what proves or moves it."""
