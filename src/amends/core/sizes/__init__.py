"""Sizes of rings and of jewellery for piercings: exact arithmetic, and advice that says how sure it is.

Laws: a length is a `Fraction` of a millimetre, never a float; a size that is read and written again is the same size;
what lies between two sizes is said to lie between them; where a person has to look, no size is guessed.
"""
