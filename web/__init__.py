"""A face in the browser, which only reads: pages, an interface for programs, feeds; not a login, nor `cli/`."""
