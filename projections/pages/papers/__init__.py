"""The pages of papers: certificates given out, and documents kept; not of what acts say."""
