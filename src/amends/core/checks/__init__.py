"""What may be wrong with a policy that can be read: one module for each kind of finding, named as the fault it finds.

A module's docstring is its page. `every` lists the checks; none knows another.
"""
