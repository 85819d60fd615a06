"""The output stage: declared columns, rows, Arrow, and files that appear all together or not at all."""
