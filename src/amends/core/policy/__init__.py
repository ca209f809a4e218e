"""The language of policies: what a shop writes (`model`), how it is read (`load`), what the engine sees (`tree`)."""
