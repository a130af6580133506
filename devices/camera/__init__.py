"""A camera that reads the code of a card held before it: one driver, and a child process for each way of getting frames."""
