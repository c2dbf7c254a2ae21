"""Sums that count nobody twice, and every rule of counting."""
