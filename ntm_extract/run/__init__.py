"""Runs over many documents: cut into shards, read in processes, taken up where they stopped, published at once.

===============  =======================================================================================
"""
