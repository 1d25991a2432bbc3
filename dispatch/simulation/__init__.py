"""A city that does not exist, and the people in it who live a day through the real API."""
