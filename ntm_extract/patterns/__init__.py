"""Everything found in a text before it is understood: figures, places and wordings."""
