"""Reading a shop's orders, customers and products from JSON and CSV into the core's values.

`files` opens and decodes, `json_rows` and `csv_rows` cut the text into rows, `mapping` says which column is what, and
`orders` and `catalogue` turn rows into values. A bad row is reported with file, line and field and never guessed at.
"""
