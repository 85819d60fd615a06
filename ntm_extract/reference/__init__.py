"""Typed, immutable loaders of the packaged data: catalogue, units, gazetteer."""
