"""How much goes back, less what, by which payment: quotes, exchanges, offers, and the book of returns."""
