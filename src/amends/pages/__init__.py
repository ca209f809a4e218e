"""What pages have in common, whoever they are for: the clock, what may be asked, how amounts and dates are written."""
