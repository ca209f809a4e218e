"""The shop's own return label and packing slip: what works without any carrier's account.

It buys no postage. Where the shop pays, the shop has an agreement with its post or sends a label of a carrier's own.
"""
