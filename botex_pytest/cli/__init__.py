"""The `botex` command, for people who never typed pytest."""
