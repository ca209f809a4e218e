"""What a mail that came in is: to which case or order it belongs, or who has to look at it."""
