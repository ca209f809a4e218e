"""What is done in the background: effects outside, timers, and the sweep that finds what nobody was woken for."""
