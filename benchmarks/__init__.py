"""Measurements, each of both sides in one run: `make bench` prints the table of docs/performance.md.

Absolute times depend on the machine; the ratios are what is promised. To add one: a function that gives `Measured`
values, and its line in `benchmarks.__main__`.
"""
