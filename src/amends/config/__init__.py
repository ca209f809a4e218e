"""How a running Amends is put together: settings, addresses, the database it starts for itself."""
