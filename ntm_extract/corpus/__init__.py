"""From bytes to sentences: readers, decoding, markup, normaliser, blocks and furniture."""
