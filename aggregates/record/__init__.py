"""The register, agreements, proposals and what a recording does; the log, people; not what proves or moves it."""
