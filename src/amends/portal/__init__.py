"""The pages that customers see: each translates a request in, makes one call, and shows the answer."""
