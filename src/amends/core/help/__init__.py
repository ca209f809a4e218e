"""Help as data: guides as small decision trees, read, translated, walked and checked. Text in, values out."""
