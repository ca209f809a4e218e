"""Stripe as the payment provider: `client` asks, `translate` reads answers, `amounts` counts, `webhook` believes."""
