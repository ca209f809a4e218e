"""What others send us by themselves: payment providers, carriers, mail servers. Checked, handed to one use case."""
