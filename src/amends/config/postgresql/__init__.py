"""PostgreSQL as Django knows it, which is asked less (`base`)."""
