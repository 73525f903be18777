"""Words that pages share on any face, as messages: citations, distances; not what the law itself says."""
