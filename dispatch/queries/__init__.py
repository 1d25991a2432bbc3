"""What pages show: plain data, read in one consistent look, with a constant number of queries. Nothing here changes state."""
