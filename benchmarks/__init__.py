"""Each headline number of the README, reproducible by one command: python -m benchmarks.NAME."""
