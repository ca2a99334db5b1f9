"""Photographs and short films that editors upload; each is made anew, so that nothing else comes along."""
