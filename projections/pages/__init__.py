"""The pages of the answers, laid out in blocks for every face: titles, fields, tables, sentences; not how they look."""
