"""What may be done, family by family, each act with its objection and its change; not what follows by itself.

Conclusion, amendment, suspension, ending, completion, the default law, co-operation, the keeper's own; all of them with
their order in `kinds`.
"""
