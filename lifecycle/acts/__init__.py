"""What may be done, family by family, in the order of the law: each act with its objection and what it changes.

Conclusion, amendment, suspension, ending, completion, the default law, co-operation, the keeper's own; all of them with
their order in `kinds`. Here belongs what somebody does; what follows from it by itself is in `lifecycle.consequences`.
"""
