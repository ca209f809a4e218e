"""What the project asks of the outside world: protocols and the plain values that they exchange, nothing else."""
