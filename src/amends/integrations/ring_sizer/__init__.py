"""The ring sizer to print: two pages of paper with a bank card to check the scale by, a strip and a disc of each size.

Words come in as data; the sizes are the core's. The same words give the same bytes on every machine.
"""
